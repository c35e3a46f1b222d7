/** An EXI stream bit by bit beside the productions and values that it stands for, for people who debug a foreign stack. @module */

import { ExiError } from './errors.ts';
import { type DecodeOptions, decodeDocument, decodeFragment, type Observer } from './interpreter.ts';
import type { Schema } from './schemaSet.ts';

/** How to explain a stream. */
export interface ExplainOptions extends DecodeOptions {
  /** Whether the stream is a fragment; default false. */
  readonly isFragment?: boolean;
}

/** Bits of a value that are shown; the hash of a certificate helps nobody bit by bit. */
const shownBits = 24;

/**
 * Explains a stream: a line for each event and value with the bit where it begins, its bits, and what it is. A stream that is
 * refused is explained as far as it can be read; the last line then holds the error.
 */
export function explain(
  schema: Schema,
  exi: Uint8Array,
  { isFragment = false, ...options }: ExplainOptions = {},
): string {
  const lines = [line('bit', 'bits', 'meaning')];
  const observe: Observer = (from, to, meaning, depth) => {
    if (to > from) lines.push(line(String(from), bitsOf(exi, from, to), `${'  '.repeat(depth)}${meaning}`));
  };
  const note = (error: ExiError): void => {
    const bits =
      error.offset === undefined ? '' : bitsOf(exi, error.offset, Math.min(error.offset + 8, exi.length * 8));
    lines.push(line(String(error.offset ?? ''), bits, `! ${error.code}: ${error.message}`));
  };
  try {
    const read = isFragment ? decodeFragment : decodeDocument;
    read(schema, exi, { ...options, onDeviation: note }, observe);
  } catch (error) {
    if (!(error instanceof ExiError)) throw error;
    note(error);
  }
  return `${lines.join('\n')}\n`;
}

function line(bit: string, bits: string, meaning: string): string {
  return `${bit.padStart(6)}  ${bits.padEnd(shownBits + 6)}  ${meaning}`.trimEnd();
}

function bitsOf(exi: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let bit = from; bit < Math.min(to, from + shownBits); bit++)
    text += (exi[Math.floor(bit / 8)]! >> (7 - (bit % 8))) & 1;
  return to - from > shownBits ? `${text}...` : text;
}
