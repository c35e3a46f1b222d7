/** What a foreign implementation is to `npm run interop`: how to get it, and what it is tried with. @module */
import type { Bench } from './bench.ts';

/** A foreign implementation. Its file is `scripts/interop/NAME.ts`; the list of all is in `scripts/interop.ts`. */
export interface Peer {
  readonly name: string;
  /** Programs that have to be on this machine. */
  readonly programs: readonly string[];
  /** Its cases run between two hosts with a cable: root rights on Linux. */
  readonly isOverCable: boolean;
  /** Brings it into the bench's folder. @throws Unavailable where it cannot be had */
  readonly install?: (bench: Bench) => void;
  readonly cases: readonly Case[];
}

/** One thing that we and the peer do together. */
export interface Case {
  readonly name: string;
  /** Resolves with what was seen. @throws Error with what went wrong */
  readonly run: (bench: Bench) => Promise<string>;
}

/** The peer cannot be had here; no fault of ours or its. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
