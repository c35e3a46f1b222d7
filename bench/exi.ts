/**
 * EXI: the 24 documents of an AC Plug & Charge session, encoded and decoded with all checks, beside `JSON.stringify` and
 * `JSON.parse` of the same messages. With `LIBCBV2G` naming a built program of generated C, beside that too: it gets a line
 * `<schema> <hex>` for each document on its standard input and answers each with `<ns to encode> <ns to decode>` or `error`.
 *
 * Times are medians of many rounds, each of which goes through the whole session, so that no message is measured with the
 * machine tuned to it alone; the means hold the pauses of the garbage collector too. Of five passes, each over all four kinds
 * of work, the lowest median counts, for other work on the machine only makes it higher.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exiJsonl } from '@openpnc/cli/exi';
import { decodeMessage, encodeMessage } from '@openpnc/exi/iso15118-2';
import { decodeSap, encodeSap } from '@openpnc/exi/sap';
import type { BenchReport } from './run.ts';

interface Work {
  readonly name: string;
  readonly schema: string;
  readonly bytes: number;
  readonly hex: string;
  readonly encode: () => unknown;
  readonly decode: () => unknown;
  readonly stringify: () => unknown;
  readonly parse: () => unknown;
}

const kinds = ['encode', 'decode', 'stringify', 'parse'] as const;
type Kind = (typeof kinds)[number];

/** See the module. */
export async function bench(): Promise<BenchReport> {
  const lines = readFileSync(join(import.meta.dirname, '../vectors/exi/ac-pnc-session.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const session = lines
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === 'document')
    .map(workOf);
  const c = generatedC(session);
  const figures: Record<string, number> = {};
  const perMessage = new Map<string, Record<Kind, number>>(
    session.map(({ name }) => [name, { encode: 0, decode: 0, stringify: 0, parse: 0 }]),
  );

  for (const kind of kinds) warmUp(session.map((work) => work[kind]));
  const passes = Array.from({ length: 5 }, () => kinds.map((kind) => measure(session.map((work) => work[kind]))));
  for (const [at, kind] of kinds.entries()) {
    const measured = passes.map((pass) => pass[at]!);
    figures[`${kind}_session_us`] = Math.min(...measured.map(({ session_us }) => session_us));
    figures[`${kind}_session_mean_us`] = rounded(
      measured.reduce((sum, { mean_us }) => sum + mean_us, 0) / passes.length,
    );
    for (const [index, { name }] of session.entries())
      perMessage.get(name)![kind] = Math.min(...measured.map(({ messages }) => messages[index]!));
  }
  for (const kind of ['encode', 'decode'] as const)
    for (const { name } of session) figures[`${kind}_${name}_ns`] = perMessage.get(name)![kind];
  for (const [direction, key] of [
    ['decode', 'exi'],
    ['encode', 'json'],
  ] as const) {
    const tasks = lines
      .map((line) => JSON.parse(line))
      .map((line) => JSON.stringify({ schema: line.schema, kind: line.kind, [key]: line[key] }));
    figures[`jsonl_${direction}_lines_per_s`] = await jsonlRate(direction, tasks);
  }

  const aims: Record<string, BenchReport['aims'][string]> = {
    encode_session_us: aim(figures.encode_session_us!, 20),
    decode_session_us: aim(figures.decode_session_us!, 25),
  };
  if (c !== undefined) {
    const sum = (kind: 'encode' | 'decode') => c.reduce((total, times) => total + times[kind], 0) / 1000;
    for (const [kind, ratio] of [
      ['encode', 0.1],
      ['decode', 0.35],
    ] as const) {
      figures[`c_${kind}_session_us`] = rounded(sum(kind));
      aims[`${kind}_ratio_to_c`] = aim(rounded(figures[`${kind}_session_us`]! / sum(kind), 3), ratio);
    }
    // Messages of 32 bytes and more may take as long as in C, shorter ones twice as long.
    const slower = session.filter(({ name, bytes }, index) =>
      (['encode', 'decode'] as const).some(
        (kind) => perMessage.get(name)![kind] > c[index]![kind] * (bytes >= 32 ? 1 : 2),
      ),
    );
    aims.messages_slower_than_c = aim(slower.length, 0);
  }

  console.log(table(session, perMessage, c));
  return { figures, aims };
}

function workOf({ name, schema, exi, json }: { name: string; schema: string; exi: string; json: unknown }): Work {
  const bytes = new Uint8Array(Buffer.from(exi, 'hex'));
  const text = JSON.stringify(json);
  const common = {
    name,
    schema,
    hex: exi,
    bytes: bytes.length,
    stringify: () => JSON.stringify(json),
    parse: () => JSON.parse(text),
  };
  if (schema === 'sap') {
    const message = decodeSap(bytes);
    return { ...common, encode: () => encodeSap(message), decode: () => decodeSap(bytes) };
  }
  const message = decodeMessage(bytes);
  return { ...common, encode: () => encodeMessage(message), decode: () => decodeMessage(bytes) };
}

/** Runs a session until it is compiled. */
function warmUp(acts: readonly (() => unknown)[]): void {
  for (let round = 0; round < 4000; round++) for (const act of acts) kept = act();
}

/** Median and mean of a whole session in us, medians of its messages in ns. */
function measure(acts: readonly (() => unknown)[]): { session_us: number; mean_us: number; messages: number[] } {
  const rounds = 60;
  const repeats = 40;
  const sessions: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    for (let repeat = 0; repeat < repeats; repeat++) for (const act of acts) kept = act();
    sessions.push(((performance.now() - begin) * 1000) / repeats);
  }
  const times = acts.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, act] of acts.entries()) {
      const begin = performance.now();
      for (let repeat = 0; repeat < repeats; repeat++) kept = act();
      times[index]!.push(((performance.now() - begin) * 1e6) / repeats);
    }
  }
  return {
    session_us: rounded(median(sessions)),
    mean_us: rounded(sessions.reduce((sum, time) => sum + time, 0) / rounds),
    messages: times.map((message) => Math.round(median(message))),
  };
}

/** The last result, so that no work is found to be without one. */
export let kept: unknown;

/** Lines that `openpnc exi decode --jsonl` or `encode` answers in a second, without reading and writing them. */
async function jsonlRate(direction: 'decode' | 'encode', lines: readonly string[]): Promise<number> {
  const times = 40;
  const many = async function* (count: number) {
    for (let i = 0; i < count; i++) yield* lines;
  };
  await exiJsonl(direction, many(times), (line) => {
    kept = line;
  });
  const begin = performance.now();
  await exiJsonl(direction, many(times), (line) => {
    kept = line;
  });
  return Math.round((times * lines.length * 1000) / (performance.now() - begin));
}

function generatedC(session: readonly Work[]): { encode: number; decode: number }[] | undefined {
  const program = process.env.LIBCBV2G;
  if (program === undefined) return undefined;
  const { stdout, error } = spawnSync(program, {
    input: session.map(({ schema, hex }) => `${schema} ${hex}\n`).join(''),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (error) throw new Error(`LIBCBV2G=${program}: ${error.message}`);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  if (answers.length !== session.length || answers.flat().some((time) => !Number.isFinite(time)))
    throw new Error(
      `LIBCBV2G=${program}: expected ${session.length} lines of two numbers, got ${JSON.stringify(stdout.slice(0, 200))}`,
    );
  return answers.map(([encode, decode]) => ({ encode: encode!, decode: decode! }));
}

function table(
  session: readonly Work[],
  perMessage: ReadonlyMap<string, Record<Kind, number>>,
  c: readonly { encode: number; decode: number }[] | undefined,
): string {
  const row = (cells: readonly unknown[]) =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(28) : String(cell).padStart(10))).join('');
  return [
    row(['ns', 'bytes', ...kinds, ...(c ? ['C encode', 'C decode'] : [])]),
    ...session.map(({ name, bytes }, index) =>
      row([
        name,
        bytes,
        ...kinds.map((kind) => perMessage.get(name)![kind]),
        ...(c ? [Math.round(c[index]!.encode), Math.round(c[index]!.decode)] : []),
      ]),
    ),
  ].join('\n');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

function aim(value: number, limit: number): BenchReport['aims'][string] {
  return { value, aim: limit, holds: value <= limit };
}
