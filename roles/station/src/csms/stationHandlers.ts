/** What the CSMS may ask. A known action without an entry is answered NotSupported, an unknown one NotImplemented. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { Received } from './csmsLink.ts';

/** Calls of the CSMS, by action. */
export const stationHandlers: Handlers<Received> = {};
