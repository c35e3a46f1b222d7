/** Cases against a back end that is a real product: each asks a few questions and says what was wrong with the answers. @module */
import type { Millis } from '@openpnc/core/machine';
import type { MessageRecord, TraceRecord } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import type { BenchProfile } from '../catalogue/benchCase.ts';
import type { CaseRunner } from '../report/runFolder.ts';

/** A case; `ask` gives one sentence for each thing that was wrong. */
export interface PeerCase<Context> {
  readonly id: string;
  readonly purpose: string;
  readonly clause: string;
  readonly profiles: readonly BenchProfile[];
  /** What a failure mostly comes from, and what helps. */
  readonly cause?: { readonly text: string; readonly remedy: string };
  readonly ask: (context: Context) => Promise<readonly string[]>;
}

/** Notes exchanges for the report. */
export type Note = (record: Omit<MessageRecord, 'type' | 'at' | 'party'> & { readonly began: Millis }) => void;

/** A case cannot be asked: something of ours is missing, e.g. a contract. */
export class CannotAsk extends Error {}

/** Runs cases; `open` makes what they need anew for each, with what closes it. */
export function peerRunner<Context>(
  party: 'station' | 'csms',
  open: (note: Note) => Promise<{ readonly context: Context; close(): Promise<void> }>,
): CaseRunner<PeerCase<Context>> {
  return {
    async run({ id, ask, cause }) {
      const trace: TraceRecord[] = [];
      const began = performance.now();
      const note: Note = ({ began: at, ...record }) =>
        void trace.push({ type: 'message', at, party, took_ms: realClock.now() - at, ...record });
      let differences: readonly string[];
      let isAsked = true;
      try {
        const { context, close } = await open(note);
        try {
          differences = await ask(context);
        } finally {
          await close();
        }
      } catch (error) {
        isAsked = !(error instanceof CannotAsk);
        differences = [(error as Error).message];
      }
      const verdict = !isAsked ? 'inconclusive' : differences.length === 0 ? 'passed' : 'failed';
      return {
        verdict,
        differences,
        outcome: isAsked ? 'asked' : 'not run',
        cause: verdict === 'failed' && cause ? { code: id, ...cause } : null,
        trace,
        took_ms: Math.round(performance.now() - began),
      };
    },
    close: async () => {},
  };
}

/** Sentences for what does not hold. */
export function unless(...checks: readonly (readonly [boolean, string])[]): readonly string[] {
  return checks.flatMap(([holds, problem]) => (holds ? [] : [problem]));
}
