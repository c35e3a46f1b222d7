/** Randomness from a seed: the same seed gives the same bytes, for each name its own stream. @module */
import { createHash } from 'node:crypto';
import type { Random } from '@openpnc/core/ports';

/** SHA-256 in counter mode over the seed. Never for anything but simulation. */
export class SeededRandom implements Random {
  readonly #seed: string;
  #block: Buffer = Buffer.alloc(0);
  #counter = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(length: number): Uint8Array {
    while (this.#block.length < length) {
      const next = createHash('sha256').update(`${this.#seed}/${this.#counter}`).digest();
      this.#block = Buffer.concat([this.#block, next]);
      this.#counter += 1;
    }
    const taken = Uint8Array.from(this.#block.subarray(0, length));
    this.#block = this.#block.subarray(length);
    return taken;
  }

  /** A whole number from 0 to `below` - 1. */
  integer(below: number): number {
    const word = this.bytes(6).reduce((value, byte) => value * 256 + byte, 0);
    return Math.floor((word / 2 ** 48) * below);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.integer(1_000_000) < probability * 1_000_000;
  }

  /** An independent stream, so that one party's use does not move another's. */
  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.#seed}/${name}`);
  }
}
