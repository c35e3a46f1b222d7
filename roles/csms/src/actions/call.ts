/** What every handler gets beside the payload. @module */
import type { Millis } from '@openpnc/core/machine';
import type { CustomDataType } from '@openpnc/ocpp/v201';
import type { StationConnection } from '../connection.ts';
import type { Services } from '../services.ts';

/** One call of a station. */
export interface Call {
  readonly services: Services;
  readonly connection: StationConnection;
  /** Message id. */
  readonly id: string;
  /** Trace of the attempt, where the message id holds one. */
  readonly traceId: string | undefined;
  readonly arrived: Millis;
}

/** What our own parties put into customData of vendor `org.openpnc`. */
interface OwnData {
  /** The caller gives up after this, counted from the arrival; shorter than our own budget or without effect. */
  readonly budget_ms?: number;
  /** The EVSE at which the car stands: Authorize has no field for it. */
  readonly evseId?: number;
}

/** Vendor of {@link OwnData}. */
const VENDOR = 'org.openpnc';

/** Reads customData of our vendor; members of a wrong type count as absent. */
export function ownData(customData: CustomDataType | undefined): OwnData {
  if (customData?.vendorId !== VENDOR) return {};
  const { budget_ms, evseId } = customData;
  return {
    ...(typeof budget_ms === 'number' && budget_ms > 0 && { budget_ms }),
    ...(typeof evseId === 'number' && Number.isInteger(evseId) && evseId > 0 && { evseId }),
  };
}

/** When an answer must be ready: the budget of the action or the shorter one of the caller, less what storing takes. */
export function deadlineOf(call: Call, budget_ms: Millis, { budget_ms: callers = budget_ms }: OwnData): Millis {
  const { margin_ms } = call.services.settings.authorize;
  return call.arrived + Math.max(Math.min(budget_ms, callers) - margin_ms, 1);
}
