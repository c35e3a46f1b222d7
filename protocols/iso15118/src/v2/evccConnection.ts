/** The car's end of a V2G connection as a machine of bytes: frames and messages around its script. ISO 15118-2:2014 7.8.3. @module */
import type { Machine, Millis, Timeout } from '@openpnc/core/machine';
import { ExiError } from '@openpnc/exi';
import { decodeMessage, encodeMessage } from '@openpnc/exi/iso15118-2';
import { decodeSap, encodeSap } from '@openpnc/exi/sap';
import { undecodable } from '../connection.ts';
import { FrameReader, frame, payloadTypes } from '../v2gtp.ts';
import { Evcc, type EvccEffect, type EvccExchange, type EvccInput, type EvccOptions, type EvccSend } from './evcc.ts';
import type { EvccScript } from './evccStep.ts';

/** Inputs: those of the script's machine, with bytes in place of messages. Begin with `start`. */
export type EvccConnectionInput =
  | Exclude<EvccInput, { type: 'response' | 'undecodable' }>
  | { readonly type: 'bytes'; readonly bytes: Uint8Array };

export type EvccConnectionEffect<Result> =
  | Exclude<EvccEffect<Result>, { do: 'send' | 'exchanged' }>
  | { readonly do: 'send'; readonly bytes: Uint8Array }
  | { readonly do: 'exchanged'; readonly exchange: WireExchange };

/** An exchange with both messages as they were on the wire, without V2GTP headers: see `payloadOf`. */
export interface WireExchange extends Omit<EvccExchange, 'request' | 'response'> {
  readonly request: Uint8Array;
  readonly response: Uint8Array;
}

/** Runs a script over a byte stream. */
export class EvccConnection<Result> implements Machine<EvccConnectionInput, EvccConnectionEffect<Result>> {
  readonly #evcc: Evcc<Result>;
  readonly #reader: FrameReader;
  #sent: Uint8Array = NOTHING;

  /** @param maxPayloadBytes default 131,072: three schedules with tariffs of 1,024 entries each go into it */
  constructor(
    script: EvccScript<Result>,
    { maxPayloadBytes = 131_072, ...options }: EvccOptions & { readonly maxPayloadBytes?: number },
  ) {
    this.#evcc = new Evcc(script, options);
    this.#reader = new FrameReader({ maxPayloadBytes });
  }

  get deadline(): Millis | undefined {
    return this.#evcc.deadline;
  }

  step(input: EvccConnectionInput | Timeout, now: Millis): readonly EvccConnectionEffect<Result>[] {
    if (input.type !== 'bytes') return this.#out(this.#evcc.step(input, now));
    const { payloads, bad } = this.#reader.read(input.bytes);
    const effects: EvccConnectionEffect<Result>[] = [];
    for (const exi of payloads) effects.push(...this.#out(this.#evcc.step(this.#decode(exi), now), exi));
    if (!bad) return effects;
    const code = bad.problem === 'payload_too_large' ? 'payload_too_large' : 'v2gtp_header_invalid';
    const finding = { code, severity: 'refusal', text: bad.text, spec: 'ISO 15118-2:2014 7.8.3' } as const;
    return [...effects, ...this.#out(this.#evcc.step({ type: 'undecodable', finding }, now))];
  }

  #decode(exi: Uint8Array): EvccInput {
    try {
      const isSap = this.#evcc.awaiting === 'supportedAppProtocolReq';
      return { type: 'response', message: isSap ? decodeSap(exi) : decodeMessage(exi) };
    } catch (error) {
      if (error instanceof ExiError) return { type: 'undecodable', finding: undecodable(error, exi) };
      throw error;
    }
  }

  /** The machine's effects, its messages as bytes; `response` is what it has just received. */
  #out(
    effects: readonly EvccEffect<Result>[],
    response: Uint8Array = NOTHING,
  ): readonly EvccConnectionEffect<Result>[] {
    return effects.map((effect) => {
      if (effect.do === 'exchanged')
        return { ...effect, exchange: { ...effect.exchange, request: this.#sent, response } };
      if (effect.do !== 'send') return effect;
      this.#sent = exiOf(effect);
      return { do: 'send', bytes: frame(payloadTypes.exi, this.#sent) };
    });
  }
}

function exiOf({ message }: EvccSend): Uint8Array {
  return 'Header' in message ? encodeMessage(message) : encodeSap(message);
}

const NOTHING = new Uint8Array(0);
