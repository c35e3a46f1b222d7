/** Identifiers that a station makes: traces, message ids, transactions. OCPP 2.0.1 Part 4 4.1.4, E01. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Random } from '@openpnc/core/ports';

const COUNTER_DIGITS = 4;
const COUNTERS = 36 ** COUNTER_DIGITS;

/** 32 hex digits, fresh for each attempt of a car. */
export function newTraceId(random: Random): string {
  return toHex(random.bytes(16));
}

/** A UUID of version 4, unique for ever: transactionId. */
export function newTransactionId(random: Random): string {
  const bytes = random.bytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A whole number from 0 to below `bound`, each as likely as the others for bounds far below 2^32. */
export function randomBelow(random: Random, bound: number): number {
  const [a, b, c, d] = random.bytes(4) as unknown as [number, number, number, number];
  return Math.floor((((a << 24) | (b << 16) | (c << 8) | d) >>> 0) / (2 ** 32 / bound));
}

/** Message ids: the trace they belong to and four characters of counter, so that whoever sees one knows the attempt. */
export class MessageIds {
  readonly #random: Random;
  #own: string;
  #count = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#own = newTraceId(random);
  }

  /** 36 characters; unique over all connections and restarts, since the first 32 are random. */
  next(traceId?: string): string {
    const counter = this.#count.toString(36).padStart(COUNTER_DIGITS, '0');
    this.#count = (this.#count + 1) % COUNTERS;
    const id = (traceId ?? this.#own) + counter;
    if (this.#count === 0) this.#own = newTraceId(this.#random);
    return id;
  }
}

/** The trace that a message id of ours belongs to. */
export function traceIdOf(messageId: string): string | undefined {
  return /^[0-9a-f]{32}[0-9a-z]{4}$/.test(messageId) ? messageId.slice(0, 32) : undefined;
}
