/**
 * `npm run bench -- NAME`: measures what `bench/NAME.ts` measures, whose export `bench` gives figures and aims. The last line
 * is one of JSON: `{bench, node, cpu, figures, aims: {key: {value, aim, holds}}}`. A missed aim is told and does not fail: a
 * shared machine is no judge.
 *
 * @module
 */
import { existsSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** What a bench gives; a key ends with its unit. */
export interface BenchReport {
  readonly figures: Readonly<Record<string, number>>;
  readonly aims: Readonly<Record<string, { readonly value: number; readonly aim: number; readonly holds: boolean }>>;
}

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.replace('.ts', ''));
const [name] = process.argv.slice(2);

if (name === undefined || !existsSync(join(import.meta.dirname, `${name}.ts`)) || name === 'run') {
  console.error(`usage: npm run bench -- NAME, where NAME is one of ${names.join(', ')}`);
  process.exit(1);
}
const { bench } = (await import(`./${name}.ts`)) as { bench: () => Promise<BenchReport> };
const { figures, aims } = await bench();
for (const [key, { value, aim, holds }] of Object.entries(aims))
  console.log(`${holds ? 'holds' : 'MISSED'} ${key}: ${value}, aim ${aim}`);
console.log(JSON.stringify({ bench: name, node: process.version, cpu: cpus()[0]?.model ?? 'unknown', figures, aims }));
