/** Times on real sockets: what a delay counts from, what a verdict is worth on a slow machine, the sweep at a limit. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { evseCases, evseRunner } from '@openpnc/bench/evseRun';
import { labStation } from '@openpnc/bench/labStation';
import { wireCases } from '@openpnc/bench/wireRun';
import type { StreamReceiver, V2gDialer } from '@openpnc/core/network';
import { frame, payloadTypes } from '@openpnc/iso15118/v2gtp';
import { VirtualClock } from '@openpnc/sim/clock';
import { freePort } from '../../lab/src/folder.ts';
import { judged, type LoopWatch, struck, watchLoop } from '../src/real/loopDelay.ts';
import { faultyDialer } from '../src/real/wireFaults.ts';

const sweep = wireCases.filter(({ id }) => id.startsWith('SessionSetupReq-answer-at-'));
const at = (percent: number) => sweep.find(({ id }) => id.endsWith(`-${percent}`))!;

test('each limit of an AC session is swept at 0, 50, 90, 99, 100, 101 and 110 %, those of DC for a DC station', () => {
  assert.deepEqual(
    sweep.map(({ id }) => Number(/\d+$/.exec(id)![0])),
    [0, 50, 90, 99, 100, 101, 110],
  );
  const swept = new Set(
    wireCases.flatMap(({ id }) => /^(\w+)-answer-at-\d+$/.exec(id)?.[1] ?? []).filter((one) => one !== 'SDP'),
  );
  assert.equal(swept.size, 10);
  const dc = evseCases([], { energy: 'DC', isCardShown: false });
  assert.ok(dc.some(({ id }) => id === 'CurrentDemandReq-answer-at-101') && dc.length === 28);
  assert.equal(new Set(wireCases.map(({ id }) => id)).size, wireCases.length, 'an id twice');
});

test('at 100 % of a limit both outcomes are right, beside it one is', () => {
  assert.deepEqual(at(100).expected.outcome, ['charged', 'failed']);
  assert.deepEqual([at(99).expected.outcome, at(101).expected.outcome], ['charged', 'failed']);
  assert.deepEqual([at(99).margin_ms, at(100).margin_ms, at(110).margin_ms], [20, undefined, 200]);
});

for (const [peer_ms, due_ms] of [
  [0, 1_980],
  [300, 1_980],
  [2_500, 2_500],
] as const)
  test(`the delay of an answer counts from its request: a peer that takes ${peer_ms} ms is heard after ${due_ms}`, async () => {
    const clock = new VirtualClock();
    let peer: StreamReceiver | undefined;
    const answer = frame(payloadTypes.exi, Uint8Array.of(0x80, 0x40, 0));
    const dialer: V2gDialer = {
      discover: async () => {},
      connect: async (_, receiver) => {
        peer = receiver;
        const send = () => void clock.alarm(clock.now() + peer_ms, () => peer!.bytes(answer));
        return { info: { local: '', peer: '' }, send, close: () => {} };
      },
    };
    const faults = [
      {
        kind: 'wire',
        at: { leg: 'v2g', message: 'supportedAppProtocolReq', part: 'answer' },
        effect: { do: 'delay', ms: 1_980 },
      },
    ] as const;
    const began = clock.now();
    const heard: number[] = [];
    const stream = await faultyDialer(dialer, faults, clock, () => {}).connect(
      { address: '::1', port: 1, deadline: began + 1_000 },
      { bytes: () => void heard.push(clock.now() - began), closed: () => {} },
    );
    stream.send(frame(payloadTypes.exi, Uint8Array.of(0x80, 0)));
    await clock.run();
    assert.deepEqual(heard, [due_ms]);
  });

test('a machine that stood still for longer than the margin cannot judge, whatever came of it', () => {
  const one = { margin_ms: 20 };
  assert.equal(judged(one, [], 19).verdict, 'passed');
  assert.equal(judged(one, ['outcome failed'], 19).verdict, 'failed');
  assert.deepEqual(judged(one, [], 21), {
    verdict: 'inconclusive',
    differences: ['the event loop of this machine stood still for 21 ms, at most 20 are fair'],
  });
  assert.equal(judged(one, ['outcome failed'], 21).verdict, 'inconclusive');
  // Without a limit in it only a failure is in doubt.
  assert.equal(judged({}, [], 5_000).verdict, 'passed');
  assert.equal(judged({}, ['outcome failed'], 101).verdict, 'inconclusive');
  assert.equal(judged({}, ['outcome failed'], 99).verdict, 'failed');
  assert.equal(judged({ margin_ms: 2_000 }, [], 150).verdict, 'passed');
});

test('what counts is the time from the fault to the limit', () => {
  const counted: number[] = [];
  const watch: LoopWatch = { restart: (ms) => void counted.push(ms), stop: () => 0 };
  for (const one of [at(99), at(101), at(100)]) struck(one, one.faults![0]!, watch);
  assert.deepEqual(counted, [2_000, 2_040]);
  const own = watchLoop();
  own.restart(0);
  const blockedUntil = performance.now() + 60;
  while (performance.now() < blockedUntil);
  return new Promise<void>((resolve) =>
    setImmediate(() =>
      setImmediate(() => {
        assert.ok(own.stop() >= 40, 'a loop that was blocked for 60 ms says so');
        resolve();
      }),
    ),
  );
});

test('on sockets: 99 % charges, 101 % fails, 100 % is right either way; with an injected standstill nothing is judged', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-sweep-'));
  const station = await labStation({ folder, sdpPort: await freePort() });
  t.after(async () => {
    await station.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let stood_ms: number | undefined;
  const watch = (): LoopWatch => {
    const own = watchLoop();
    return { restart: (ms) => own.restart(ms), stop: () => stood_ms ?? own.stop() };
  };
  const runner = evseRunner({
    ev: { ...station.sections.ev, multicastHops: 0 },
    pause_ms: 100,
    others: (take) => station.listen(take),
    isOurs: true,
    watch,
  });
  for (const percent of [99, 100, 101]) {
    const { verdict, differences } = await runner.run(at(percent));
    // A busy machine may not judge; it never judges wrong.
    assert.notEqual(verdict, 'failed', `${percent} %: ${differences.join('; ')}`);
  }
  stood_ms = 30;
  const { verdict, differences } = await runner.run(at(99));
  assert.equal(verdict, 'inconclusive');
  assert.match(differences.at(-1)!, /stood still for 30 ms, at most 20 are fair/);
});
