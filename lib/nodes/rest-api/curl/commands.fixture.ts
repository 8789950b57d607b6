export type CurlCase = {
  what: string;
  /** As somebody would paste it; every host stands for the echo server. */
  command: string;
  /** The same for bash, where the command is written for another shell. */
  forBash?: string;
  /** Files beside the command. */
  files?: { [name: string]: string };
  /** What is told of it. */
  notes?: RegExp[];
};

const raw = String.raw;
const json = raw`'{"name":"Ada","tags":["a","b"]}'`;

/** Commands as API documentation and browsers write them. */
export const commands: CurlCase[] = [
  { what: "the address alone", command: "curl https://api.example.com/v1/orders" },
  {
    what: "a query in the address, values encoded",
    command: `curl "https://api.example.com/v1/search?q=caf%C3%A9%20au%20lait&limit=10&filter[status]=open" -g`,
  },
  {
    what: "a query that rows could not say",
    command: `curl 'https://api.example.com/search?q=a+b&flag&x=1'`,
  },
  {
    what: "a payment, as form fields, with the key as user name",
    command: raw`curl https://api.example.com/v1/charges \
  -u sk_test_4eC39HqLyjWDarjtT1zdp7dc: \
  -d amount=2000 \
  -d currency=usd \
  -d "metadata[order_id]=6735" \
  -d description="My First Test Charge (created for API docs)"`,
  },
  {
    what: "a message, encoded by curl",
    command: raw`curl 'https://api.example.com/2010-04-01/Accounts/AC123/Messages.json' -X POST \
--data-urlencode 'To=+15558675310' \
--data-urlencode 'From=+15017122661' \
--data-urlencode 'Body=Hi there & welcome, 100%!' \
-u AC123:secret-token`,
  },
  {
    what: "a chat completion",
    command: raw`curl https://api.example.com/v1/chat/completions \
  -H "Content-Type: application/json" \
  -H "Authorization: Bearer sk-proj-abcdef123456" \
  -d '{
     "model": "gpt-4o-mini",
     "messages": [{"role": "user", "content": "Say this isn'\''t a test: \"ok\""}],
     "temperature": 0.7
   }'`,
  },
  {
    what: "a key in a header and a version",
    command: raw`curl https://api.example.com/v1/messages \
     --header "x-api-key: sk-ant-1234567890" \
     --header "anthropic-version: 2023-06-01" \
     --header "content-type: application/json" \
     --data '{"model": "m", "max_tokens": 1024}'`,
  },
  {
    what: "-X with everything attached and flags together",
    command: `curl -sSLXPOST -HContent-Type:application/json -d${json} https://api.example.com/people`,
  },
  {
    what: "an issue, with a media type of its own",
    command: raw`curl -L \
  -X POST \
  -H "Accept: application/vnd.github+json" \
  -H "Authorization: Bearer ghp_1234567890abcdef" \
  -H "X-GitHub-Api-Version: 2022-11-28" \
  https://api.example.com/repos/OWNER/REPO/issues \
  -d '{"title":"Found a bug","body":"I'"'"'m having a problem with this.","labels":["bug"]}'`,
  },
  {
    what: "a private token header",
    command: `curl --request PUT --header "PRIVATE-TOKEN: glpat-abcdef" --url "https://api.example.com/api/v4/projects/5?name=renamed"`,
  },
  {
    what: "a deletion",
    command: "curl -X DELETE https://api.example.com/v1/items/42 -H 'X-Request-Source: docs'",
  },
  { what: "the head alone", command: "curl -I https://api.example.com/v1/health" },
  {
    what: "OPTIONS with an origin",
    command: "curl -X OPTIONS https://api.example.com/v1/x -H 'Origin: https://example.org' -i",
  },
  {
    what: "-G with encoded parameters",
    command: raw`curl -G https://api.example.com/v1/search \
  --data-urlencode "q=name = 'O''Neil' and x > 3" -d limit=5 -d "sort=asc"`,
  },
  { what: "--json", command: `curl --json ${json} https://api.example.com/v1/people` },
  {
    what: "--json with another Accept",
    command: `curl --json ${json} -H 'Accept: application/hal+json' https://api.example.com/v1/people`,
  },
  {
    what: "several pieces of data, joined",
    command:
      "curl https://api.example.com/f -d a=1 --data-raw b=@2 --data-binary c=3 --data-urlencode '=d&4'",
  },
  {
    what: "text of its own type, with line breaks",
    command: raw`curl https://api.example.com/notes -H 'Content-Type: text/plain; charset=utf-8' --data-binary $'first\nsecond\ttab \u00fc \'quoted\' \x41'`,
  },
  {
    what: "JSON sent without its type",
    command: `curl -d ${json} https://api.example.com/hook`,
  },
  {
    what: "SOAP",
    command: raw`curl -X POST https://api.example.com/soap -H 'Content-Type: text/xml; charset=utf-8' -H 'SOAPAction: "urn:get"' \
  -d '<?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body/></soap:Envelope>'`,
  },
  {
    what: "a form with a file and a typed part",
    command: raw`curl https://api.example.com/v1/files -F purpose="fine-tune" -F file="@data.txt" -F 'meta={"a":"b; c"};type=application/json'`,
    files: { "data.txt": "one\ntwo\n" },
    notes: [/“file” was the file “data.txt” of your computer/],
  },
  {
    what: "--form-string and a quoted text",
    command: raw`curl -F 'title="semi;colon \"quoted\""' --form-string 'at=@not-a-file;type=x' https://api.example.com/upload`,
  },
  {
    what: "a file as body",
    command: `curl -X PUT -H "Content-Type: text/csv" --data-binary @rows.csv https://api.example.com/import`,
    files: { "rows.csv": "a,b\n1,2\n" },
    notes: [/“rows.csv”/],
  },
  {
    what: "an upload",
    command: `curl -T rows.csv -H "Content-Type: text/csv" https://api.example.com/dav/rows.csv`,
    files: { "rows.csv": "a,b\n1,2\n" },
    notes: [/“rows.csv”/],
  },
  {
    what: "agent, referrer and cookies by their options",
    command: `curl -A "Mozilla/5.0 (X11)" -e https://example.org/from -b "session=abc123; theme=dark" https://api.example.com/page`,
  },
  {
    what: "copied from Chrome (bash)",
    command: raw`curl 'https://shop.example.com/api/cart?_=1700000000000' \
  -H 'accept: application/json, text/plain, */*' \
  -H 'accept-language: en-GB,en;q=0.9,de;q=0.8' \
  -H 'content-type: application/json' \
  -b 'sid=s%3Aabc.def; _ga=GA1.1.1' \
  -H 'origin: https://shop.example.com' \
  -H 'priority: u=1, i' \
  -H 'referer: https://shop.example.com/' \
  -H 'sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99"' \
  -H 'sec-ch-ua-mobile: ?0' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' \
  --data-raw $'{"text":"it\'s \u0021 50% off","qty":1}'`,
  },
  {
    what: "copied from Firefox",
    command: raw`curl 'https://shop.example.com/login' --compressed -X POST -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0' -H 'Accept: text/html,application/xhtml+xml' -H 'Accept-Encoding: gzip, deflate, br, zstd' -H 'Content-Type: application/x-www-form-urlencoded' -H 'Connection: keep-alive' -H 'Upgrade-Insecure-Requests: 1' --data-raw 'user=ada%40example.com&pass=p%26w+d&next=%2F'`,
  },
  {
    what: "copied from Chrome (cmd)",
    command: raw`curl ^"https://shop.example.com/api/x?a=1^&b=2^%^20c^" ^
  -H ^"accept: */*^" ^
  -H ^"content-type: application/json^" ^
  -H ^"sec-ch-ua: ^\^"Chromium^\^";v=^\^"130^\^"^" ^
  --data-raw ^"^{^\^"name^\^":^\^"A ^& B^\^",^\^"who^\^":^\^"a ^\^\^\^"b^\^\^\^"^\^"^}^"`,
    forBash: raw`curl 'https://shop.example.com/api/x?a=1&b=2%20c' -H 'accept: */*' -H 'content-type: application/json' -H 'sec-ch-ua: "Chromium";v="130"' --data-raw '{"name":"A & B","who":"a \"b\""}'`,
  },
  {
    what: "for cmd with plain quotes",
    command: `curl -X POST "https://api.example.com/v1/people" ^\r\n  -H "Content-Type: application/json" ^\r\n  -d "{\\"name\\": \\"Ada\\"}"`,
    forBash: raw`curl -X POST "https://api.example.com/v1/people" -H "Content-Type: application/json" -d '{"name": "Ada"}'`,
  },
  {
    what: "for PowerShell",
    command:
      'curl.exe -X POST "https://api.example.com/v1/people" `\n  -H "Content-Type: application/json" `\n  -d \'{\\"name\\": \\"O\'\'Neil\\"}\'',
    forBash: raw`curl -X POST "https://api.example.com/v1/people" -H "Content-Type: application/json" -d '{"name": "O'"'"'Neil"}'`,
  },
  {
    what: "a here-document",
    command: `curl -X POST https://api.example.com/v1/batch -H 'Content-Type: application/json' -d @- <<'EOF'\n{\n  "a": 1\n}\nEOF\n`,
  },
  {
    what: "piped into jq, with a comment above",
    command: `# list them\ncurl -s https://api.example.com/v1/items -H 'Accept: application/json' | jq '.items[]'`,
    forBash: `curl -s https://api.example.com/v1/items -H 'Accept: application/json'`,
  },
  {
    what: "Digest, asked for by the server",
    command: "curl --digest -u ada:secret123 https://api.example.com/digest",
  },
  {
    what: "a user name in the address",
    command: "curl https://ada:p%40ss@api.example.com/private",
  },
  { what: "--oauth2-bearer", command: "curl --oauth2-bearer tok_12345 https://api.example.com/me" },
  {
    what: "a key as a parameter",
    command: `curl "https://api.example.com/data/2.5/weather?q=London&appid=0123456789abcdef"`,
  },
  {
    what: "a certificate that is not checked, a time limit, tries",
    command: "curl -k -m 20 --retry 3 -o /dev/null https://api.example.com/slow",
    notes: [/-k: Patchbay checks/, /--retry/],
  },
  {
    what: "a header without a value and one taken away",
    command: `curl -H 'X-Empty;' -H 'Accept:' -H 'Expect:' -d 'a=1' https://api.example.com/x`,
  },
  { what: "an empty body", command: `curl -X POST -d '' https://api.example.com/trigger` },
  {
    what: "without a scheme, with a range",
    command: "curl -r 0-99 -H 'X-A: 1' -H 'X-A: 2' api.example.com/file.bin",
  },
];
