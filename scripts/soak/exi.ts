/**
 * Damaged EXI streams: none may crash the decoder, take it more than 10 ms in three repeats, throw anything but an ExiError, or
 * make more of the input than 64 times its size. Five million of them if no count is given.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { type Codec, createCodec, ExiError, exiErrorCodes } from '@openpnc/exi';
import { mutated, random } from '../../base/exi/test/mutations.ts';
import { bytes, codecs, hex, schemas, vectors } from '../../base/exi/test/vectors.ts';
import type { SoakOptions, SoakReport } from '../soak.ts';

interface Seedling {
  readonly schema: string;
  readonly isFragment: boolean;
  readonly exi: Uint8Array;
}

const slow_ms = 10;
const suspect_ms = 1;
const growth = 64;

/** See the module. */
export async function soak({ count = 5_000_000, seed, log }: SoakOptions): Promise<SoakReport> {
  const next = random(seed);
  const seedlings = corpus();
  const interpreters = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, createCodec(schema, { isCompiled: false })]),
  );
  const failures: string[] = [];
  const refusals: Record<string, number> = {};
  let read = 0;
  let slowest_ms = 0;
  let largest = 0;
  let compared = 0;

  for (let done = 0; done < count && failures.length < 20; done++) {
    if (done % 500_000 === 0 && done > 0) log(`${done} streams, ${read} read, slowest ${slowest_ms.toFixed(2)} ms`);
    const seedling = seedlings[next() % seedlings.length]!;
    const stream = mutated(seedling.exi, next, seedlings[next() % seedlings.length]!.exi);
    const options = { isLenient: next() % 8 === 0 };
    const codec = codecs[seedling.schema]!;
    const fail = (what: string): void => {
      failures.push(`${what}: ${seedling.schema} ${seedling.isFragment ? 'fragment' : 'document'} ${hex(stream)}`);
    };
    const decode = (with_: Codec) =>
      seedling.isFragment ? with_.decodeFragment(stream, options) : with_.decode(stream, options);

    const outcome = timed(() => outcomeOf(() => decode(codec)));
    let { took_ms } = outcome;
    // A pause of the machine is not the decoder's: only what is slow each time counts.
    for (let repeat = 0; repeat < 3 && took_ms > suspect_ms; repeat++)
      took_ms = Math.min(took_ms, timed(() => outcomeOf(() => decode(codec))).took_ms);
    slowest_ms = Math.max(slowest_ms, took_ms);
    if (took_ms > slow_ms) fail(`${took_ms.toFixed(1)} ms`);

    const { result } = outcome;
    if ('error' in result) {
      const { error } = result;
      if (!(error instanceof ExiError) || !(error.code in exiErrorCodes))
        fail(error instanceof Error ? String(error.stack) : `threw ${error}`);
      else {
        refusals[error.code] = (refusals[error.code] ?? 0) + 1;
        if (error.offset === undefined || error.offset < 0 || error.offset > stream.length * 8)
          fail(`offset ${error.offset}`);
      }
    } else {
      read++;
      const size = sizeOf(result.value.value);
      largest = Math.max(largest, size / stream.length);
      if (size > growth * stream.length) fail(`${size} bytes of ${stream.length}`);
    }
    // The interpreter is slow: it is asked about each sixteenth stream.
    if (next() % 16 === 0) {
      compared++;
      const other = outcomeOf(() => decode(interpreters[seedling.schema]!));
      if (!isDeepStrictEqual(shown(result), shown(other))) fail('the interpreter differs');
    }
  }
  return {
    figures: {
      streams: count,
      read,
      refused: Object.values(refusals).reduce((sum, part) => sum + part, 0),
      compared,
      slowest_us: Math.round(slowest_ms * 1000),
      largest_growth: Math.round(largest * 10) / 10,
      ...Object.fromEntries(
        Object.entries(refusals)
          .sort()
          .map(([code, times]) => [`refused_${code}`, times]),
      ),
    },
    failures,
  };
}

/** All streams of the vectors, the malformed ones too, and their variants of other encoders. */
function corpus(): Seedling[] {
  return ['iso15118-2', 'sap', 'fragments', 'ac-pnc-session', 'iso15118-20', 'malformed']
    .flatMap((file) => vectors(`${file}.jsonl`))
    .flatMap(({ schema, kind, exi, divergence }) => {
      const isFragment = kind === 'fragment';
      const variant = divergence?.nagasena_encoder?.exi;
      return [exi, ...(variant === undefined ? [] : [variant])].map((text) => ({
        schema,
        isFragment,
        exi: bytes(text),
      }));
    });
}

/** Bytes of binaries and strings, and 64 for each field that holds a value. */
function sizeOf(value: unknown): number {
  if (value instanceof Uint8Array) return 64 + value.length;
  if (typeof value === 'string') return 64 + value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + sizeOf(item), 0);
  if (typeof value === 'object' && value !== null)
    return Object.values(value).reduce((sum: number, field) => sum + sizeOf(field), 0);
  return 64;
}

type Outcome<T> = { readonly value: T } | { readonly error: unknown };

function outcomeOf<T>(act: () => T): Outcome<T> {
  try {
    return { value: act() };
  } catch (error) {
    return { error };
  }
}

function timed<T>(act: () => T): { readonly result: T; readonly took_ms: number } {
  const begin = performance.now();
  const result = act();
  return { result, took_ms: performance.now() - begin };
}

function shown(outcome: Outcome<unknown>): unknown {
  if (!('error' in outcome) || !(outcome.error instanceof ExiError)) return outcome;
  const { code, path, offset } = outcome.error;
  return { code, path, offset };
}
