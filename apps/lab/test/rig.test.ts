/** Car and station at a rig on real sockets: the example's and one that is stuck. docs/operations/hil.md @module */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import type { TraceRecord } from '@openpnc/core/trace';
import { chooseLink } from '@openpnc/node/interfaces';
import { freePort } from '../src/folder.ts';
import { prepareLab } from '../src/lab.ts';
import { inProcess, type StartedParty } from '../src/parties.ts';
import type { World } from '../src/scenarios.ts';
import type { Configuration } from '../src/wire/sections.ts';

const example = join(import.meta.dirname, '../../../examples/rig.mjs');

/** Everybody but the car runs; `plug` is each side's. */
async function world(
  t: TestContext,
  plug: { readonly station: string; readonly ev?: string },
  kind: Pick<World, 'energy'> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-rig-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { sections } = await prepareLab(folder, kind, chooseLink().interface, await freePort());
  const { station, ev } = sections;
  const configuration: Configuration = {
    ...sections,
    station: { ...station, plug: plug.station, evses: [{ ...station.evses[0]!, pilot: 'wired' }] },
    ev: { ...ev, ...(plug.ev && { plug: plug.ev }), stop: { rounds: 6, how: 'stop' } },
  };
  const records: TraceRecord[] = [];
  const start = (party: keyof Configuration): Promise<StartedParty> =>
    inProcess(party, configuration, folder, (record) => void records.push(record));
  for (const party of ['pki', 'emsp', 'csms', 'station'] as const) {
    const running = await start(party);
    t.after(() => running.close());
  }
  return { records, plugIn: () => start('ev') };
}

/** The example as a program of its own. */
async function exampleRig(t: TestContext) {
  const rig = spawn(process.execPath, [example, 'serve', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => rig.kill());
  const told: string[] = [];
  const port = await new Promise<string>((resolve) => {
    createInterface({ input: rig.stdout }).on('line', (line) => {
      told.push(line);
      const found = /^rig at tcp:127\.0\.0\.1:(\d+)$/.exec(line);
      if (found) resolve(found[1]!);
    });
  });
  const plug = {
    station: `tcp:127.0.0.1:${port}`,
    ev: `exec:"${process.execPath}" "${example}" join ${port}`,
  };
  return { told, plug };
}

/** Each line was told after the one before it. */
function assertOrder(told: readonly string[], order: readonly string[]): void {
  const places = order.map((line) => told.findIndex((heard) => heard.startsWith(line)));
  assert.ok(!places.includes(-1), told.join('\n'));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
}

test('a session over the example rig: pilot, duty, contactor and meter are those of the rig', async (t) => {
  const { told, plug } = await exampleRig(t);
  const { plugIn, records } = await world(t, plug);
  const ev = await plugIn();
  assert.equal((await ev.outcome!).outcome, 'charged');
  await ev.close();
  assertOrder(told, [
    'outlet {"pilot":"B"}',
    'car {"duty_percent":5}',
    'outlet {"matched":true}',
    'outlet {"pilot":"C"}',
    'car {"contactor":"closed"}',
    'car {"contactor":"open"}',
  ]);
  const ended = records.findLast(
    (record) => record.type === 'session' && record.party === 'station' && record.event === 'ended',
  );
  assert.ok(ended?.type === 'session' && Number(ended.data?.energy_Wh) > 0, JSON.stringify(ended));
  assert.ok(records.some((record) => record.type === 'message' && record.protocol === 'plug' && record.from === 'rig'));
});

test('a DC session over the example rig: insulation, pre-charge and current are those of the rig', async (t) => {
  const { told, plug } = await exampleRig(t);
  const { plugIn, records } = await world(t, plug, { energy: 'DC' });
  const ev = await plugIn();
  assert.equal(
    (await ev.outcome!).outcome,
    'charged',
    JSON.stringify(records.filter(({ type }) => type === 'finding')),
  );
  await ev.close();
  assertOrder(told, [
    'outlet {"pilot":"B"}',
    'outlet {"pilot":"C"}',
    'outlet {"isolation":"Invalid"}',
    'outlet {"isolation":"Valid"}',
    'outlet {"dc":{"voltage_V":',
    'car {"contactor":"closed"}',
    'car {"contactor":"open"}',
  ]);
  assert.ok(told.includes('outlet {"dc":{"voltage_V":0,"current_A":0}}'), 'the output is off at the end');
  const ended = records.findLast(
    (record) => record.type === 'session' && record.party === 'station' && record.event === 'ended',
  );
  assert.ok(ended?.type === 'session' && Number(ended.data?.energy_Wh) > 0, JSON.stringify(ended));
});

test('a pilot that stays in B: the station waits V2G_SECC_CPState_Detection_Timeout, then answers FAILED', async (t) => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', (text) => {
      const line = JSON.parse(text);
      socket.write(`${JSON.stringify('openpnc' in line ? { pilot: 'B' } : { done: line.id })}\n`);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const target = `tcp:127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { plugIn, records } = await world(t, { station: target });
  const ev = await plugIn();
  assert.equal((await ev.outcome!).outcome, 'refused');
  await ev.close();
  const answer = records.find((record) => record.type === 'message' && record.message === 'PowerDeliveryReq');
  assert.ok(answer?.type === 'message');
  assert.match(answer.result!, /^FAILED/);
  assert.ok(answer.took_ms! >= 1_500 && answer.took_ms! < 4_500, `${answer.took_ms} ms`);
});
