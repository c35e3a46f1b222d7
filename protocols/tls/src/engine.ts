/**
 * A TLS 1.2 endpoint for benches and tests: one suite of ISO 15118-2 in both forms (ECDHE and static ECDH), secp256r1,
 * SHA-256, no resumption, no renegotiation. It can do what `node:tls` cannot: answer trusted_ca_keys, staple one OCSP
 * response a certificate (status_request_v2), serve static ECDH, send any alert at any point. RFC 5246.
 *
 * NOT for traffic that has to be protected: nothing here is constant in time. `node:tls` is the engine of the product.
 *
 * Bytes in, effects out: no socket, no clock; randomness is an argument.
 *
 * @module
 */
import { concatBytes } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { type AlertName, alertName, alertNumbers } from './alerts.ts';
import {
  type HandshakeMessage,
  type HandshakeName,
  HandshakeReader,
  handshakeName,
  handshakeTypes,
} from './handshakeMessages.ts';
import {
  contentTypes,
  encodeRecord,
  type RecordOpener,
  RecordReader,
  type RecordSealer,
  type TlsRecord,
} from './record.ts';

/** What the driver has to do, in order. `closed` is the last one. */
export type EngineEffect =
  | { readonly do: 'send'; readonly bytes: Uint8Array }
  | { readonly do: 'secured'; readonly info: EngineInfo }
  | { readonly do: 'data'; readonly bytes: Uint8Array }
  | { readonly do: 'closed'; readonly failure?: EngineFailure };

/** What a handshake settled. */
export interface EngineInfo {
  readonly cipherSuite: number;
  /** What the peer presented, DER, leaf first. */
  readonly peerCertificates: readonly Uint8Array[];
  /** Client side: stapled OCSP responses by the certificate's place; one at most with status_request. */
  readonly staples: readonly (Uint8Array | undefined)[];
  /** Server side: the handshake message. */
  readonly clientHello: Uint8Array;
  /** Extension numbers of the ServerHello: 3 when trusted_ca_keys was answered, 17 for status_request_v2. */
  readonly serverExtensions: readonly number[];
}

/** Why an endpoint closed otherwise than by close_notify. */
export interface EngineFailure {
  /** A code of `diagnosis`, or `tls_handshake_failed`. */
  readonly code: string;
  readonly text: string;
  readonly alert?: { readonly number: number; readonly from: 'us' | 'peer' };
}

/** An alert that is sent on purpose, right after a message was received or the handshake was done. */
export interface DeliberateAlert {
  readonly after: HandshakeName | 'secured';
  readonly alert: AlertName;
}

/** What a handshake script gets: the next message or the change of ciphers. */
export type Incoming =
  | { readonly type: 'message'; readonly message: HandshakeMessage }
  | { readonly type: 'change_cipher_spec' };

/** One side's handshake, top to bottom like the sequence diagram; each `yield` waits for what comes next. */
export type HandshakeScript = Generator<void, EngineInfo, Incoming>;

/** A fault that ends the handshake with an alert of ours. */
export class EngineFault extends Error {
  readonly alert: AlertName;
  readonly code: string;

  constructor(alert: AlertName, message: string, code = 'tls_handshake_failed') {
    super(message);
    this.name = 'EngineFault';
    this.alert = alert;
    this.code = code;
  }
}

/** What both sides may set. */
export interface EngineOptions {
  /** Sends this alert at this point and closes. */
  readonly alertAt?: DeliberateAlert;
  /** Cuts handshake messages and data into records of so many bytes. Default 16,384. */
  readonly maxFragment?: number;
}

/** One endpoint. Made by `tlsClient` and `tlsServer`. */
export class TlsEngine {
  readonly side: 'client' | 'server';
  readonly #options: EngineOptions;
  readonly #script: HandshakeScript;
  readonly #records = new RecordReader();
  readonly #handshake = new HandshakeReader();
  readonly #transcript: Uint8Array[] = [];
  #effects: EngineEffect[] = [];
  #opener: RecordOpener | undefined;
  #nextOpener: RecordOpener | undefined;
  #sealer: RecordSealer | undefined;
  #state: 'new' | 'handshake' | 'secured' | 'closed' = 'new';

  /** @param script makes the handshake of this side; it may use the engine's `HandshakeSide` part only. */
  constructor(side: 'client' | 'server', options: EngineOptions, script: (engine: TlsEngine) => HandshakeScript) {
    this.side = side;
    this.#options = options;
    this.#script = script(this);
  }

  /** Begins. A client's ClientHello comes out. */
  start(): readonly EngineEffect[] {
    return this.#run(() => {
      this.#state = 'handshake';
      this.#step(() => this.#script.next());
    });
  }

  /** Takes bytes of the peer, cut as they come. Never throws on them: it answers with an alert and closes. */
  receive(bytes: Uint8Array): readonly EngineEffect[] {
    return this.#run(() => {
      for (const record of this.#records.push(bytes)) {
        if (this.#state === 'closed') return;
        this.#take(record);
      }
    });
  }

  /** Sends application data; nothing before the handshake is done or after the end. */
  send(bytes: Uint8Array): readonly EngineEffect[] {
    return this.#run(() => {
      if (this.#state === 'secured') this.#write(contentTypes.application_data, bytes);
    });
  }

  /** Sends any alert at any point. A fatal one closes. */
  alert(alert: AlertName, level: 'warning' | 'fatal' = 'fatal'): readonly EngineEffect[] {
    return this.#run(() => {
      this.#writeAlert(alert, level);
      if (level === 'fatal') this.#close(failureBy(alert, `closed with ${alert} on purpose`));
    });
  }

  /** Ends orderly. */
  close(): readonly EngineEffect[] {
    return this.#run(() => {
      this.#writeAlert('close_notify', 'warning');
      this.#close();
    });
  }

  /** All handshake messages so far but the last `without`. For handshake scripts. */
  transcript(without = 0): Uint8Array {
    return concatBytes(...this.#transcript.slice(0, this.#transcript.length - without));
  }

  /** Notes a handshake message that came, and sends the deliberate alert of this point. For handshake scripts. */
  note(message: HandshakeMessage): void {
    this.#transcript.push(message.raw);
    this.#deliberate(handshakeName(message.type));
  }

  /** Sends handshake messages. For handshake scripts. */
  write(...messages: readonly Uint8Array[]): void {
    for (const message of messages) {
      this.#transcript.push(message);
      this.#write(contentTypes.handshake, message);
    }
  }

  /** Sends ChangeCipherSpec and protects what follows. For handshake scripts. */
  protect(sealer: RecordSealer): void {
    this.#write(contentTypes.change_cipher_spec, Uint8Array.of(1));
    this.#sealer = sealer;
  }

  /** What the peer protects after its ChangeCipherSpec is opened by. For handshake scripts. */
  expectProtection(opener: RecordOpener): void {
    this.#nextOpener = opener;
  }

  #run(work: () => void): readonly EngineEffect[] {
    if (this.#state === 'closed') return [];
    try {
      work();
    } catch (error) {
      if (error instanceof EngineFault) this.#fault(error);
      else if (error instanceof ProtocolError) this.#fault(new EngineFault(alertFor(error), error.message));
      else throw error;
    }
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  #fault(fault: EngineFault): void {
    this.#writeAlert(fault.alert, 'fatal');
    this.#close(failureBy(fault.alert, fault.message, fault.code));
  }

  #take(record: TlsRecord): void {
    const plain = this.#opener ? this.#opener.open(record) : record.fragment;
    switch (record.type) {
      case contentTypes.handshake:
        for (const message of this.#handshake.push(plain)) this.#message(message);
        return;
      case contentTypes.change_cipher_spec:
        this.#changeCipherSpec(plain);
        return;
      case contentTypes.alert:
        this.#alerted(plain);
        return;
      case contentTypes.application_data:
        if (this.#state !== 'secured') throw new EngineFault('unexpected_message', 'application data in the handshake');
        if (plain.length > 0) this.#effects.push({ do: 'data', bytes: plain });
        return;
      default:
        throw new EngineFault('unexpected_message', `record type ${record.type}`);
    }
  }

  #message(message: HandshakeMessage): void {
    if (this.#state === 'closed') return;
    const isRequest = this.side === 'client' && message.type === handshakeTypes.hello_request;
    if (this.#state === 'secured') {
      // Renegotiation is refused and the session goes on. RFC 5246 7.2.2.
      if (isRequest || (this.side === 'server' && message.type === handshakeTypes.client_hello))
        this.#writeAlert('no_renegotiation', 'warning');
      else throw new EngineFault('unexpected_message', `${handshakeName(message.type)} after the handshake`);
    } else if (!isRequest) this.#step(() => this.#script.next({ type: 'message', message }));
  }

  #changeCipherSpec(plain: Uint8Array): void {
    if (plain.length !== 1 || plain[0] !== 1)
      throw new EngineFault('decode_error', 'ChangeCipherSpec is not one byte 1');
    if (!this.#nextOpener || this.#opener || this.#handshake.pending > 0)
      throw new EngineFault('unexpected_message', 'ChangeCipherSpec at a wrong place');
    this.#opener = this.#nextOpener;
    this.#step(() => this.#script.next({ type: 'change_cipher_spec' }));
  }

  #step(step: () => IteratorResult<void, EngineInfo>): void {
    const turn = step();
    if (!turn.done) return;
    this.#state = 'secured';
    this.#effects.push({ do: 'secured', info: turn.value });
    this.#deliberate('secured');
  }

  #deliberate(point: string): void {
    const { alertAt } = this.#options;
    if (alertAt?.after === point) throw new EngineFault(alertAt.alert, `${alertAt.alert} on purpose after ${point}`);
  }

  #alerted(plain: Uint8Array): void {
    const [level, number] = plain;
    if (plain.length !== 2 || number === undefined) throw new EngineFault('decode_error', 'an alert is not two bytes');
    if (number === alertNumbers.close_notify) {
      const isEarly = this.#state === 'handshake';
      this.#writeAlert('close_notify', 'warning');
      this.#close(
        isEarly
          ? { code: 'tls_handshake_failed', text: 'close_notify in the handshake', alert: { number, from: 'peer' } }
          : undefined,
      );
    } else if (level === 2)
      this.#close({
        code: 'tls_handshake_failed',
        text: `the peer closed with alert ${number} (${alertName(number)})`,
        alert: { number, from: 'peer' },
      });
  }

  #writeAlert(alert: AlertName, level: 'warning' | 'fatal'): void {
    this.#write(contentTypes.alert, Uint8Array.of(level === 'fatal' ? 2 : 1, alertNumbers[alert]));
  }

  #write(type: number, bytes: Uint8Array): void {
    const { maxFragment = 16_384 } = this.#options;
    for (let at = 0; at < bytes.length; at += maxFragment) {
      const fragment = bytes.subarray(at, at + maxFragment);
      const record = this.#sealer ? this.#sealer.seal(type, fragment) : encodeRecord(type, fragment);
      this.#effects.push({ do: 'send', bytes: record });
    }
  }

  #close(failure?: EngineFailure): void {
    this.#state = 'closed';
    this.#effects.push({ do: 'closed', ...(failure && { failure }) });
  }
}

function failureBy(alert: AlertName, text: string, code = 'tls_handshake_failed'): EngineFailure {
  return { code, text, alert: { number: alertNumbers[alert], from: 'us' } };
}

function alertFor({ code }: ProtocolError): AlertName {
  if (code === 'tls_bad_record_mac') return 'bad_record_mac';
  return code === 'tls_not_client_hello' ? 'unexpected_message' : 'decode_error';
}

/** Waits for one of these messages. @throws EngineFault `unexpected_message` for any other. */
export function* receive(
  engine: TlsEngine,
  ...names: readonly HandshakeName[]
): Generator<void, HandshakeMessage & { readonly name: HandshakeName }, Incoming> {
  const incoming = yield;
  const expected = names.join(' or ');
  if (incoming.type !== 'message')
    throw new EngineFault('unexpected_message', `ChangeCipherSpec came, expected ${expected}`);
  const { message } = incoming;
  const name = names.find((candidate) => handshakeTypes[candidate] === message.type);
  if (!name) throw new EngineFault('unexpected_message', `${handshakeName(message.type)} came, expected ${expected}`);
  engine.note(message);
  return { ...message, name };
}

/** Waits for ChangeCipherSpec. @throws EngineFault `unexpected_message` */
export function* receiveChangeCipherSpec(): Generator<void, void, Incoming> {
  const incoming = yield;
  if (incoming.type !== 'change_cipher_spec')
    throw new EngineFault(
      'unexpected_message',
      `${handshakeName(incoming.message.type)} came, expected ChangeCipherSpec`,
    );
}
