/** Damaged messages in every state, on both sides: a machine never throws on a peer's input, and a seed repeats a failure. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeededRandom } from '@openpnc/sim/random';
import { build, type World } from './v2/world.ts';

const runs = 150;

for (const side of ['a', 'b'] as const) {
  test(`${runs} sessions in which what comes to the ${side === 'a' ? 'car' : 'station'} is damaged once end by themselves`, async () => {
    const ends = new Map<string, number>();
    for (let seed = 0; seed < runs; seed += 1) {
      const random = new SeededRandom(`fuzz ${side} ${seed}`);
      const world = build({ car: { loopPause_ms: 100 }, link: { reads: 'whole' }, seed: `fuzz ${seed}` });
      damage(world, side, random);
      world.pair.feed('a', { type: 'start' });
      try {
        await world.pair.run();
      } catch (error) {
        throw new assert.AssertionError({ message: `seed ${seed}: ${(error as Error).stack}` });
      }
      assert.ok(world.end, `seed ${seed}: the car's script has not ended`);
      const how = world.end.ok ? 'charged' : world.end.code;
      ends.set(how, (ends.get(how) ?? 0) + 1);
      assert.ok(
        world.effects.some((effect) => effect.do === 'session' && effect.event === 'ended') ||
          world.effects.some((effect) => effect.do === 'finding' && effect.severity === 'refusal'),
        `seed ${seed}: the station has not ended`,
      );
    }
    assert.ok(ends.size >= 3, [...ends].join('; '));
  });
}

/** Damages one chunk on its way to a side: bits flipped, bytes lost, doubled, made up, or the chunk twice. */
function damage(world: World, side: 'a' | 'b', random: SeededRandom): void {
  const at = random.integer(20);
  let chunks = 0;
  const { link } = world.pair;
  const stream = side === 'a' ? link.b : link.a;
  const send = stream.send.bind(stream);
  Object.defineProperty(stream, 'send', {
    value: (bytes: Uint8Array) => {
      chunks += 1;
      if (chunks - 1 === at) for (const piece of damaged(bytes, random)) send(piece);
      else send(bytes);
    },
  });
}

function damaged(bytes: Uint8Array, random: SeededRandom): readonly Uint8Array[] {
  const place = random.integer(bytes.length);
  switch (random.integer(6)) {
    case 0:
      return [bytes.map((byte, i) => (i === place ? byte ^ (1 << random.integer(8)) : byte))];
    case 1:
      // In the payload: the header stays whole.
      return [bytes.map((byte, i) => (i >= 8 && i === Math.max(8, place) ? random.integer(256) : byte))];
    case 2:
      return [bytes.subarray(0, place)];
    case 3:
      return [bytes, bytes];
    case 4:
      return [random.bytes(1 + random.integer(200))];
    default:
      return [Uint8Array.from([...bytes.subarray(0, 8), ...random.bytes(bytes.length - 8)])];
  }
}
