/** What the bench `handshake` and its two server processes tell each other over their channel. @module */

/** One call of node:crypto with everything that repeats it; bytes in hex. */
export type CryptoCall =
  | { readonly name: 'hash'; readonly algorithm: string; readonly data: string }
  | {
      readonly name: 'verify';
      readonly algorithm: string;
      readonly data: string;
      /** SubjectPublicKeyInfo, DER. */
      readonly key: string;
      readonly dsaEncoding?: 'der' | 'ieee-p1363';
      readonly signature: string;
    };

/** From a server process. */
export type ChildLine =
  | { readonly type: 'ready'; readonly port?: number }
  /** The processor time of this process from accept to the answer, and the session's calls when it is the recorded one. */
  | { readonly type: 'session'; readonly cpu_us: number; readonly calls: readonly CryptoCall[] }
  /** The processor time from accept to the session's end, and the times of its CurrentDemandRes. */
  | { readonly type: 'ended'; readonly cpu_us: number; readonly took_ms: readonly number[] };
