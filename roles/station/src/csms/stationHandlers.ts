/** What the CSMS may ask. A known action without an entry is answered NotSupported, an unknown one NotImplemented. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import { availabilityCalls } from '../calls/availability.ts';
import { certificateCalls } from '../calls/certificates.ts';
import { diagnosticCalls } from '../calls/diagnostics.ts';
import { monitoringCalls } from '../calls/monitoring.ts';
import { networkCalls } from '../calls/network.ts';
import { remoteControlCalls } from '../calls/remoteControl.ts';
import { smartChargingCalls } from '../calls/smartCharging.ts';
import { tokenCalls } from '../calls/tokens.ts';
import { triggerCalls } from '../calls/triggers.ts';
import { variableCalls } from '../calls/variables.ts';
import type { StationWorld } from '../stationWorld.ts';
import type { Received } from './csmsLink.ts';

/** Calls of the CSMS, by action. */
export function stationHandlers(world: StationWorld): Handlers<Received> {
  return {
    ...variableCalls(world),
    ...tokenCalls(world),
    ...remoteControlCalls(world),
    ...availabilityCalls(world),
    ...certificateCalls(world),
    ...triggerCalls(world),
    ...diagnosticCalls(world),
    ...monitoringCalls(world),
    ...smartChargingCalls(world),
    ...networkCalls(world),
    // No vendor's messages are known here. P01.FR.05
    DataTransfer: () => ({ status: 'UnknownVendorId' }),
  };
}
