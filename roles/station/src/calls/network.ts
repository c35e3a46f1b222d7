/** SetNetworkProfile. OCPP 2.0.1 B09. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { Received } from '../csms/csmsLink.ts';
import type { StationWorld } from '../stationWorld.ts';

export function networkCalls({ networkProfiles, trust, identities, time }: StationWorld) {
  return {
    SetNetworkProfile: async ({ configurationSlot, connectionData }) => {
      const problem = await networkProfiles.set(configurationSlot, connectionData, {
        hasCsmsRoot: trust.store.certificates('csms').length > 0,
        hasClientCertificate: identities.client(time.now()) !== undefined,
      });
      if (!problem) return { status: 'Accepted' };
      const [reasonCode, additionalInfo] = problem;
      return { status: 'Rejected', statusInfo: { reasonCode, additionalInfo } };
    },
  } satisfies Handlers<Received>;
}
