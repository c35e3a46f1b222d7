/** The doors of a role to the world. A role takes them as arguments; `node`, `store` and `sim` implement them. @module */

import type { Millis } from './machine.ts';

/** Time as an argument. */
export interface Clock {
  /** Milliseconds since the Unix epoch; never goes back. */
  now(): Millis;
  /** Ends after `ms`, or at once with the signal's reason as rejection when `signal` aborts. */
  sleep(ms: Millis, signal?: AbortSignal): Promise<void>;
  /** Calls `ring` once at `at` or as soon after as can be, never before; the returned function takes it back. */
  alarm(at: Millis, ring: () => void): () => void;
}

/** Randomness as an argument: the system's in `node`, from the seed in `sim`. */
export interface Random {
  /** `length` fresh bytes. */
  bytes(length: number): Uint8Array;
}

/** Signature algorithms by their JOSE names: P-256 with SHA-256, P-521 with SHA-512, RSA PKCS#1 v1.5 with SHA-256, Ed448. */
export type SignatureAlgorithm = 'ES256' | 'ES512' | 'RS256' | 'Ed448';

/** A private key that never leaves its keeper. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Signs `data` (hashed by the algorithm's hash). ECDSA gives raw r||s (64 bytes for P-256), never DER. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** A key pair of a {@link Keys} store, by a name that the role chooses. */
export interface StoredKey extends Signer {
  readonly name: string;
  /** PKCS#8 PEM of the private key, for a TLS socket. @throws OperatorError `key_not_exportable` where the keeper (an HSM) does not give it. */
  exportPem(): string;
  /** Raw ECDH secret (x coordinate, 32 bytes for P-256) with an uncompressed peer point. */
  agree(peerPoint: Uint8Array): Promise<Uint8Array>;
}

/** Makes, keeps and lists private keys: files in `node`, the seed in `sim`, an HSM behind the same door. */
export interface Keys {
  make(name: string, algorithm?: SignatureAlgorithm): Promise<StoredKey>;
  /** Keeps a private key that came from outside, PKCS#8 PEM (an installed contract key). */
  keep(name: string, pem: string): Promise<StoredKey>;
  find(name: string): Promise<StoredKey | undefined>;
  list(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
}

/** Keeps passwords as texts that prove them and cannot be turned back. */
export interface PasswordHash {
  /**
   * What to store of a password, salted. `random`: made by us with 128 bits of chance or more, so HMAC-SHA-256 is enough;
   * `chosen`: by a person, so scrypt.
   */
  hash(password: string, kind: 'random' | 'chosen'): Promise<string>;
  /** Whether `stored` came from this password. A chosen one is derived once in a process, then its proof is remembered. */
  isPasswordOf(stored: string, password: string): Promise<boolean>;
}

/** A text message channel (a WebSocket) that is open. Closing twice is allowed. */
export interface Channel {
  /** Sends one text frame. */
  send(text: string): void;
  close(code?: number, reason?: string): void;
  /** Bytes that were handed to `send` and have not left yet: a slow reader shows here. */
  readonly bufferedBytes: number;
}

/** What the owner of a {@link Channel} does with what comes. */
export interface ChannelReceiver {
  text(text: string): void;
  closed(code: number, reason: string): void;
}

/** A WebSocket upgrade request as a server sees it. */
export interface Upgrade {
  /** Path and query as sent, percent-encoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sub-protocols that the client offers, in its order. */
  readonly protocols: readonly string[];
  /** Address and port of the peer, for logs. */
  readonly peer: string;
  /** DER of the client certificate, leaf first, when TLS asked for one and it verified. */
  readonly clientCertificates?: readonly Uint8Array[];
}

/** Bounds of permessage-deflate without context takeover: what a message may cost in memory and time. RFC 7692. */
export interface Compression {
  /** Shorter messages go out as they are. */
  readonly threshold_bytes: number;
  /** LZ77 window of both directions, 9 to 15. */
  readonly window_bits: number;
}

/** The answer to an upgrade: an HTTP refusal, or the receiver of the channel. `protocol` undefined completes without the header. */
export type Acceptance =
  | {
      readonly accept: true;
      readonly protocol?: string;
      /** Offers compression to a peer that asks for it; absent: none. */
      readonly compression?: Compression;
      readonly open: (channel: Channel) => ChannelReceiver;
    }
  | {
      readonly accept: false;
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

/** A WebSocket server's door: `node` calls it for each upgrade. */
export type Accept = (upgrade: Upgrade) => Acceptance | Promise<Acceptance>;

/** Calls a station from the CSMS, whichever node holds its socket. */
export interface StationLink {
  /** @throws OcppCallError (of `ocpp`) on a CALLERROR, `not_connected` or `timeout`. */
  call(station: string, action: string, payload: unknown, deadline: Millis): Promise<unknown>;
}

/** Tells everybody in this installation (live page, other nodes) what happened. Never blocks, may be lost. */
export type Publish = (topic: string, record: unknown) => void;

/** The control pilot, data link, contactor and meter of one EVSE or one car. */
export interface Plug {
  /** IEC 61851 state as this side sees it. */
  state(): PilotState;
  /** Moves the pilot (car side) or the duty (station side). Resolves when done. */
  set(change: PlugChange): Promise<void>;
  /** Calls `seen` for every change of the other side until the returned function is called. */
  watch(seen: (event: PlugEvent) => void): () => void;
  /** The meter, Wh and W; `undefined` where this side has none. */
  meter(): { readonly energy_Wh: number; readonly power_W: number } | undefined;
}

/** Control pilot states of IEC 61851-1: A unplugged, B connected, C/D energy allowed, E/F fault. */
export type PilotState = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** What a side does to the plug. `duty_percent` 5 asks for digital communication, 100 is no PWM. */
export type PlugChange =
  | { readonly pilot: PilotState }
  | { readonly duty_percent: number }
  | { readonly contactor: 'open' | 'closed' }
  | { readonly power_W: number }
  /** Where the rectifier of a DC outlet is to go; `charge` lets current flow. */
  | { readonly dc: { readonly phase: 'preCharge' | 'charge'; readonly voltage_V: number; readonly current_A: number } }
  /** Has the insulation monitor of a DC outlet measure anew; its event tells the result. */
  | { readonly isolationTest: true }
  /** Wakes the other side: BCB toggle of a car, short 0 % duty of an outlet. IEC 61851-1, ISO 15118-3 7.6 */
  | { readonly wake: true };

/** What a side sees of the plug. */
export type PlugEvent =
  | { readonly type: 'pilot'; readonly state: PilotState }
  | { readonly type: 'duty'; readonly duty_percent: number }
  | { readonly type: 'link'; readonly matched: boolean }
  | { readonly type: 'contactor'; readonly state: 'open' | 'closed' }
  /** The insulation monitor of a DC outlet, in the words of DC_EVSEStatus. */
  | { readonly type: 'isolation'; readonly status: IsolationStatus }
  /** What a DC outlet measures at its output. */
  | { readonly type: 'dc'; readonly voltage_V: number; readonly current_A: number }
  | { readonly type: 'wake' };

/** EVSEIsolationStatus of ISO 15118-2:2014 8.5.4.1. */
export type IsolationStatus = 'Invalid' | 'Valid' | 'Warning' | 'Fault' | 'No_IMD';

/** Opens a WebSocket as a client. @throws ConnectionFailure (core/network) */
export type DialChannel = (
  target: ChannelTarget,
  receiver: (channel: Channel) => ChannelReceiver,
) => Promise<OpenChannel>;

/** Where a WebSocket client goes and how it proves itself. */
export interface ChannelTarget {
  readonly url: string;
  /** Sub-protocols in order of preference. */
  readonly protocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly deadline: Millis;
  readonly tls?: {
    /** Trust anchors, DER. */
    readonly roots: readonly Uint8Array[];
    /** The client certificate of security profile 3. */
    readonly identity?: { readonly certificates: readonly Uint8Array[]; readonly keyPem: string };
  };
}

/** A WebSocket that is up. */
export interface OpenChannel {
  readonly channel: Channel;
  /** The sub-protocol that the server chose; undefined when it named none. */
  readonly protocol: string | undefined;
}
