/** The wire subset: cases of the catalogue on real sockets of this host, our own parties at both ends, faults in user space. @module */

import type { BenchCase } from '../catalogue/benchCase.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import type { CaseRunner } from '../report/runFolder.ts';
import { evseRunner, isForEvse } from './evseRun.ts';
import { type LabStationOptions, labStation } from './labStation.ts';

/** The cases: without those that wait for a minute, and without shares that real time cannot tell apart. */
export const wireCases: readonly BenchCase[] = catalogue.filter(
  (one) =>
    isForEvse(one) &&
    !one.id.endsWith('-SILENT') &&
    !/-answer-at-(99|101)$/.test(one.id) &&
    one.car?.settings?.payment !== 'external' &&
    !one.car?.settings?.energyTransferModes &&
    one.id !== 'sdp-none',
);

/** A runner with a station of its own. */
export async function wireRunner(options: LabStationOptions): Promise<CaseRunner> {
  const station = await labStation(options);
  const { folder: _, ...ev } = station.sections.ev;
  const runner = evseRunner({
    ev: { ...ev, folder: station.sections.ev.folder, multicastHops: 0 },
    pause_ms: 200,
    others: (take) => station.listen(take),
    isOurs: true,
  });
  return {
    run: (one, place) => runner.run(one, place),
    async close() {
      await runner.close();
      await station.close();
    },
  };
}
