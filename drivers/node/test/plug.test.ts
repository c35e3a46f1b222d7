/** A rig at the plug over both ways, and everything that it can do wrong. docs/operations/hil.md @module */
import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import type { OperatorError } from '@openpnc/core/errors';
import type { PlugEvent } from '@openpnc/core/ports';
import { openPlug } from '../src/plug.ts';

/** A rig on TCP that does to each of our lines what `answer` says. */
async function rig(t: TestContext, answer: (line: Record<string, unknown>, socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', (text) => answer(JSON.parse(text), socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `tcp:127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A program that answers each line of ours with one of these and stays until its input ends. */
function program(...answers: readonly string[]): string {
  const script = `const answers = ${JSON.stringify(answers)};
    require('node:readline').createInterface({ input: process.stdin }).on('line', () => console.log(answers.shift())).on('close', () => process.exit());`;
  return `exec:"${process.execPath}" -e "eval(Buffer.from('${Buffer.from(script).toString('base64')}','base64').toString())"`;
}

const failsWith = (code: string, text: RegExp) => (error: OperatorError) => {
  assert.equal(error.code, code);
  assert.match(error.message, text);
  return true;
};

test('a rig is greeted with our side, tells its state, and carries out commands one by one', async (t) => {
  const heard: Record<string, unknown>[] = [];
  const target = await rig(t, (line, socket) => {
    heard.push(line);
    if ('openpnc' in line) socket.write('{"pilot":"B","meter":{"energy_Wh":7,"power_W":0}}\n');
    else socket.write(`{"contactor":"closed"}\n{"done":${line.id}}\n`);
  });
  const plug = await openPlug(target, { side: 'outlet' });
  assert.equal(plug.state(), 'B');
  assert.deepEqual(plug.meter(), { energy_Wh: 7, power_W: 0 });
  const events: PlugEvent[] = [];
  plug.watch((event) => events.push(event));
  await plug.set({ duty_percent: 5 });
  await plug.set({ contactor: 'closed' });
  assert.deepEqual(heard, [
    { openpnc: 'plug', version: 1, side: 'outlet' },
    { id: 1, duty_percent: 5 },
    { id: 2, contactor: 'closed' },
  ]);
  assert.deepEqual(events[0], { type: 'contactor', state: 'closed' });
  await plug.close();
});

test('a program tells every key, and ends with us', async () => {
  const plug = await openPlug(
    program(
      '{"pilot":"A"}',
      '{"matched":true,"isolation":"Valid","dc":{"voltage_V":400,"current_A":1.5},"duty_percent":5,"wake":true,"done":1}',
    ),
    { side: 'car' },
  );
  const events: PlugEvent[] = [];
  plug.watch((event) => events.push(event));
  await plug.set({ pilot: 'B' });
  assert.equal(plug.state(), 'B');
  assert.deepEqual(events, [
    { type: 'link', matched: true },
    { type: 'isolation', status: 'Valid' },
    { type: 'dc', voltage_V: 400, current_A: 1.5 },
    { type: 'duty', duty_percent: 5 },
    { type: 'wake' },
  ]);
  await plug.close();
});

test('a command that the rig refuses or leaves without answer fails, and the plug lives on', async (t) => {
  const target = await rig(t, (line, socket) => {
    if ('openpnc' in line) socket.write('{"pilot":"C"}\n');
    else if ('contactor' in line) socket.write(`{"failed":${line.id},"text":"contactor is welded"}\n`);
    else if ('duty_percent' in line) socket.write(`{"done":${line.id}}\n`);
  });
  const plug = await openPlug(target, { side: 'outlet', command_ms: 50 });
  await assert.rejects(plug.set({ contactor: 'open' }), failsWith('plug_failed', /contactor is welded$/));
  await assert.rejects(plug.set({ wake: true }), failsWith('plug_timeout', /\{"wake":true\} not done within 50 ms$/));
  await plug.set({ duty_percent: 100 });
  assert.equal(plug.state(), 'C');
  await plug.close();
});

for (const [line, problem] of [
  ['pilot B', /line 2: expected a JSON object, came pilot B$/],
  ['[]', /line 2: expected a JSON object, came \[\]$/],
  ['{"pilot":"G"}', /line 2: pilot: expected one of A, B, C, D, E, F, came "G"$/],
  ['{"meter":{"energy_Wh":"7"}}', /meter: expected an object with the numbers energy_Wh and power_W, came/],
  ['{"duty_percent":101}', /duty_percent: expected a number from 0 to 100, came 101$/],
  ['{"constructor":1}', /unknown key constructor; known: pilot, /],
] as const) {
  test(`the line ${line} loses the rig: pilot F, told once, commands fail with the cause`, async () => {
    const { promise, resolve } = Promise.withResolvers<OperatorError>();
    const plug = await openPlug(program(`{"pilot":"B"}\n${line}\n${line}`), { side: 'outlet', lost: resolve });
    const error = await promise;
    assert.equal(error.code, 'plug_malformed');
    assert.match(error.message, problem);
    assert.equal(plug.state(), 'F');
    await assert.rejects(plug.set({ duty_percent: 5 }), error);
    await plug.close();
  });
}

test('a program that ends is told with its code and its last words', async () => {
  const words = `exec:echo cannot open the pilot >&2; exit 3`;
  await assert.rejects(
    openPlug(words, { side: 'outlet' }),
    failsWith('plug_ended', /the program ended with code 3: cannot open the pilot$/),
  );
});

test('a connection that is lost in the middle of a command fails it and tells pilot F', async (t) => {
  const target = await rig(t, (line, socket) => {
    if ('openpnc' in line) socket.write('{"pilot":"C"}\n');
    else socket.destroy();
  });
  const states: PlugEvent[] = [];
  const plug = await openPlug(target, { side: 'outlet' });
  plug.watch((event) => states.push(event));
  await assert.rejects(plug.set({ contactor: 'closed' }), failsWith('plug_ended', /^tcp:.*the connection ended$/));
  assert.deepEqual(states, [{ type: 'pilot', state: 'F' }]);
  await plug.close();
});

test('nobody there, a silent rig and a wrong target are told apart', async (t) => {
  const open = (target: string) => openPlug(target, { side: 'outlet', ready_ms: 50 });
  await assert.rejects(open('tcp:127.0.0.1:1'), failsWith('plug_unreachable', /ECONNREFUSED/));
  await assert.rejects(open(await rig(t, () => {})), failsWith('plug_silent', /no pilot state within 0.05 s/));
  await assert.rejects(
    async () => open('serial:/dev/x'),
    failsWith('plug_target', /expected exec:CMD or tcp:HOST:PORT/),
  );
});
