/** Car and station on two hosts: two network namespaces with a cable between them. ISO 15118-2:2014 7.7, 7.10.1. @module */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { type CableEnd, cableUnavailable, layCable } from '../src/namespaces.ts';

const reason = await cableUnavailable();
const options = { skip: reason ?? false };
const because = reason === undefined ? '' : ` (skipped: ${reason})`;

function start(t: TestContext, end: CableEnd, script: string, name = end.interface): ChildProcess {
  const [program, ...parameters] = end.command(
    process.execPath,
    '--conditions=openpnc-source',
    join(import.meta.dirname, script),
    name,
  );
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  return child;
}

async function output(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout!.on('data', (chunk) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  return text;
}

for (const isTentative of [false, true]) {
  const what = isTentative ? 'as soon as it is plugged in, while its addresses are tentative' : 'over a cable';
  test(`a car finds the station by multicast and charges over TLS and TCP ${what}${because}`, options, async (t) => {
    const cable = await layCable({ isTentative });
    t.after(() => cable.close());
    const station = start(t, cable.station, 'cableStation.ts');
    const lines: Record<string, unknown>[] = [];
    const ready = new Promise<void>((resolve) => {
      createInterface({ input: station.stdout! }).on('line', (line) => {
        lines.push(JSON.parse(line));
        resolve();
      });
    });
    if (!isTentative) await ready;
    const result = JSON.parse(await output(start(t, cable.car, 'cableCar.ts')));
    await ready;
    assert.deepEqual([result.tls, result.tcp, result.staple], ['HELLO', 'HELLO', 6]);
    assert.match(result.from, /^\[fe80::[0-9a-f:]+%evcc0\]:15118$/);
    assert.match(result.peer, /^\[fe80::[0-9a-f:]+%evcc0\]:\d+$/);
    if (!isTentative) assert.equal(result.requests, 1);
    assert.match(String(lines.find((line) => 'sdpFrom' in line)?.sdpFrom), /%secc0\]:\d+$/);
    assert.ok(!lines.some((line) => 'failed' in line));
    station.stdin!.end();
    const [code] = await once(station, 'close');
    assert.equal(code, 0, 'nothing is left open');
  });
}

test(`two stations on one host, each on its own interface: each car finds its own and no other${because}`, {
  ...options,
  timeout: 300_000,
}, async (t) => {
  const first = await layCable();
  t.after(() => first.close());
  const second = await layCable();
  t.after(() => second.close());
  // The second cable's end comes to the first one's host, under another name.
  const { namespace, interface: old } = second.station;
  const name = 'secc1';
  for (const command of [
    ['-n', namespace, 'link', 'set', old, 'down'],
    ['-n', namespace, 'link', 'set', old, 'name', name],
    ['-n', namespace, 'link', 'set', name, 'netns', first.station.namespace],
    ['-n', first.station.namespace, 'link', 'set', name, 'up'],
  ])
    assert.equal(spawnSync('ip', command).status, 0, command.join(' '));
  const found: string[] = [];
  for (const [end, link] of [
    [first.car, first.station.interface],
    [second.car, name],
  ] as const) {
    const station = start(t, first.station, 'cableStation.ts', link);
    const [line] = await once(createInterface({ input: station.stdout! }), 'line');
    const { address, tlsPort } = JSON.parse(String(line)).endpoint;
    found.push(`[${address}%${end.interface}]:${tlsPort}`);
  }
  // Both run now; both hear port 15118.
  for (const [i, end] of [first.car, second.car].entries()) {
    const result = JSON.parse(await output(start(t, end, 'cableCar.ts')));
    assert.deepEqual([result.tls, result.tcp], ['HELLO', 'HELLO']);
    assert.equal(result.peer, found[i]);
  }
});
