/** What an answer of the SECC is, and how a row of its table holds one. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Bodies } from '@openpnc/exi/iso15118-2';
import type { Finding } from '../finding.ts';
import type { AcEvseStatus, DcEvseStatus, FailureCode, RequestName, ResponseOf, Signature } from './message.ts';
import { type EnergyKind, energyKind, type SeccEffect, type SeccStation, type Session } from './session.ts';
import type { Proof } from './signatures.ts';

/** What the station waits for; W numbers are those of docs/secc-states.md. */
export type State =
  | 'WaitForSessionSetup'
  | 'WaitForServiceDiscovery'
  | 'WaitForPaymentServiceSelection'
  | 'WaitForPaymentDetails'
  | 'WaitForPaymentDetailsAfterCertificate'
  | 'WaitForAuthorization'
  | 'WaitForChargeParameterDiscovery'
  | 'WaitForCableCheck'
  | 'WaitForPreCharge'
  | 'WaitForPowerDeliveryAfterPreCharge'
  | 'WaitForPowerDelivery'
  | 'WaitForFirstChargingStatus'
  | 'WaitForChargingStatus'
  | 'WaitForFirstCurrentDemand'
  | 'WaitForCurrentDemand'
  | 'WaitForMeteringReceipt'
  | 'WaitForSessionStop'
  | 'WaitForWeldingDetection'
  | 'WaitForWeldingDetectionOrSessionStop'
  | 'End';

/** What an answer may look at. */
export interface Context {
  readonly session: Session;
  readonly station: SeccStation;
  readonly now: Millis;
  /** When the request came: an answer that was held is asked again later. */
  readonly since: Millis;
  readonly proof: Proof;
  /** SessionID in the request's header. */
  readonly sessionId: Uint8Array;
  /** The whole request as it came. */
  readonly exi: Uint8Array;
}

/**
 * A response and the state after it; or `hold`: the response waits for the world outside. A held answer is asked again
 * when news has come and when `hold` has come, and must then not wait any longer.
 */
export type Answer<Res, Next extends State> =
  | {
      readonly res: Res;
      readonly next: Next;
      readonly session?: Session;
      readonly effects?: readonly SeccEffect[];
      /** These bytes instead of `res` encoded. */
      readonly exi?: Uint8Array;
      /** For the header of the response. */
      readonly signature?: Signature;
    }
  | { readonly hold: Millis; readonly session?: Session; readonly effects?: readonly SeccEffect[] }
  /** A failure with the smallest body that still encodes; the engine closes after each. */
  | {
      readonly fail: FailureCode;
      readonly findings: readonly Finding[];
      readonly session?: Session;
    };

/** Answers a request. Pure: all that it knows is in its arguments. */
export type Answers<Req, Res, Next extends State> = (req: Req, context: Context) => Answer<Res, Next>;

/** A row: the answer, and the only states it may lead to. Every answer may also fail, which ends the session. */
export interface Row<Req, Res, Next extends State> {
  readonly answer: Answers<Req, Res, Next>;
  readonly next: readonly Next[];
}

export function to<Req, Res, const Next extends State>(
  answer: Answers<Req, Res, NoInfer<Next>>,
  ...next: readonly Next[]
): Row<Req, Res, Next> {
  return { answer, next };
}

/** State -> accepted request -> row. A missing key is a sequence error. */
export type Table = {
  readonly [S in State]: { readonly [R in RequestName]?: Row<Bodies[R], ResponseOf<R>, State> };
};

/** A refusal with one finding. */
export function fail(
  code: FailureCode,
  finding: Finding,
): { readonly fail: FailureCode; readonly findings: readonly Finding[] } {
  return { fail: code, findings: [finding] };
}

/** AC or DC of this session; before the car has chosen, what the station offers first. */
export function kindOf({ session, station }: Pick<Context, 'session' | 'station'>): EnergyKind {
  return energyKind(session.energyTransferMode ?? station.settings.energyTransferModes[0] ?? 'AC_three_phase_core');
}

/** AC_EVSEStatus as it is now. */
export function acStatus({ notification, limits }: Session): AcEvseStatus {
  return { ...notification, RCD: limits.ac.RCD };
}

/** DC_EVSEStatus as it is now. */
export function dcStatus({ notification, isolation, evseStatusCode }: Session): DcEvseStatus {
  return {
    ...notification,
    ...(isolation !== undefined && isolation !== 'asked' && { EVSEIsolationStatus: isolation }),
    EVSEStatusCode: evseStatusCode,
  };
}

/** The status element of PowerDeliveryRes and MeteringReceiptRes. */
export function evseStatus(context: Pick<Context, 'session' | 'station'>) {
  return kindOf(context) === 'AC'
    ? { AC_EVSEStatus: acStatus(context.session) }
    : { DC_EVSEStatus: dcStatus(context.session) };
}
