/** A charging network in virtual time: SDP datagrams, and V2G connections that carry certificates as a handshake would. @module */
import { concatBytes } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import {
  ConnectionFailure,
  type Datagram,
  type Stream,
  type StreamInfo,
  type StreamReceiver,
  type TlsInfo,
  type V2gDialer,
  type V2gHost,
  type V2gListener,
  type V2gTarget,
} from '@openpnc/core/network';
import { encodeTrustedCaKeys, type TrustedAuthority } from '@openpnc/tls/trustedCaKeys';
import type { VirtualClock } from './clock.ts';
import { type LinkOptions, type Passage, StreamLink, type Tap, travel_ms } from './link.ts';
import type { SeededRandom } from './random.ts';

interface Listening {
  readonly host: V2gHost;
  readonly endpoint: V2gListener['endpoint'];
}

/** Looks at what passes: SDP datagrams, and the pieces of each stream (`a` is the car). */
export interface NetworkTaps {
  readonly sdp?: (payload: Uint8Array, from: 'a' | 'b') => Passage | undefined;
  readonly stream?: Tap<Uint8Array>;
}

/** One cable segment with any number of stations and cars. There is no cryptography: the handshake's outcome is. */
export class VirtualV2gNetwork {
  /** Every stream that was opened, for a test that cuts one. */
  readonly links: StreamLink[] = [];
  /** How SDP datagrams and streams behave; a change holds for what begins after it. */
  options: { readonly sdp: LinkOptions; readonly stream: LinkOptions };
  taps: NetworkTaps = {};
  readonly #clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #listening = new Set<Listening>();
  #ports = 49_151;
  #cars = 0;

  constructor(clock: VirtualClock, random: SeededRandom, options: LinkOptions = {}) {
    this.#clock = clock;
    this.#random = random.fork('network');
    this.options = { sdp: options, stream: options };
  }

  /** Opens a station's side, with the ports asked for. */
  listen(
    host: V2gHost,
    open: { readonly tls: boolean; readonly tcp: boolean } = { tls: true, tcp: true },
  ): V2gListener {
    const endpoint = {
      address: `fe80::5ec:${(this.#listening.size + 1).toString(16)}`,
      ...(open.tls && { tlsPort: this.#nextPort() }),
      ...(open.tcp && { tcpPort: this.#nextPort() }),
    };
    const listening = { host, endpoint };
    this.#listening.add(listening);
    return {
      endpoint,
      close: async () => {
        this.#listening.delete(listening);
      },
    };
  }

  /** A car's side. @param trustedAuthorities the roots that its ClientHello names (trusted_ca_keys); absent: none */
  dialer({ trustedAuthorities }: { readonly trustedAuthorities?: readonly TrustedAuthority[] } = {}): V2gDialer {
    this.#cars += 1;
    const address = `fe80::ca:${this.#cars.toString(16)}`;
    const named = trustedAuthorities && encodeTrustedCaKeys(trustedAuthorities);
    return {
      discover: (request, wait_ms, seen) => this.#discover(address, request, wait_ms, seen),
      connect: (target, receiver) => this.#connect(address, target, receiver, named),
    };
  }

  #nextPort(): number {
    this.#ports += 1;
    return this.#ports;
  }

  async #discover(
    address: string,
    request: Uint8Array,
    wait_ms: Millis,
    seen: (datagram: Datagram) => boolean,
  ): Promise<void> {
    const from = `[${address}%sim]:${this.#nextPort()}`;
    const wait = new AbortController();
    for (const { host, endpoint } of this.#listening) {
      this.#carry(request, 'a', (asked) => {
        const answer = host.sdp({ payload: asked, from });
        if (!answer) return;
        this.#carry(answer, 'b', (payload) => {
          if (!wait.signal.aborted && seen({ payload, from: `[${endpoint.address}%sim]:15118` })) wait.abort(ENOUGH);
        });
      });
    }
    await this.#clock.sleep(wait_ms, wait.signal).catch((reason: unknown) => {
      if (!wait.signal.aborted) throw reason;
    });
    wait.abort(ENOUGH);
  }

  /** A datagram: it comes later, or not at all. */
  #carry(payload: Uint8Array, from: 'a' | 'b', arrive: (payload: Uint8Array) => void): void {
    const { sdp } = this.options;
    if (this.#random.chance(sdp.loss ?? 0)) return;
    const { delay_ms = 0, isLost, isTwice, isBroken, bytes, hold } = this.taps.sdp?.(payload, from) ?? {};
    if (isLost || isBroken) return;
    const carried = (bytes ?? payload).slice();
    const go = () => {
      for (let copies = isTwice ? 2 : 1; copies > 0; copies -= 1)
        this.#clock.alarm(this.#clock.now() + travel_ms(this.#random, sdp) + delay_ms, () => arrive(carried));
    };
    if (hold) hold(go);
    else go();
  }

  async #connect(
    address: string,
    target: V2gTarget,
    receiver: StreamReceiver,
    trustedCaKeys: Uint8Array | undefined,
  ): Promise<Stream> {
    const { tls } = target;
    // TCP takes one round trip, TLS 1.2 two more.
    for (let trips = 0; trips < (tls ? 6 : 2); trips += 1)
      await this.#clock.sleep(travel_ms(this.#random, this.options.stream));
    const found = [...this.#listening].find(
      ({ endpoint }) =>
        endpoint.address === target.address && (tls ? endpoint.tlsPort : endpoint.tcpPort) === target.port,
    );
    const local = `[${address}%sim]:${this.#nextPort()}`;
    const peer = `[${target.address}%sim]:${target.port}`;
    if (!found) throw new ConnectionFailure('connection_refused', `${peer}: nothing listens there`);
    if (this.#clock.now() > target.deadline) throw new ConnectionFailure('connection_timeout', `${peer}: no time left`);
    const infos = { a: { local, peer }, b: { local: peer, peer: local } };
    const protection = tls && this.#handshake(found.host, { ...tls, trustedCaKeys }, local);
    const link = new StreamLink(
      this.#clock,
      this.#random.fork(local),
      protection
        ? { a: { ...infos.a, tls: protection.client }, b: { ...infos.b, tls: protection.server } }
        : (infos satisfies { a: StreamInfo; b: StreamInfo }),
      this.options.stream,
      (piece, from) => this.taps.stream?.(piece, from),
    );
    this.links.push(link);
    link.receive('a', receiver);
    link.receive('b', found.host.open(link.b));
    return link.a;
  }

  #handshake(
    host: V2gHost,
    tls: NonNullable<V2gTarget['tls']> & { readonly trustedCaKeys: Uint8Array | undefined },
    peer: string,
  ): { client: TlsInfo; server: TlsInfo } {
    const clientHello = plainClientHello(this.#random.bytes(32), tls);
    const identity = host.identity(clientHello);
    if (!identity) {
      const failure = new ConnectionFailure('tls_handshake_failed', 'the station has no chain for this ClientHello', {
        alert: 40,
      });
      host.failed(failure, peer);
      throw failure;
    }
    const ocspResponse = tls.requestOcsp ? host.staple(identity) : undefined;
    const common = { protocol: 'TLSv1.2', cipher: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256' };
    return {
      client: { ...common, peerCertificates: identity.certificates, ...(ocspResponse && { ocspResponse }) },
      server: { ...common, peerCertificates: tls.identity?.certificates ?? [], clientHello },
    };
  }
}

/** A ClientHello handshake message with the one suite, curve and signature of ISO 15118-2; status_request and trusted_ca_keys when asked. */
function plainClientHello(
  random: Uint8Array,
  { requestOcsp, trustedCaKeys }: { readonly requestOcsp: boolean; readonly trustedCaKeys: Uint8Array | undefined },
): Uint8Array {
  const extensions = concatBytes(
    extension(10, Uint8Array.of(0, 2, 0, 23)),
    extension(11, Uint8Array.of(1, 0)),
    extension(13, Uint8Array.of(0, 2, 4, 3)),
    ...(trustedCaKeys ? [extension(3, trustedCaKeys)] : []),
    ...(requestOcsp ? [extension(5, Uint8Array.of(1, 0, 0, 0, 0))] : []),
  );
  const body = concatBytes(
    Uint8Array.of(3, 3),
    random,
    Uint8Array.of(0),
    Uint8Array.of(0, 2, 0xc0, 0x23),
    Uint8Array.of(1, 0),
    uint16(extensions.length),
    extensions,
  );
  return concatBytes(Uint8Array.of(1, 0), uint16(body.length), body);
}

function extension(type: number, data: Uint8Array): Uint8Array {
  return concatBytes(uint16(type), uint16(data.length), data);
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** Why a search ends. Without a reason of its own an abort makes an exception with its stack. */
const ENOUGH = 'the search is over';
