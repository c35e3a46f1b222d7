/** How long the event loop of this machine stood still during a case, and what a verdict is worth then. @module */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Millis } from '@openpnc/core/machine';
import { realClock } from '@openpnc/node/clock';
import type { BenchCase } from '../catalogue/benchCase.ts';
import type { Fault } from '../faults.ts';
import type { CaseOutcome } from '../report/benchReport.ts';

/** Watches while a case runs. */
export interface LoopWatch {
  /** What counts begins now, and ends in so many ms: what stands still before or after moves no limit. */
  restart(counts_ms: Millis): void;
  /** Ends it. @returns the longest standstill that counts, ms */
  stop(): Millis;
}

/** A watch of this process. */
export function watchLoop(): LoopWatch {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  loop.enable();
  // What is measured is the time between two ticks.
  const longest = () => Math.max(0, loop.max / 1e6 - RESOLUTION_MS);
  let counted_ms: Millis | undefined;
  let cancel = () => {};
  return {
    restart(counts_ms) {
      loop.reset();
      const end = realClock.now() + counts_ms;
      cancel = realClock.alarm(end, () => {
        // A standstill that ends with this alarm may not be among the ticks yet: then the alarm is late by it.
        counted_ms = Math.max(longest(), realClock.now() - end);
      });
    },
    stop() {
      cancel();
      loop.disable();
      return counted_ms ?? longest();
    },
  };
}

/**
 * The verdict of a run on real sockets. A difference proves nothing when the loop stood still for longer than the case's
 * stimulus is from its limit, or for 100 ms; nor does it prove anything then that nothing differs.
 */
export function judged(
  { margin_ms = Number.POSITIVE_INFINITY }: Pick<BenchCase, 'margin_ms'>,
  found: readonly string[],
  stood_ms: Millis,
): Pick<CaseOutcome, 'verdict' | 'differences'> {
  const fair_ms = found.length > 0 ? Math.min(margin_ms, MOST_DELAY_MS) : margin_ms;
  if (stood_ms <= fair_ms) return { verdict: found.length === 0 ? 'passed' : 'failed', differences: found };
  const late = `the event loop of this machine stood still for ${Math.round(stood_ms)} ms, at most ${Math.round(fair_ms)} are fair`;
  return { verdict: 'inconclusive', differences: [...found, late] };
}

/** Tells a watch that a fault has struck: in a case about a limit the time up to it counts, and no other. */
export function struck({ margin_ms }: Pick<BenchCase, 'margin_ms'>, fault: Fault, watch: LoopWatch): void {
  if (margin_ms === undefined || fault.kind !== 'wire' || fault.effect.do !== 'delay') return;
  watch.restart(fault.effect.ms + margin_ms);
}

const RESOLUTION_MS = 5;
const MOST_DELAY_MS = 100;
