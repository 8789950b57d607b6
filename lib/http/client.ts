/** One request. Only http: and https: URLs; credentials never inside the URL. */
export type HttpRequest = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Everything together, redirects included, in ms. Default 30,000. */
  timeoutMs?: number;
  /** Largest answer after decompression, in bytes. Default 5,000,000. */
  maxBytes?: number;
  /** Default true, at most 5. */
  followRedirects?: boolean;
  /**
   * Names of headers that carry a credential: dropped when a redirect leaves the origin.
   * Authorization, Cookie and Proxy-Authorization always are.
   */
  secretHeaders?: string[];
  /** Names of query parameters that carry a credential: dropped when a redirect leaves the origin. */
  secretQuery?: string[];
  signal?: AbortSignal;
  /** Lets credentials travel over plain http. Default false. */
  allowInsecureCredentials?: boolean;
};

export type HttpResponse = {
  status: number;
  statusText: string;
  /** Names in lower case; repeated headers joined with ", ". */
  headers: Record<string, string>;
  /** Where the answer came from, after redirects. */
  url: string;
  body: Uint8Array;
  timings: { totalMs: number; firstByteMs: number };
  redirects: number;
};

export type HttpClient = {
  request(req: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
};
