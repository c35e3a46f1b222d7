/** How much of what there is a simulation has reached: cells of the SECC's table of states, causes, kinds of faults. @module */
import { causes } from '@openpnc/diagnosis/causes';
import { secc } from '@openpnc/iso15118/v2/seccTable';
import type { SessionRecord } from './world.ts';

/** Reached, and of how many. */
export interface Coverage {
  readonly cells: readonly [number, number];
  readonly causes: readonly [number, number];
  /** Kinds of faults with where they were met. */
  readonly faults: number;
}

type Rows = Readonly<Record<string, Readonly<Record<string, { readonly next: readonly string[] }>>>>;

const table = secc as unknown as Rows;
const allCells = Object.entries(table).flatMap(([state, rows]) => Object.keys(rows).map((name) => `${state} ${name}`));

/** Collects over sessions. */
export class CoverageCounter {
  readonly cells = new Set<string>();
  readonly causes = new Set<string>();
  readonly faults = new Set<string>();

  count({ trace, cause, faultsReached }: SessionRecord): void {
    if (cause) this.causes.add(cause.code);
    for (const fault of faultsReached) this.faults.add(fault);
    const states = new Map<string, readonly string[]>();
    for (const record of trace) {
      if (record.type !== 'message' || record.party !== 'station' || record.protocol !== 'iso15118-2') continue;
      const { traceId = '', message, result = '' } = record;
      if (message === 'supportedAppProtocolReq') states.set(traceId, ['WaitForSessionSetup']);
      const possible = (states.get(traceId) ?? []).filter((state) => table[state]?.[message]);
      if (result.startsWith('FAILED')) {
        if (possible.length === 1) this.cells.add(`${possible[0]} ${message}`);
        continue;
      }
      for (const state of possible) if (possible.length === 1) this.cells.add(`${state} ${message}`);
      if (possible.length > 0)
        states.set(traceId, [...new Set(possible.flatMap((state) => table[state]![message]!.next))]);
    }
  }

  get summary(): Coverage {
    return {
      cells: [this.cells.size, allCells.length],
      causes: [causes.filter(({ code }) => this.causes.has(code)).length, causes.length],
      faults: this.faults.size,
    };
  }

  /** Cells that no session has come to. */
  get missingCells(): readonly string[] {
    return allCells.filter((cell) => !this.cells.has(cell));
  }

  get missingCauses(): readonly string[] {
    return causes.map(({ code }) => code).filter((code) => !this.causes.has(code));
  }
}
