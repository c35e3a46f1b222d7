/**
 * A V2G connection as a machine of bytes: frames, the negotiation of the protocol, and the edition's own machine behind it.
 * A message that can't be decoded gets no answer: the connection closes and a finding says why. ISO 15118-2:2014 7.8.3, 8.2.
 *
 * @module
 */
import { toHex } from '@openpnc/core/bytes';
import type { Machine, Millis, Timeout } from '@openpnc/core/machine';
import { ExiError } from '@openpnc/exi';
import { decodeSap, encodeSap } from '@openpnc/exi/sap';
import type { Finding } from './finding.ts';
import { type AppProtocol, negotiate, type OfferedProtocol } from './sap.ts';
import { FrameReader, frame, payloadTypes, type ReadResult } from './v2gtp.ts';

/** What comes from a byte stream. */
export type StreamInput =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'closed'; readonly reason: string };

/** What a connection asks of its byte stream and says of its messages. */
export type StreamEffect =
  | { readonly do: 'send'; readonly bytes: Uint8Array; readonly exchange: Exchange }
  | { readonly do: 'close'; readonly how?: 'end' | 'abort' }
  | ({ readonly do: 'finding' } & Finding);

/** A request with its response, for the trace. The sender of the response knows when it left. */
export interface Exchange {
  /** Name of the request, e.g. `AuthorizationReq`. */
  readonly message: string;
  readonly ResponseCode: string;
  /** When the request was whole. */
  readonly receivedAt: Millis;
  readonly limit_ms: Millis;
  /** Upper-case hex, once there is one. */
  readonly sessionId?: string;
  /** Both messages as they were on the wire, without V2GTP headers: see `payloadOf`. */
  readonly request: Uint8Array;
  readonly response: Uint8Array;
}

/**
 * The finding for a response that left after its performance time; undefined for one in time. Whoever sends asks with the
 * time that really passed: a machine sees only that of its inputs.
 */
export function lateResponse(
  { message, limit_ms }: Pick<Exchange, 'message' | 'limit_ms'>,
  took_ms: Millis,
): Finding | undefined {
  if (took_ms <= limit_ms) return undefined;
  return {
    code: 'late_response',
    severity: 'warning',
    text: `the answer to ${message} left after ${took_ms} ms, the limit is ${limit_ms} ms`,
    spec: 'ISO 15118-2:2014 table 109',
    data: { message, took_ms, limit_ms },
  };
}

/** How a session's machine learns that its connection is over: the peer closed, or we do, for a message that nobody can answer. */
export type SessionEnd =
  | { readonly type: 'closed'; readonly reason: string }
  | { readonly type: 'abandoned'; readonly reason: string };

/** One edition of the standard on the station's side. */
export interface SeccEdition<Input, Effect> {
  readonly protocol: AppProtocol;
  /** A machine for a new session. */
  readonly open: () => Machine<Input | SessionEnd, Effect>;
  /** The input that a payload is. @throws ExiError */
  readonly receive: (exi: Uint8Array) => Input;
  /** The payload that an effect sends, with its exchange; undefined for every other effect. */
  readonly send: (
    effect: Effect,
  ) => { readonly exi: Uint8Array; readonly exchange: Omit<Exchange, 'request' | 'response'> } | undefined;
}

export interface SeccConnectionOptions<Input, Effect> {
  /** In the station's order; the car's priorities decide. */
  readonly editions: readonly SeccEdition<Input, Effect>[];
  /** When the time for communication set-up is over. */
  readonly setupEnd: Millis;
  /** Default 16,384: the largest request has six certificates. */
  readonly maxPayloadBytes?: number;
  /** Pass over a message with a bad header and read on, instead of closing. */
  readonly isStrict?: boolean;
  readonly sapLimit_ms: Millis;
}

/** What comes out of a connection: the edition's effects with its messages turned into bytes. */
export type ConnectionEffect<Effect> = Exclude<Effect, { do: 'send' }> | StreamEffect;

/** The station's end of one connection, from the first byte. */
export class SeccConnection<Input extends { readonly type: string }, Effect extends { readonly do: string }>
  implements Machine<Input | StreamInput, ConnectionEffect<Effect>>
{
  readonly #options: SeccConnectionOptions<Input, Effect>;
  readonly #reader: FrameReader;
  #edition: SeccEdition<Input, Effect> | undefined;
  #machine: ReturnType<SeccEdition<Input, Effect>['open']> | undefined;
  /** News that came before there was a session. */
  #early: Input[] = [];
  #request: Uint8Array = new Uint8Array(0);
  #isClosed = false;

  constructor(options: SeccConnectionOptions<Input, Effect>) {
    this.#options = options;
    this.#reader = new FrameReader({ maxPayloadBytes: options.maxPayloadBytes ?? 16_384 });
  }

  get deadline(): Millis | undefined {
    if (this.#isClosed) return undefined;
    return this.#machine ? this.#machine.deadline : this.#options.setupEnd;
  }

  step(input: Input | StreamInput | Timeout, now: Millis): readonly ConnectionEffect<Effect>[] {
    if (this.#isClosed) return [];
    if (isBytes(input)) return this.#bytes(this.#reader.read(input.bytes), now);
    if (isClosed(input)) {
      this.#isClosed = true;
      return this.#machine
        ? this.#out(this.#machine.step(input, now))
        : [{ do: 'finding', ...leftUnheard(input.reason) }];
    }
    if (this.#machine) return this.#out(this.#machine.step(input as Input, now));
    if (input.type !== 'timeout') this.#early.push(input as Input);
    else if (now >= this.#options.setupEnd) return this.#refuse(setupTimeout, now);
    return [];
  }

  #bytes({ payloads, bad }: ReadResult, now: Millis): readonly ConnectionEffect<Effect>[] {
    const effects: ConnectionEffect<Effect>[] = [];
    for (const payload of payloads) if (!this.#isClosed) effects.push(...this.#payload(payload, now));
    if (!bad || this.#isClosed) return effects;
    const finding: Finding = {
      code: bad.problem === 'payload_too_large' ? 'payload_too_large' : 'v2gtp_header_invalid',
      severity: 'refusal',
      text: bad.text,
      spec: 'ISO 15118-2:2014 7.8.3',
      data: { problem: bad.problem },
    };
    if (!this.#options.isStrict) return [...effects, ...this.#refuse(finding, now)];
    return [...effects, { do: 'finding', ...finding }, ...this.#bytes(this.#reader.skip(), now)];
  }

  #payload(exi: Uint8Array, now: Millis): readonly ConnectionEffect<Effect>[] {
    try {
      if (!this.#edition || !this.#machine) return this.#negotiate(decodeSap(exi), exi, now);
      const input = this.#edition.receive(exi);
      this.#request = exi;
      return this.#out(this.#machine.step(input, now));
    } catch (error) {
      if (error instanceof ExiError) return this.#refuse(undecodable(error, exi), now);
      throw error;
    }
  }

  #negotiate(
    message: ReturnType<typeof decodeSap>,
    request: Uint8Array,
    now: Millis,
  ): readonly ConnectionEffect<Effect>[] {
    if (!('supportedAppProtocolReq' in message)) return this.#refuse(notARequest, now);
    const { AppProtocol } = message.supportedAppProtocolReq;
    const result = negotiate(
      AppProtocol,
      this.#options.editions.map(({ protocol }) => protocol),
    );
    const { ResponseCode } = result;
    const response = encodeSap({
      supportedAppProtocolRes: { ResponseCode, ...('SchemaID' in result && { SchemaID: result.SchemaID }) },
    });
    const sent: StreamEffect = {
      do: 'send',
      bytes: frame(payloadTypes.exi, response),
      exchange: {
        message: 'supportedAppProtocolReq',
        ResponseCode,
        receivedAt: now,
        limit_ms: this.#options.sapLimit_ms,
        request,
        response,
      },
    };
    if (!('chosen' in result)) return [sent, ...this.#refuse(noNegotiation(AppProtocol), now)];
    this.#edition = this.#options.editions.find(({ protocol }) => protocol === result.chosen)!;
    const machine = this.#edition.open();
    this.#machine = machine;
    const early = this.#early.flatMap((input) => this.#out(machine.step(input, now)));
    this.#early = [];
    return [sent, ...early];
  }

  /** The machine's effects, its messages as bytes. */
  #out(effects: readonly Effect[]): readonly ConnectionEffect<Effect>[] {
    return effects.map((effect) => {
      if (effect.do === 'close') this.#isClosed = true;
      const sent = this.#edition?.send(effect);
      if (!sent) return effect as Exclude<Effect, { do: 'send' }>;
      const { exi, exchange } = sent;
      return {
        do: 'send',
        bytes: frame(payloadTypes.exi, exi),
        exchange: { ...exchange, request: this.#request, response: exi },
      };
    });
  }

  /** No answer (any more): a finding, and the end. */
  #refuse(finding: Finding, now: Millis): readonly ConnectionEffect<Effect>[] {
    const ended = this.#machine ? this.#out(this.#machine.step({ type: 'abandoned', reason: finding.text }, now)) : [];
    this.#isClosed = true;
    return [{ do: 'finding', ...finding }, ...ended.filter((effect) => effect.do !== 'close'), { do: 'close' }];
  }
}

function isBytes(input: { readonly type: string }): input is Extract<StreamInput, { type: 'bytes' }> {
  return input.type === 'bytes';
}

function isClosed(input: { readonly type: string }): input is Extract<StreamInput, { type: 'closed' }> {
  return input.type === 'closed';
}

/** What the car offered and that none of it is spoken here. */
function noNegotiation(offered: readonly OfferedProtocol[]): Finding {
  const list = offered.map(
    ({ ProtocolNamespace, VersionNumberMajor, VersionNumberMinor }) =>
      `${ProtocolNamespace} ${VersionNumberMajor}.${VersionNumberMinor}`,
  );
  return {
    code: 'sap_no_negotiation',
    severity: 'refusal',
    text: `supportedAppProtocolReq: the car offers ${list.join(', ')}, none of which is served here`,
    spec: 'ISO 15118-2:2014 [V2G2-172]',
    data: { offered },
  };
}

/** A message that does not decode, with the place of the fault and the bytes. */
export function undecodable({ code, message, path, offset }: ExiError, exi: Uint8Array): Finding {
  return {
    code: 'message_undecodable',
    severity: 'refusal',
    text: `V2G message of ${exi.length} bytes: ${message}`,
    spec: 'ISO 15118-2:2014 7.9.1',
    data: { problem: code, path, ...(offset !== undefined && { bit: offset }), exi: toHex(exi) },
  };
}

/** A car that can't trust the station's certificate often closes after the handshake without a word. */
function leftUnheard(reason: string): Finding {
  return {
    code: 'ev_closed_early',
    severity: 'refusal',
    text: `the car left before supportedAppProtocolReq: ${reason}`,
    data: { state: 'WaitForSupportedAppProtocol' },
  };
}

const notARequest: Finding = {
  code: 'message_unexpected',
  severity: 'refusal',
  text: 'supportedAppProtocolRes: not a request',
};

const setupTimeout: Finding = {
  code: 'communication_setup_timeout',
  severity: 'refusal',
  text: 'no supportedAppProtocolReq within the time for communication set-up',
  spec: 'ISO 15118-2:2014 8.7.2, V2G_SECC_CommunicationSetup_Performance_Time',
};
