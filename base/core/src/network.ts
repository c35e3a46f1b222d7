/** Byte streams, TLS and SDP datagrams as ports: how a car reaches a station and how a station is reached. @module */

import type { Millis } from './machine.ts';

/** An open TCP or TLS connection. Closing twice is allowed. */
export interface Stream {
  readonly info: StreamInfo;
  send(bytes: Uint8Array): void;
  /** Ends the stream after what was sent has left; `abort` drops it at once (RST). */
  close(how?: 'end' | 'abort'): void;
}

/** What the owner of a {@link Stream} does with what comes. Chunks have any size. `closed` comes once, last. */
export interface StreamReceiver {
  bytes(chunk: Uint8Array): void;
  closed(reason: string): void;
}

/** Who is at the other end and how the stream is protected. */
export interface StreamInfo {
  /** `[fe80::1%eth1]:50000` */
  readonly local: string;
  readonly peer: string;
  readonly tls?: TlsInfo;
}

/** What the handshake settled. */
export interface TlsInfo {
  /** `TLSv1.2` */
  readonly protocol: string;
  /** IANA name, e.g. `TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256`. */
  readonly cipher: string;
  /** What the peer presented, DER, leaf first; empty when it presented none. Nobody has judged it: the role does. */
  readonly peerCertificates: readonly Uint8Array[];
  /** DER OCSPResponse stapled by the server; only on the client side and only when there was one. */
  readonly ocspResponse?: Uint8Array;
  /** The raw ClientHello handshake message (type, length, body); only on the server side. */
  readonly clientHello?: Uint8Array;
}

/** A certificate chain that a server may present, with its key. */
export interface TlsIdentity {
  /** A name for logs and for choosing. */
  readonly id: string;
  /** DER, leaf first, without the root. */
  readonly certificates: readonly Uint8Array[];
  /** PKCS#8 PEM. */
  readonly keyPem: string;
}

/** A handshake or connection that failed, told by the numbers the wire had. */
export class ConnectionFailure extends Error {
  /** Snake-case, e.g. `tls_no_shared_cipher`, `ev_root_unknown`, `tls_handshake_timeout`, `connection_refused`. */
  readonly code: string;
  /** TLS alert number that was sent or received, when there was one. */
  readonly alert: number | undefined;

  constructor(code: string, message: string, options: { readonly alert?: number; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConnectionFailure';
    this.code = code;
    this.alert = options.alert;
  }
}

/** A datagram with where it came from. */
export interface Datagram {
  readonly payload: Uint8Array;
  /** `[fe80::1%eth1]:49200` */
  readonly from: string;
}

/** A car's door to the network: SDP and the one V2G connection. */
export interface V2gDialer {
  /** Sends one SDP request (multicast to ff02::1 port 15118) and gives the datagrams that come within `wait_ms` one by one to `seen` until it returns true. */
  discover(request: Uint8Array, wait_ms: Millis, seen: (datagram: Datagram) => boolean): Promise<void>;
  /** Opens TCP, and TLS 1.2 on it when `tls` is given. @throws ConnectionFailure */
  connect(target: V2gTarget, receiver: StreamReceiver): Promise<Stream>;
}

/** Where the SDP answer sends the car. */
export interface V2gTarget {
  /** IPv6 text without scope; the dialer adds its interface. */
  readonly address: string;
  readonly port: number;
  readonly deadline: Millis;
  readonly tls?: {
    /** Ask for a stapled OCSP response (status_request). */
    readonly requestOcsp: boolean;
    /** A client chain to present when asked (bench and pre-standard cars only). */
    readonly identity?: TlsIdentity;
  };
}

/** A station's door to the network for one charging interface: SDP responder and the V2G listener. */
export interface V2gListener {
  /** Where cars find it, after it listens; port per protection. `undefined` where not open. */
  readonly endpoint: { readonly address: string; readonly tlsPort?: number; readonly tcpPort?: number };
  close(): Promise<void>;
}

/** What a station does with what comes in at its {@link V2gListener}. */
export interface V2gHost {
  /** The answer to a datagram at UDP 15118, or nothing. */
  sdp(datagram: Datagram): Uint8Array | undefined;
  /** The chain for this ClientHello, chosen among the usable ones; undefined refuses the handshake. */
  identity(clientHello: Uint8Array): TlsIdentity | undefined;
  /** The OCSP response to staple for the chosen chain's leaf, when the car asked (status_request). */
  staple(identity: TlsIdentity): Uint8Array | undefined;
  /** Whether the car names roots (trusted_ca_keys) and none of them is above a chain here: why a handshake may have failed. */
  namesNoneOfOurRoots?(clientHello: Uint8Array): boolean;
  /** A connection is up. */
  open(stream: Stream): StreamReceiver;
  /** A connection never came up. */
  failed(failure: ConnectionFailure, peer: string): void;
}
