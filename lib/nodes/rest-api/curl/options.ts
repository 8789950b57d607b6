/** What an option of curl means here; those with a value name it. */
export type Option = { name: string; takesValue: boolean };

/** Options with a value: the long name, or the short one and the long. */
const withValue =
  "X request,H header,d data,A user-agent,e referer,b cookie,F form,u user,x proxy,m max-time," +
  "T upload-file,o output,c cookie-jar,w write-out,r range,U proxy-user,E cert,K config,y speed-time," +
  "Y speed-limit,z time-cond,t telnet-option,P ftp-port,Q quote,C continue-at,D dump-header," +
  "data-raw,data-binary,data-ascii,data-urlencode,json,form-string,url,url-query,oauth2-bearer," +
  "connect-timeout,retry,retry-delay,retry-max-time,max-redirs,max-filesize,limit-rate,cacert,capath," +
  "key,key-type,cert-type,pass,ciphers,tls-max,tls13-ciphers,resolve,connect-to,interface,unix-socket," +
  "abstract-unix-socket,socks4,socks4a,socks5,socks5-hostname,preproxy,proxy-header,noproxy,aws-sigv4," +
  "dns-servers,doh-url,local-port,keepalive-time,output-dir,request-target,trace,trace-ascii,stderr," +
  "proto,proto-default,proto-redir,netrc-file,expect100-timeout,happy-eyeballs-timeout-ms,pinnedpubkey," +
  "service-name,delegation,rate,hsts,alt-svc,egd-file,random-file,engine,crlfile,curves,parallel-max," +
  "form-escape,variable,ipfs-gateway,proxy-cacert,proxy-cert,proxy-key,proxy1.0,create-file-mode,ech";

const flags =
  "I head,G get,L location,k insecure,s silent,S show-error,v verbose,i include,f fail,O remote-name," +
  "J remote-header-name,g globoff,N no-buffer,q disable,j junk-session-cookies,n netrc,a append," +
  "B use-ascii,R remote-time,Z parallel,V version,M manual,p proxytunnel,l list-only,0 http1.0," +
  "1 tlsv1,2 sslv2,3 sslv3,4 ipv4,6 ipv6,# progress-bar,: next";

const table = new Map<string, Option>();
for (const [list, takesValue] of [
  [withValue, true],
  [flags, false],
] as const) {
  for (const entry of list.split(",")) {
    const [first = "", long] = entry.split(" ");
    const name = long ?? first;
    table.set(`--${name}`, { name, takesValue });
    if (long !== undefined) table.set(`-${first}`, { name, takesValue });
  }
}

export type Argument = { option: string; value: string };

/**
 * The words as options with their values, in order; an address without an option is `url`. A flag's
 * value is empty.
 */
export function readArguments(words: readonly string[]): Argument[] {
  const found: Argument[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === "--") {
      for (const value of left.splice(0)) found.push({ option: "url", value });
    } else if (word.startsWith("--")) {
      // What is not in the table has come with a newer curl, as a flag most likely.
      const { name, takesValue } = table.get(word) ?? { name: word.slice(2), takesValue: false };
      found.push({ option: name, value: takesValue ? (left.shift() ?? "") : "" });
    } else if (word.startsWith("-") && word !== "-") {
      for (let at = 1; at < word.length; at++) {
        const option = table.get(`-${word[at]}`) ?? { name: word[at] ?? "", takesValue: false };
        if (!option.takesValue) {
          found.push({ option: option.name, value: "" });
          continue;
        }
        const attached = word.slice(at + 1);
        found.push({ option: option.name, value: attached || (left.shift() ?? "") });
        break;
      }
    } else found.push({ option: "url", value: word });
  }
  return found;
}
