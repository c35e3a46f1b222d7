/**
 * `npm run interop`: our parties against implementations that are not ours. They come from their package registries into
 * a temporary folder; nothing of theirs is kept. `npm run interop -- josev` runs those whose name holds the text.
 *
 * A peer that cannot be had on this machine is one line that says why, and no failure.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cable, cableUnavailable, layCable } from '@openpnc/node/namespaces';
import { Bench } from './interop/bench.ts';
import { josev } from './interop/josev.ts';
import { ocpi } from './interop/ocpi.ts';
import { ocpp } from './interop/ocpp.ts';
import { openssl } from './interop/openssl.ts';
import { type Peer, Unavailable } from './interop/peer.ts';

/** All peers; a new one is a file of its own and a name here. */
const peers: readonly Peer[] = [ocpp, ocpi, josev, openssl];

const wanted = process.argv.slice(2).map((text) => text.toLowerCase());
const chosen = peers.filter(
  ({ name }) => wanted.length === 0 || wanted.some((text) => name.toLowerCase().includes(text)),
);
if (chosen.length === 0) {
  console.error(`interop: no peer ${wanted.join(' ')}; there are ${peers.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}
// What the end of the process takes away (namespaces, folder) goes when it is told to end, too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
const folder = mkdtempSync(join(tmpdir(), 'openpnc-interop-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const noCable = await cableUnavailable();
let cable: Cable | undefined;
let passed = 0;
let failed = 0;
try {
  if (noCable === undefined) cable = await layCable();
  for (const peer of chosen) await meet(peer, new Bench(folder, cable));
} finally {
  cable?.close();
}
console.log(`interop: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Strangers give up after 2 s a message: on a busy machine a case may fail by its slowness alone, so it has three attempts. */
async function meet({ name, programs, isOverCable, install, cases }: Peer, bench: Bench): Promise<void> {
  const missing = programs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  if (isOverCable && noCable !== undefined) return skip(name, `no cable between two hosts: ${noCable}`);
  if (missing.length > 0) return skip(name, `${missing.join(' and ')} not installed`);
  try {
    install?.(bench);
  } catch (error) {
    if (error instanceof Unavailable) return skip(name, error.message);
    throw error;
  }
  for (const { name: what, run } of cases) {
    for (const attempt of [1, 2, 3]) {
      const started = performance.now();
      const told = (result: string, text: string) =>
        console.log(`${result}  ${name}, ${what}: ${text} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      try {
        told('passed', await run(bench));
        passed += 1;
        break;
      } catch (error) {
        told(attempt < 3 ? 'again ' : 'FAILED', (error as Error).message);
        if (attempt === 3) failed += 1;
      } finally {
        await bench.clear();
      }
    }
  }
}

function skip(name: string, reason: string): void {
  console.log(`skipped  ${name}: ${reason}`);
}
