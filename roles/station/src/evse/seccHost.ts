/** What cars see of a station before a session: the SDP answer, the certificate chain, the connection. ISO 15118-2:2014 7.7.3, 7.10.1. @module */
import type { ConnectionFailure, Datagram, Stream, StreamReceiver, TlsIdentity, V2gHost } from '@openpnc/core/network';
import { decodeSdpRequest, type Endpoint, encodeSdpResponse, sdpAnswer } from '@openpnc/iso15118/sdp';
import type { SeccIdentities } from '../certificates/seccIdentities.ts';
import type { Staples } from '../certificates/staples.ts';
import type { StationTrust } from '../certificates/stationTrust.ts';
import type { StationTime } from '../stationTime.ts';
import type { StationTrace } from '../stationTrace.ts';
import type { Evse } from './evse.ts';

interface SeccHostOptions {
  /** The EVSEs that this SECC serves. */
  readonly evses: readonly Evse[];
  readonly identities: SeccIdentities;
  readonly staples: Staples;
  readonly trust: StationTrust;
  readonly time: StationTime;
  readonly trace: StationTrace;
  readonly isOfferedWithoutTls: boolean;
  /** CN of this SECC's leaf, where it has one of its own. */
  readonly seccId: () => string | undefined;
}

/** One SECC towards its interface. With several EVSEs a car is given the one that was plugged in and has no session. */
export class SeccHost implements V2gHost {
  readonly #options: SeccHostOptions;
  #endpoint: Endpoint | undefined;

  constructor(options: SeccHostOptions) {
    this.#options = options;
  }

  /** Says where it listens; before, SDP is not answered. */
  listening(endpoint: Endpoint | undefined): void {
    this.#endpoint = endpoint;
  }

  sdp({ payload, from }: Datagram): Uint8Array | undefined {
    const { trace, identities, time, isOfferedWithoutTls } = this.#options;
    const asked = decodeSdpRequest(payload);
    const evse = this.#waiting();
    if (!asked || !evse || !this.#endpoint) return undefined;
    const ids = evse.found();
    const { tlsPort, tcpPort, address } = this.#endpoint;
    // Never TLS without a chain, its key and a leaf that is valid now: cars hang there.
    const isTlsReady = tlsPort !== undefined && identities.usable(time.now()).length > 0;
    if (asked === 'tls' && !isTlsReady) this.#tlsNotReady(ids);
    const answer = sdpAnswer(asked, {
      address,
      ...(isTlsReady && { tlsPort }),
      ...(isOfferedWithoutTls && tcpPort !== undefined && { tcpPort }),
    });
    trace.message(
      {
        from: 'ev',
        to: 'station',
        protocol: 'sdp',
        message: 'SECCDiscoveryReq',
        result: answer ? `${answer.security} [${answer.address}]:${answer.port}` : 'no answer',
        payload: { from, security: asked },
      },
      ids,
    );
    return answer && encodeSdpResponse(answer);
  }

  identity(clientHello: Uint8Array): TlsIdentity | undefined {
    const { identities, trust, time } = this.#options;
    const seccId = this.#options.seccId();
    const chosen = identities.choose(clientHello, {
      roots: trust.store.certificates('v2g'),
      at: time.now(),
      ...(seccId !== undefined && { seccId }),
    });
    if (!chosen) this.#tlsNotReady({});
    return chosen?.tls;
  }

  namesNoneOfOurRoots(clientHello: Uint8Array): boolean {
    const { identities, trust, time } = this.#options;
    return identities.fitsNone(clientHello, { roots: trust.store.certificates('v2g'), at: time.now() });
  }

  staple({ id }: TlsIdentity): Uint8Array | undefined {
    const { identities, staples, trace } = this.#options;
    const leaf = identities.all().find(({ name }) => name === id)?.certificates[0];
    const response = leaf && staples.response(leaf);
    if (!response && leaf)
      trace.finding({
        code: 'staple_missing',
        severity: 'warning',
        text: `${leaf.subject}: a car asked for its OCSP response and there is none that holds`,
        spec: 'ISO 15118-2:2014 [V2G2-871]',
      });
    return response;
  }

  open(stream: Stream): StreamReceiver {
    const { trace } = this.#options;
    const evse = this.#waiting();
    const { tls, peer } = stream.info;
    if (!evse) {
      // One connection a session: a second one, or one without a car on the plug, is closed.
      trace.finding({
        code: 'connection_unexpected',
        severity: 'warning',
        text: `connection from ${peer}: no outlet awaits a car`,
      });
      stream.close('abort');
      return { bytes: () => {}, closed: () => {} };
    }
    const receiver = evse.open(stream);
    trace.message(
      {
        from: 'ev',
        to: 'station',
        protocol: 'tls',
        message: tls ? 'handshake' : 'connect',
        result: tls ? `${tls.protocol} ${tls.cipher}` : 'TCP',
      },
      evse.found(),
    );
    return receiver;
  }

  failed({ code, message, alert }: ConnectionFailure, peer: string): void {
    const ids = this.#waiting()?.failedToOpen() ?? {};
    this.#options.trace.finding(
      {
        code,
        severity: 'refusal',
        text: `connection from ${peer}: ${message}`,
        ...(alert !== undefined && { data: { alert } }),
      },
      ids,
    );
  }

  /** The outlet that a car is at: one whose attempt has begun first, else any that awaits one. */
  #waiting(): Evse | undefined {
    const waiting = this.#options.evses.filter(({ isAwaitingCar }) => isAwaitingCar);
    return waiting.find(({ attemptSince }) => attemptSince !== undefined) ?? waiting[0];
  }

  #tlsNotReady(ids: { readonly traceId?: string }): void {
    const { identities, time, trace } = this.#options;
    const why = identities.unusable(time.now()).map(({ name, text }) => `${name}: ${text}`);
    trace.finding(
      {
        code: 'tls_not_ready',
        severity: 'refusal',
        text: `no usable SECC chain (${why.length > 0 ? why.join('; ') : 'none is installed'})`,
        spec: 'ISO 15118-2:2014 7.7.3',
      },
      ids,
    );
    if (time.isSynchronised) return;
    trace.finding(
      {
        code: 'clock_not_synchronised',
        severity: 'refusal',
        text: `the station's clock was not set; it reads ${time.text()}`,
      },
      ids,
    );
  }
}
