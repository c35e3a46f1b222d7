/** Both ends of a cable see the same plug. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cable } from '../src/cable.ts';
import type { PlugEvent } from '../src/ports.ts';

function seen() {
  let now = 0;
  const { car, outlet } = cable({ now: () => now }, 1_000);
  const atCar: PlugEvent[] = [];
  const atOutlet: PlugEvent[] = [];
  car.watch((event) => void atCar.push(event));
  const stop = outlet.watch((event) => void atOutlet.push(event));
  const pass = (ms: number) => {
    now += ms;
  };
  return { car, outlet, atCar, atOutlet, stop, pass };
}

test('the outlet sees the pilot, the car sees duty and contactor, both see the data link', async () => {
  const { car, outlet, atCar, atOutlet, stop } = seen();
  await car.set({ pilot: 'B' });
  await outlet.set({ duty_percent: 5 });
  await outlet.set({ contactor: 'closed' });
  await car.set({ pilot: 'A' });
  assert.deepEqual(atOutlet, [
    { type: 'pilot', state: 'B' },
    { type: 'link', matched: true },
    { type: 'contactor', state: 'closed' },
    { type: 'pilot', state: 'A' },
    { type: 'link', matched: false },
  ]);
  assert.deepEqual(atCar, [
    { type: 'duty', duty_percent: 5 },
    { type: 'link', matched: true },
    { type: 'contactor', state: 'closed' },
    { type: 'link', matched: false },
  ]);
  assert.equal(outlet.state(), 'A');
  stop();
  await car.set({ pilot: 'B' });
  assert.equal(atOutlet.length, 5);
});

test('the meter counts while the contactor is closed and the pilot is in C, and never otherwise', async () => {
  const { car, outlet, pass } = seen();
  await car.set({ pilot: 'B' });
  await car.set({ power_W: 11_000 });
  pass(3_600_000);
  assert.deepEqual(outlet.meter(), { energy_Wh: 1_000, power_W: 0 });
  await car.set({ pilot: 'C' });
  await outlet.set({ contactor: 'closed' });
  pass(1_800_000);
  assert.deepEqual(outlet.meter(), { energy_Wh: 6_500, power_W: 11_000 });
  await outlet.set({ contactor: 'open' });
  pass(3_600_000);
  assert.deepEqual(outlet.meter(), { energy_Wh: 6_500, power_W: 0 });
  assert.equal(car.meter(), undefined);
});

test('a wake-up reaches the other end alone', async () => {
  const { car, outlet } = cable({ now: () => 0 });
  const atCar: PlugEvent[] = [];
  const atOutlet: PlugEvent[] = [];
  car.watch((event) => atCar.push(event));
  outlet.watch((event) => atOutlet.push(event));
  await car.set({ wake: true });
  assert.deepEqual([atCar, atOutlet], [[], [{ type: 'wake' }]]);
  await outlet.set({ wake: true });
  assert.deepEqual([atCar, atOutlet], [[{ type: 'wake' }], [{ type: 'wake' }]]);
});
