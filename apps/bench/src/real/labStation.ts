/** Our own station with CSMS, eMSP and PKI behind it and a car with every kind of contract, on real sockets of this host: what `bench wire` and the tests of the bench plug a car into. @module */
import type { TraceRecord } from '@openpnc/core/trace';
import { writeBenchCar } from '@openpnc/lab/benchCar';
import { configured, prepareLab } from '@openpnc/lab/lab';
import { inProcess, type Party, type StartedParty, type Starter } from '@openpnc/lab/parties';
import type { Configuration } from '@openpnc/lab/sections';
import { realClock } from '@openpnc/node/clock';
import { chooseLink } from '@openpnc/node/interfaces';

/** A station that waits for cars. */
export interface LabStation {
  readonly sections: Configuration;
  /** Gives the records of all four parties to `take` until the returned function is called. */
  readonly listen: (take: (record: TraceRecord) => void) => () => void;
  close(): Promise<void>;
}

/** How it is made. */
export interface LabStationOptions {
  readonly folder: string;
  readonly interface?: string;
  readonly sdpPort?: number;
  /** Default: in this process. */
  readonly start?: Starter;
  /** Default: all four. */
  readonly parties?: readonly Exclude<Party, 'ev'>[];
}

/** Prepares and starts it. @throws OperatorError */
export async function labStation({
  folder,
  sdpPort,
  start = inProcess,
  parties = ALL,
  ...rest
}: LabStationOptions): Promise<LabStation> {
  const link = chooseLink(rest.interface);
  const { sections: bare } = await prepareLab(folder, {}, link.interface, sdpPort);
  const contracts = await writeBenchCar(bare.pki, bare.ev.folder, 'DE8AA');
  const seeds = contracts.flatMap(({ seed }) => (seed ? [seed] : []));
  const emsp = { ...bare.emsp, contracts: [...bare.emsp.contracts, ...seeds] };
  const sections = configured(folder, { ...bare, emsp });
  const takers = new Set<(record: TraceRecord) => void>();
  const trace = (record: TraceRecord) => {
    for (const take of takers) take(record);
  };
  const running: StartedParty[] = [];
  const close = async () => {
    for (const one of running.toReversed()) await one.close();
  };
  try {
    for (const party of parties) running.push(await start(party, sections, folder, trace));
  } catch (error) {
    await close();
    throw error;
  }
  // The station fetches its OCSP responses; its first car would find none.
  await realClock.sleep(STAPLES_MS);
  return {
    sections,
    listen(take) {
      takers.add(take);
      return () => void takers.delete(take);
    },
    close,
  };
}

const ALL = ['pki', 'emsp', 'csms', 'station'] as const;
const STAPLES_MS = 1_500;
