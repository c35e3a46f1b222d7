/** What DC has beside the loop: cable check, pre-charge, welding detection. ISO 15118-2:2014 8.4.5, [V2G2-597], [V2G2-620], [V2G2-917] to [V2G2-922]. @module */
import type {
  CableCheckReq,
  CableCheckRes,
  PreChargeReq,
  PreChargeRes,
  WeldingDetectionReq,
  WeldingDetectionRes,
} from '@openpnc/exi/iso15118-2';
import type { Finding } from '../../finding.ts';
import { type Answer, type Context, dcStatus, fail } from '../answer.ts';
import type { DcEvStatus } from '../message.ts';
import { amount, physical } from '../physical.ts';
import type { Session } from '../session.ts';
import { timing } from '../timing.ts';
import { awaitPilot } from './pilot.ts';

/** Ongoing until the isolation is measured; a fault, or 38 s without a result, fails. */
export function cableCheck(
  { DC_EVStatus }: CableCheckReq,
  context: Context,
): Answer<CableCheckRes, 'WaitForCableCheck' | 'WaitForPreCharge'> {
  const { session, now } = context;
  const error = carProblem('CableCheckReq', DC_EVStatus);
  if (error) return fail('FAILED', error);
  const pilot = awaitPilot(['C', 'D'], 'CableCheckReq', context);
  if (pilot) return pilot;
  const { isolation, cableCheckSince = now } = session;
  const checked: Session = { ...session, cableCheckSince, isolation: isolation ?? 'asked' };
  switch (isolation) {
    case 'Valid':
    case 'Warning':
    case 'No_IMD': {
      const ready: Session = { ...checked, evseStatusCode: 'EVSE_Ready' };
      return {
        res: { ResponseCode: 'OK', DC_EVSEStatus: dcStatus(ready), EVSEProcessing: 'Finished' },
        next: 'WaitForPreCharge',
        session: ready,
      };
    }
    case 'Fault':
    case 'Invalid':
      return fail('FAILED', isolationFinding(`isolation ${isolation}`));
    default: {
      if (now - cableCheckSince >= timing.V2G_SECC_CableCheck_Performance_Time)
        return fail('FAILED', isolationFinding('no result of the isolation monitor in time'));
      const busy: Session = { ...checked, evseStatusCode: 'EVSE_IsolationMonitoringActive' };
      return {
        res: { ResponseCode: 'OK', DC_EVSEStatus: dcStatus(busy), EVSEProcessing: 'Ongoing' },
        next: 'WaitForCableCheck',
        session: busy,
        effects: isolation === undefined ? [{ do: 'cableCheck' }] : [],
      };
    }
  }
}

/** Hands the target to the output and tells the voltage it has now; the car decides when it is near enough. */
export function preCharge(
  { DC_EVStatus, EVTargetVoltage, EVTargetCurrent }: PreChargeReq,
  { session, now }: Context,
): Answer<PreChargeRes, 'WaitForPowerDeliveryAfterPreCharge'> {
  const error = carProblem('PreChargeReq', DC_EVStatus);
  if (error) return fail('FAILED', error);
  const { preChargeSince = now, present, limits } = session;
  const voltage_V = Math.min(amount(EVTargetVoltage), limits.dc.maxVoltage_V);
  const isReached = Math.abs(present.voltage_V - voltage_V) < PRE_CHARGE_TOLERANCE_V;
  if (!isReached && now - preChargeSince >= timing.V2G_SECC_PreCharge_Performance_Time)
    return fail('FAILED', {
      code: 'power_delivery_failed',
      severity: 'refusal',
      text: `PreChargeReq: ${present.voltage_V} V after ${(now - preChargeSince) / 1000} s, wanted ${voltage_V} V`,
      spec: 'ISO 15118-2:2014 8.7.2, V2G_SECC_PreCharge_Performance_Time',
    });
  return {
    res: {
      ResponseCode: 'OK',
      DC_EVSEStatus: dcStatus(session),
      EVSEPresentVoltage: physical(present.voltage_V, 'V'),
    },
    next: 'WaitForPowerDeliveryAfterPreCharge',
    session: { ...session, preChargeSince },
    effects: [{ do: 'target', phase: 'preCharge', voltage_V, current_A: Math.min(amount(EVTargetCurrent), 2) }],
  };
}

/** The voltage on the cable, as often as the car asks. */
export function weldingDetection(
  _req: WeldingDetectionReq,
  context: Context,
): Answer<WeldingDetectionRes, 'WaitForWeldingDetectionOrSessionStop'> {
  const pilot = awaitPilot(['B'], 'WeldingDetectionReq', context);
  if (pilot) return pilot;
  const { session } = context;
  return {
    res: {
      ResponseCode: 'OK',
      DC_EVSEStatus: dcStatus(session),
      EVSEPresentVoltage: physical(session.present.voltage_V, 'V'),
    },
    next: 'WaitForWeldingDetectionOrSessionStop',
    session,
  };
}

function carProblem(name: string, { EVErrorCode }: DcEvStatus): Finding | undefined {
  if (EVErrorCode === 'NO_ERROR') return undefined;
  return {
    code: 'ev_error',
    severity: 'refusal',
    text: `${name}.DC_EVStatus.EVErrorCode: the car says ${EVErrorCode}`,
  };
}

function isolationFinding(text: string): Finding {
  return {
    code: 'isolation_fault',
    severity: 'refusal',
    text: `CableCheckReq: ${text}`,
    spec: 'ISO 15118-2:2014 8.4.5.2',
  };
}

/** The car goes on below this difference; so the station counts it as reached. */
const PRE_CHARGE_TOLERANCE_V = 20;
