/** The wire subset: cases of the catalogue on real sockets of this host, our own parties at both ends, faults in user space. @module */

import type { BenchCase } from '../catalogue/benchCase.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import type { CaseRunner } from '../report/runFolder.ts';
import { evseCases, evseRunner } from './evseRun.ts';
import { type LabStationOptions, labStation } from './labStation.ts';

/** The cases: AC with a contract, without those that wait for a minute. */
export const wireCases: readonly BenchCase[] = evseCases(catalogue, { energy: 'AC', isCardShown: false }).filter(
  ({ id }) =>
    !id.endsWith('-SILENT') &&
    !/-after-\d+$/.test(id) &&
    id !== 'sdp-none' &&
    // Four of a kind that wait for 50 SDP requests each: the one that every stack has met.
    !/^v2gtp-sdp-(version|inverse|length)$/.test(id),
);

/** A runner with a station of its own. */
export async function wireRunner(options: LabStationOptions): Promise<CaseRunner> {
  const station = await labStation(options);
  const runner = evseRunner({
    ev: { ...station.sections.ev, multicastHops: 0 },
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
