/** ChangeAvailability and Reset. OCPP 2.0.1 B11, B12, G03, G04. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { Received } from '../csms/csmsLink.ts';
import type { StationWorld } from '../stationWorld.ts';

export function availabilityCalls(world: StationWorld) {
  const { availability, afterAnswer } = world;
  const named = (evseId: number | undefined): readonly number[] =>
    world.evses.map(({ id }) => id).filter((id) => evseId === undefined || evseId === 0 || id === evseId);
  return {
    ChangeAvailability: async ({ evse, operationalStatus }) => {
      const evseIds = named(evse?.id);
      if (evseIds.length === 0 || (evse?.connectorId ?? 1) !== 1)
        return { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } };
      return { status: await availability.change(evseIds, operationalStatus === 'Operative') };
    },
    Reset: ({ type, evseId }) => {
      const evseIds = named(evseId);
      if (evseIds.length === 0) return { status: 'Rejected', statusInfo: { reasonCode: 'UnknownEvse' } };
      const isStation = evseId === undefined || evseId === 0;
      if (type === 'Immediate' || !availability.hasToWait(evseIds)) {
        afterAnswer(() => availability.resetNow(evseIds, isStation));
        return { status: 'Accepted' };
      }
      availability.resetWhenFree(evseIds, isStation);
      return { status: 'Scheduled' };
    },
  } satisfies Handlers<Received>;
}
