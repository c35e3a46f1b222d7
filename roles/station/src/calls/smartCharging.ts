/** Charging profiles for the CSMS. OCPP 2.0.1 K01, K08 to K10. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { Received } from '../csms/csmsLink.ts';
import type { StationWorld } from '../stationWorld.ts';
import { piecesOf } from './reports.ts';

/** Profiles of one ReportChargingProfiles. */
const PROFILES_A_MESSAGE = 5;

/** SetChargingProfile, GetChargingProfiles, ClearChargingProfile, GetCompositeSchedule. */
export function smartChargingCalls(world: StationWorld) {
  const { smartCharging, afterAnswer } = world;
  return {
    SetChargingProfile: async ({ evseId, chargingProfile }) => {
      if (!smartCharging.isEnabled) return { status: 'Rejected', statusInfo: { reasonCode: 'NotEnabled' } };
      const problem = await smartCharging.set(evseId, chargingProfile);
      if (!problem) return { status: 'Accepted' };
      const { reasonCode, text } = problem;
      return { status: 'Rejected', statusInfo: { reasonCode, additionalInfo: text.slice(0, 512) } };
    },
    GetChargingProfiles: ({ requestId, evseId, chargingProfile }) => {
      const found = smartCharging.find(evseId, chargingProfile);
      if (found.length === 0) return { status: 'NoProfiles' };
      afterAnswer(async () => {
        const byEvse = [...Map.groupBy(found, (set) => set.evseId)];
        for (const [i, [id, sets]] of byEvse.entries())
          for (const { items, tbc } of piecesOf(sets, PROFILES_A_MESSAGE)) {
            const isMore = tbc || i < byEvse.length - 1;
            await world.call('ReportChargingProfiles', {
              requestId,
              chargingLimitSource: 'CSO',
              evseId: id,
              chargingProfile: items.map(({ profile }) => profile),
              ...(isMore && { tbc: true }),
            });
          }
      });
      return { status: 'Accepted' };
    },
    ClearChargingProfile: async (request) => ({
      status: (await smartCharging.clear(request)) ? 'Accepted' : 'Unknown',
    }),
    GetCompositeSchedule: ({ evseId, duration, chargingRateUnit }) => {
      if (evseId !== 0 && !world.evses.some(({ id }) => id === evseId))
        return { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } };
      return { status: 'Accepted', schedule: smartCharging.compositeSchedule(evseId, duration, chargingRateUnit) };
    },
  } satisfies Handlers<Received>;
}
