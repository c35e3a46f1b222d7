/**
 * Reads a recorded TLS 1.2 connection: both directions in, the handshake and (with a key log) the plaintext out.
 * The suites of ISO 15118-2 (AES_128_CBC_SHA256 with ECDHE and static ECDH) and those with AES_128_GCM_SHA256.
 *
 * @module
 */
import { toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { type AlertName, alertName } from './alerts.ts';
import { type ClientHello, extensionTypes, parseClientHello } from './clientHello.ts';
import {
  HandshakeReader,
  handshakeName,
  handshakeTypes,
  parseCertificateMessage,
  parseCertificateStatus,
  parseServerHello,
  type ServerHello,
} from './handshakeMessages.ts';
import { cipherSuites, nameOf } from './names.ts';
import { directionKeys, gcmKeys } from './prf.ts';
import { contentTypes, GcmOpener, RecordOpener, RecordReader, type TlsRecord } from './record.ts';

/** The end of the connection that sent something. */
export type Side = 'client' | 'server';

/** What a capture shows, in the order of the bytes. */
export type CaptureEvent =
  | { readonly type: 'clientHello'; readonly from: Side; readonly hello: ClientHello }
  | { readonly type: 'serverHello'; readonly from: Side; readonly hello: ServerHello }
  | { readonly type: 'certificates'; readonly from: Side; readonly certificates: readonly Uint8Array[] }
  | { readonly type: 'staples'; readonly from: Side; readonly responses: readonly (Uint8Array | undefined)[] }
  /** Any other handshake message, by its standard name; `encrypted_handshake` when it cannot be read. */
  | { readonly type: 'handshake'; readonly from: Side; readonly name: string }
  | {
      readonly type: 'alert';
      readonly from: Side;
      readonly level: 'warning' | 'fatal';
      readonly alert: AlertName | string;
    }
  | { readonly type: 'data'; readonly from: Side; readonly bytes: Uint8Array }
  /** From here on this direction cannot be read, and why. Told once. */
  | { readonly type: 'unreadable'; readonly from: Side; readonly reason: string };

interface Direction {
  readonly records: RecordReader;
  readonly handshake: HandshakeReader;
  isProtected: boolean;
  opener: RecordOpener | GcmOpener | undefined;
  isLost: boolean;
}

/** One connection. Feed each direction's bytes in order; the two may be fed in any mixture that keeps their own order. */
export class TlsCapture {
  readonly #masters: ReadonlyMap<string, Uint8Array>;
  readonly #directions: Readonly<Record<Side, Direction>> = { client: direction(), server: direction() };
  #clientHello: ClientHello | undefined;
  #serverHello: ServerHello | undefined;

  /** @param masters of {@link parseKeyLog}; empty shows the handshake alone. */
  constructor(masters: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.#masters = masters;
  }

  push(from: Side, bytes: Uint8Array): CaptureEvent[] {
    const direction = this.#directions[from];
    const events: CaptureEvent[] = [];
    if (direction.isLost) return events;
    try {
      for (const record of direction.records.push(bytes)) {
        if (direction.isLost) break;
        this.#record(from, record, events);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      lose(direction, from, error.message, events);
    }
    return events;
  }

  #record(from: Side, record: TlsRecord, events: CaptureEvent[]): void {
    const direction = this.#directions[from];
    if (record.type === contentTypes.change_cipher_spec) {
      direction.isProtected = true;
      const problem = this.#unlock(from);
      if (problem !== undefined) {
        events.push({ type: 'handshake', from, name: 'encrypted_handshake' });
        lose(direction, from, problem, events);
      }
      return;
    }
    const plain = direction.isProtected ? direction.opener!.open(record) : record.fragment;
    if (record.type === contentTypes.handshake) {
      for (const message of direction.handshake.push(plain)) this.#message(from, message, events);
    } else if (record.type === contentTypes.alert && plain.length === 2) {
      events.push({ type: 'alert', from, level: plain[0] === 2 ? 'fatal' : 'warning', alert: alertName(plain[1]!) });
    } else if (record.type === contentTypes.application_data) events.push({ type: 'data', from, bytes: plain });
  }

  #message(
    from: Side,
    { type, body, raw }: { readonly type: number; readonly body: Uint8Array; readonly raw: Uint8Array },
    events: CaptureEvent[],
  ): void {
    switch (type) {
      case handshakeTypes.client_hello:
        this.#clientHello = parseClientHello(raw);
        events.push({ type: 'clientHello', from, hello: this.#clientHello });
        break;
      case handshakeTypes.server_hello:
        this.#serverHello = parseServerHello(body);
        events.push({ type: 'serverHello', from, hello: this.#serverHello });
        break;
      case handshakeTypes.certificate:
        events.push({ type: 'certificates', from, certificates: parseCertificateMessage(body) });
        break;
      case handshakeTypes.certificate_status:
        events.push({ type: 'staples', from, responses: parseCertificateStatus(body) });
        break;
      default:
        events.push({ type: 'handshake', from, name: handshakeName(type) });
    }
  }

  /** Makes the opener of a direction. @returns why it cannot. */
  #unlock(from: Side): string | undefined {
    const [client, server] = [this.#clientHello, this.#serverHello];
    if (!client || !server) return 'ChangeCipherSpec before both hellos were seen';
    if (server.extensions.includes(extensionTypes.supported_versions)) return 'TLS 1.3 is not read here';
    const isGcm = GCM_SUITES.has(server.cipherSuite);
    if (!isGcm && !CBC_SUITES.has(server.cipherSuite))
      return `${nameOf(cipherSuites, server.cipherSuite)} is not read here`;
    const master = this.#masters.get(toHex(client.random));
    if (!master) return `the key log has no line for client random ${toHex(client.random)}`;
    const randoms = { client: client.random, server: server.random };
    const encryptThenMac = server.extensions.includes(extensionTypes.encrypt_then_mac);
    this.#directions[from].opener = isGcm
      ? new GcmOpener(gcmKeys(master, randoms)[from])
      : new RecordOpener(directionKeys(master, randoms)[from], encryptThenMac);
    return undefined;
  }
}

/** ECDHE_ECDSA, ECDH_ECDSA, ECDHE_RSA with AES_128_CBC_SHA256. */
const CBC_SUITES: ReadonlySet<number> = new Set([0xc023, 0xc025, 0xc027]);
/** The same with AES_128_GCM_SHA256. */
const GCM_SUITES: ReadonlySet<number> = new Set([0xc02b, 0xc02d, 0xc02f]);

function direction(): Direction {
  return {
    records: new RecordReader(),
    handshake: new HandshakeReader(),
    isProtected: false,
    opener: undefined,
    isLost: false,
  };
}

function lose(direction: Direction, from: Side, reason: string, events: CaptureEvent[]): void {
  direction.isLost = true;
  events.push({ type: 'unreadable', from, reason });
}
