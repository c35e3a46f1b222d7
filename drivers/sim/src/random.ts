/** Randomness from a seed: the same seed gives the same bytes, for each name its own stream. @module */
import { hash } from 'node:crypto';
import type { Random } from '@openpnc/core/ports';

/** SHAKE256 in counter mode over the seed. Never for anything but simulation. */
export class SeededRandom implements Random {
  readonly #seed: string;
  #block: Buffer = Buffer.alloc(0);
  #used = 0;
  #counter = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(length: number): Uint8Array {
    const from = this.#take(length);
    return new Uint8Array(this.#block.subarray(from, from + length));
  }

  /** A whole number from 0 to `below` - 1. */
  integer(below: number): number {
    const from = this.#take(6);
    return Math.floor((this.#block.readUIntBE(from, 6) / 2 ** 48) * below);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.integer(1_000_000) < probability * 1_000_000;
  }

  /** An independent stream, so that one party's use does not move another's. */
  fork(name: string): SeededRandom {
    return new SeededRandom(`${this.#seed}/${name}`);
  }

  /** Uses up the next bytes. @returns where they begin in the block */
  #take(length: number): number {
    while (this.#block.length - this.#used < length) {
      const outputLength = this.#counter === 0 ? FIRST_BYTES : NEXT_BYTES;
      const next = hash('shake256', `${this.#seed}/${this.#counter}`, { outputLength, outputEncoding: 'buffer' });
      this.#block = this.#used === this.#block.length ? next : Buffer.concat([this.#block.subarray(this.#used), next]);
      this.#used = 0;
      this.#counter += 1;
    }
    this.#used += length;
    return this.#used - length;
  }
}

/** Many streams give a few bytes, some give many. */
const FIRST_BYTES = 64;
const NEXT_BYTES = 1_024;
