/** Local authorization list and cache. OCPP 2.0.1 C11, D01, D02. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { Received } from '../csms/csmsLink.ts';
import type { StationWorld } from '../stationWorld.ts';

/** SendLocalList, GetLocalListVersion, ClearCache. */
export function tokenCalls({ tokens }: StationWorld) {
  return {
    SendLocalList: async (request) => {
      const { status, reasonCode } = await tokens.list.take(request);
      return { status, ...(reasonCode && { statusInfo: { reasonCode } }) };
    },
    GetLocalListVersion: () => ({ versionNumber: tokens.list.version }),
    ClearCache: async () => ({ status: (await tokens.cache.clear()) ? 'Accepted' : 'Rejected' }),
  } satisfies Handlers<Received>;
}
