/** The DC side of an outlet as a port, and a simulated one. ISO 15118-2:2014 8.4.4, IEC 61851-23. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Clock, IsolationStatus, Plug } from '@openpnc/core/ports';

/** What the output is to do. */
interface DcTarget {
  readonly phase: 'preCharge' | 'charge';
  readonly voltage_V: number;
  readonly current_A: number;
}

/** What it measures. */
interface DcPresent {
  readonly voltage_V: number;
  readonly current_A: number;
}

/** Rectifier and isolation monitor of one outlet. */
export interface DcOutput {
  /** Measures the isolation of cable and car. */
  isolation(): Promise<IsolationStatus>;
  /** Goes to a target; resolves with what is there now, within the 25 ms of CurrentDemand. */
  apply(target: DcTarget): Promise<DcPresent>;
}

/** How long the simulated isolation check takes. */
const ISOLATION_ms: Millis = 2_000;

/** An output that does what it is told at once, with good isolation; the plug's meter counts its power. */
export function simulatedDcOutput(clock: Clock, plug: Plug): DcOutput {
  return {
    async isolation() {
      await clock.sleep(ISOLATION_ms);
      return 'Valid';
    },
    async apply({ phase, voltage_V, current_A }) {
      const present = { voltage_V, current_A: phase === 'charge' ? current_A : 0 };
      await plug.set({ power_W: present.voltage_V * present.current_A });
      return present;
    },
  };
}

/** The output behind a plug that has one: a rig carries out targets and measures. docs/operations/hil.md */
export function plugDcOutput(plug: Plug): DcOutput {
  let present: DcPresent = { voltage_V: 0, current_A: 0 };
  let measured: PromiseWithResolvers<IsolationStatus> | undefined;
  plug.watch((event) => {
    if (event.type === 'dc') present = { voltage_V: event.voltage_V, current_A: event.current_A };
    // `Invalid` says that it measures.
    if (event.type === 'isolation' && event.status !== 'Invalid') measured?.resolve(event.status);
  });
  return {
    async isolation() {
      measured = Promise.withResolvers();
      await plug.set({ isolationTest: true });
      return measured.promise;
    },
    async apply(target) {
      const { phase, voltage_V, current_A } = target;
      await plug.set({ dc: { phase, voltage_V, current_A } });
      return present;
    },
  };
}
