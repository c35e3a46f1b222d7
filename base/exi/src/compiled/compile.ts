/** Makes functions of the texts of encoder and decoder. @module */

import { isXmlCharacter } from '../datatypes.ts';
import { integerBits } from '../schema.ts';
import type { Schema } from '../schemaSet.ts';
import { decoderText } from './decoder.ts';
import { decoderRuntime } from './decoderRuntime.ts';
import { encoderText } from './encoder.ts';
import { encoderRuntime } from './encoderRuntime.ts';

/** A compiled decoder. */
export interface CompiledDecoder {
  /** The value of the root element; undefined where only the interpreter can tell what it is or what is wrong. */
  decode(exi: Uint8Array, isFragment: boolean): unknown;
  /** Event code of the root element that was read last. */
  root(): number;
}

/** A compiled encoder. */
export interface CompiledEncoder {
  /** The stream of a value whose root has event code `root`; undefined where only the interpreter can tell what is wrong. */
  encode(root: number, value: unknown, isFragment: boolean): Uint8Array | undefined;
}

/** The encoder of a schema, or undefined where code must not be made of strings. */
export function compileEncoder(schema: Schema): CompiledEncoder | undefined {
  return evaluate(`${encoderRuntime}${encoderText(schema)}\nreturn { encode };`, {
    isXmlCharacter,
    integerBits: BigInt(integerBits),
  });
}

/** The decoder of a schema, or undefined where code must not be made of strings. */
export function compileDecoder(schema: Schema): CompiledDecoder | undefined {
  return evaluate(`${decoderRuntime}${decoderText(schema)}\nreturn { decode, root: () => root };`, {
    isXmlCharacter,
    integerBits: BigInt(integerBits),
    integerGroups: Math.ceil(integerBits / 7),
  });
}

function evaluate<T>(text: string, given: Readonly<Record<string, unknown>>): T | undefined {
  try {
    return new Function(...Object.keys(given), text)(...Object.values(given)) as T;
  } catch (error) {
    // A page's Content-Security-Policy, a worker of some hosts, a process with code generation switched off.
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}
