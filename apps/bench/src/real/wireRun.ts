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
    !/-after-\d+$/.test(one.id) &&
    !/-answer-at-(99|101)$/.test(one.id) &&
    (one.car?.contract === undefined || one.car.contract === 'v2g-root') &&
    one.car?.roots === undefined &&
    one.car?.settings?.payment !== 'external' &&
    !one.car?.settings?.energyTransferModes &&
    one.id !== 'sdp-none' &&
    // Four of a kind that wait for 50 SDP requests each: the one that every stack has met.
    !/^v2gtp-sdp-(version|inverse|length)$/.test(one.id),
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
    // The drawer of the catalogue has one good contract here: the car's own.
    run({ car: { contract: __, ...car } = {}, ...one }, folder) {
      return runner.run({ ...one, car }, folder);
    },
    async close() {
      await runner.close();
      await station.close();
    },
  };
}
