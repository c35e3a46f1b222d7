/** Randomness of the system. @module */
import { randomFillSync } from 'node:crypto';
import type { Random } from '@openpnc/core/ports';

/** The system's random bytes. Short pieces are cut from a block that was drawn at once: each draw costs microseconds. */
export const systemRandom: Random = { bytes };

const block = new Uint8Array(4096);
let used = block.length;

function bytes(length: number): Uint8Array {
  if (length > block.length / 4) return randomFillSync(new Uint8Array(length));
  if (used + length > block.length) {
    randomFillSync(block);
    used = 0;
  }
  const piece = block.slice(used, used + length);
  // What was given is in the hands of the caller alone.
  block.fill(0, used, used + length);
  used += length;
  return piece;
}
