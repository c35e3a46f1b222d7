/**
 * `npm run soak -- NAME [--count N] [--seed N] [--seconds N] [--only PART] [--input HEX]`: the long run of `scripts/soak/NAME.ts`, which exports `soak`. Prints the seed
 * first, so that a run that fails can be repeated; the last line is one of JSON. Exit code 1 if something failed.
 *
 * @module
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What a long run is asked for. */
export interface SoakOptions {
  /** How many cases; undefined for the number that the run's own aim asks for. */
  readonly count: number | undefined;
  readonly seed: number;
  /** A time box, for runs that have one. */
  readonly seconds?: number;
  /** One part of a run that has parts. */
  readonly only?: string;
  /** One input in hex, for runs that take inputs: the failure that was printed. */
  readonly input?: string;
  /** Writes a line for the person who waits. */
  readonly log: (line: string) => void;
}

/** What a long run found; `failures` holds one line each, with what is needed to see it again. */
export interface SoakReport {
  readonly figures: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    input: { type: 'string' },
  },
});
const folder = join(import.meta.dirname, 'soak');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''));
const [name] = positionals;

if (name === undefined || !existsSync(join(folder, `${name}.ts`))) {
  console.error(
    `usage: npm run soak -- NAME [--count N] [--seed N] [--seconds N] [--only PART] [--input HEX], where NAME is one of ${names.join(', ')}`,
  );
  process.exit(1);
}
const seed = number('seed', values.seed) ?? Date.now() % 2 ** 32;
console.log(`soak ${name}, seed ${seed}`);
const { soak } = (await import(`./soak/${name}.ts`)) as { soak: (options: SoakOptions) => Promise<SoakReport> };
const started = performance.now();
const timeBox = number('seconds', values.seconds);
const { figures, failures } = await soak({
  count: number('count', values.count),
  seed,
  ...(timeBox !== undefined && { seconds: timeBox }),
  ...(values.only !== undefined && { only: values.only }),
  ...(values.input !== undefined && { input: values.input }),
  log: console.log,
});
for (const failure of failures) console.error(failure);
const seconds = Math.round((performance.now() - started) / 100) / 10;
console.log(JSON.stringify({ soak: name, seed, node: process.version, seconds, figures, failures: failures.length }));
process.exitCode = failures.length === 0 ? 0 : 1;

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 0) {
    console.error(`--${option} ${text}: expected a whole number`);
    process.exit(1);
  }
  return value;
}
