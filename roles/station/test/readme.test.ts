/** The example of the README runs. @module */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { noTrace } from '@openpnc/core/trace';
import { VirtualClock } from '@openpnc/sim/clock';
import { SeededKeys } from '@openpnc/sim/keys';
import { SeededRandom } from '@openpnc/sim/random';
import type { Station } from '../src/station.ts';
import type { StationPorts } from '../src/stationPorts.ts';

test('the example of the README starts a station that dials its CSMS', async () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20);
  const file = join(import.meta.dirname, `readme-example-${process.pid}.mts`);
  writeFileSync(file, example);
  try {
    const { start } = (await import(file)) as { start(ports: Omit<StationPorts, 'database'>): Promise<Station> };
    const dialled: string[] = [];
    const station = await start({
      clock: new VirtualClock(),
      random: new SeededRandom('readme'),
      keys: new SeededKeys('readme'),
      trace: noTrace,
      dial: ({ url }) => {
        dialled.push(url);
        return new Promise(() => {});
      },
      listen: async () => ({ endpoint: { address: 'fe80::1' }, close: async () => {} }),
    });
    assert.equal(station.evses.length, 1);
    assert.deepEqual(dialled, ['wss://csms.example/ocpp/OPENPNC-1']);
  } finally {
    rmSync(file);
  }
});
