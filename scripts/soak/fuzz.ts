/**
 * Every outside door against damaged input: nothing may throw anything but the error of its decoder, answer 500, or take more
 * than its time. One minute if no count or time box is given; each door gets its share. A failure is printed with the command
 * that shows it again.
 *
 * @module
 */
import { fromHex, toHex } from '@openpnc/core/bytes';
import { random } from '../../base/exi/test/mutations.ts';
import { type Door, doors } from '../fuzz/doors.ts';
import type { SoakOptions, SoakReport } from '../soak.ts';

const SLOW_MS = 250;
const MOST_FAILURES = 5;

/** See the module. */
export async function soak({ count, seed, seconds, only, input, log }: SoakOptions): Promise<SoakReport> {
  const names = Object.keys(doors).filter((name) => only === undefined || name === only);
  if (names.length === 0)
    return { figures: {}, failures: [`no door ${only}; there are ${Object.keys(doors).join(', ')}`] };
  const figures: Record<string, number> = {};
  const failures: string[] = [];
  const share_ms = ((seconds ?? 60) * 1_000) / names.length;
  for (const name of names) {
    const door = await doors[name]!();
    const found = input === undefined ? await run(door) : await attempt(door, fromHex(input));
    for (const failure of found === undefined ? [] : [found].flat()) failures.push(failure);
    await door.close?.();
  }
  return { figures, failures };

  async function run(door: Door): Promise<readonly string[]> {
    const { name } = door;
    const next = random(seed ^ hash(name));
    const until = performance.now() + share_ms;
    const broken: string[] = [];
    let done = 0;
    let slowest = 0;
    while (count === undefined ? performance.now() < until : done < count) {
      const made = door.make(next);
      done += 1;
      const began = performance.now();
      let problem = await attempt(door, made);
      let took_ms = performance.now() - began;
      // A pause of the machine is not the door's: only what is slow each time counts.
      for (let repeat = 0; repeat < 3 && problem === undefined && took_ms > SLOW_MS; repeat += 1) {
        const again = performance.now();
        problem = await attempt(door, made);
        took_ms = Math.min(took_ms, performance.now() - again);
      }
      slowest = Math.max(slowest, took_ms);
      if (problem === undefined && took_ms > SLOW_MS) problem = `${Math.round(took_ms)} ms`;
      if (problem === undefined) continue;
      broken.push(`${name}: ${problem}\n  npm run soak -- fuzz --seed ${seed} --only ${name} --input ${toHex(made)}`);
      if (broken.length >= MOST_FAILURES) break;
    }
    figures[name] = done;
    figures[`${name}_slowest_ms`] = Math.round(slowest * 10) / 10;
    log(
      `${name}: ${done} inputs, slowest ${slowest.toFixed(1)} ms${broken.length > 0 ? `, ${broken.length} BROKEN` : ''}`,
    );
    return broken;
  }
}

async function attempt(door: Door, input: Uint8Array): Promise<string | undefined> {
  try {
    await door.attempt(input);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193);
  return value >>> 0;
}
