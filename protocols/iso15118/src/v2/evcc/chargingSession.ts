/** A whole session of a car, as the sequence diagrams of ISO 15118-2 tell it. ISO 15118-2:2014 8.4, Annex D. @module */
import { equalBytes } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { ChargeParameterDiscoveryReq, ChargeParameterDiscoveryRes } from '@openpnc/exi/iso15118-2';
import { offer, protocols } from '../../sap.ts';
import { type EvccScript, exchange, note, now, refuse, request, sleep } from '../evccStep.ts';
import type { EnergyTransferMode, SAScheduleTuple, Signature } from '../message.ts';
import { physical } from '../physical.ts';
import { energyKind } from '../session.ts';
import { acCharging } from './acCharging.ts';
import { authorizeByContract, authorizeByOtherMeans } from './authorization.ts';
import type { Car, Charged, PausedCharge } from './car.ts';
import { installCertificate } from './certificate.ts';
import { dcCharging } from './dcCharging.ts';
import { tariffProblem } from './schedule.ts';
import { selectServices } from './services.ts';

/** What the parts of a session share. */
export interface ChargingState {
  readonly sessionId: Uint8Array;
  readonly EVSEID: string;
  readonly isByContract: boolean;
  readonly mode: EnergyTransferMode;
  readonly tuple: SAScheduleTuple;
  /** What the station said of itself in ChargeParameterDiscoveryRes. */
  readonly discovered: ChargeParameterDiscoveryRes;
  /** A Start was answered OK in this session. */
  readonly hasStarted: boolean;
  readonly tally: Tally;
}

/** What is counted over the rounds of the loop. */
export interface Tally {
  rounds: number;
  receipts: number;
  renegotiations: number;
  firstReading?: bigint;
  lastReading?: bigint;
}

/** Why a loop ended. */
export type AfterLoop = 'stop' | 'pause' | 'renegotiate';

/** From supportedAppProtocolReq to SessionStopRes. @throws PeerRefused where the station or the link leaves its line */
export function* chargingSession(car: Car): EvccScript<Charged> {
  yield* negotiate();
  const { sessionId, EVSEID, isResumed } = yield* setUp(car);
  const choice = yield* selectServices(car, isResumed);
  yield { do: 'progress', event: 'selected', payment: choice.payment };
  let { contract } = car;
  if (choice.certificate) contract = yield* installCertificate(car, choice.certificate);
  if (choice.payment === 'Contract') {
    if (!contract) return yield* refuse('PaymentDetailsReq', 'the car has no contract', 'ev_no_contract');
    yield* authorizeByContract(car, contract);
  } else yield* authorizeByOtherMeans(car);
  yield { do: 'progress', event: 'authorized' };

  const tally: Tally = { rounds: 0, receipts: 0, renegotiations: 0 };
  const mode = isResumed && car.resume ? car.resume.energyTransferMode : choice.mode;
  let hasStarted = false;
  for (;;) {
    const found = yield* discoverParameters(car, mode, contract?.chain[1], isResumed && !hasStarted);
    const state: ChargingState = {
      sessionId,
      EVSEID,
      isByContract: choice.payment === 'Contract',
      mode,
      ...found,
      hasStarted,
      tally,
    };
    const after = yield* charge(car, state);
    if (after !== 'renegotiate') {
      const paused = yield* stop(state, after);
      return {
        outcome: 'charged',
        payment: choice.payment,
        ...(contract && choice.payment === 'Contract' && { eMAID: contract.eMAID }),
        EVSEID,
        energy_Wh: car.battery.taken_Wh(),
        ...(tally.firstReading !== undefined &&
          tally.lastReading !== undefined && {
            meter: { first_Wh: tally.firstReading, last_Wh: tally.lastReading },
          }),
        receipts: tally.receipts,
        renegotiations: tally.renegotiations,
        isContractNew: contract !== car.contract,
        ...(paused && { paused }),
      };
    }
    hasStarted = true;
    tally.renegotiations += 1;
  }
}

/** A station that wants to stop says so before the power is on; in DC nothing has begun then. */
function* charge(car: Car, state: ChargingState): EvccScript<AfterLoop> {
  const { discovered, mode, tuple } = state;
  const { SAScheduleTupleID } = tuple;
  const isAc = energyKind(mode) === 'AC';
  const status = isAc
    ? discovered.AC_EVSEChargeParameter?.AC_EVSEStatus
    : discovered.DC_EVSEChargeParameter?.DC_EVSEStatus;
  if (status?.EVSENotification !== 'StopCharging')
    return isAc ? yield* acCharging(car, state) : yield* dcCharging(car, state);
  if (isAc) yield* request('PowerDeliveryReq', { ChargeProgress: 'Stop', SAScheduleTupleID });
  return 'stop';
}

/** ISO 15118-2 alone: DIN SPEC 70121 has no contracts. */
function* negotiate(): EvccScript<void> {
  const offered = offer([protocols.iso15118_2]);
  const { res } = yield* exchange('supportedAppProtocolReq', { AppProtocol: offered });
  if (res.ResponseCode === 'Failed_NoNegotiation')
    yield* refuse('supportedAppProtocolReq', 'the station speaks none of the offered protocols', 'sap_no_negotiation');
  if (!offered.some(({ SchemaID }) => SchemaID === res.SchemaID))
    yield* refuse('supportedAppProtocolReq', `SchemaID ${res.SchemaID ?? 'absent'} in the response was not offered`);
}

function* setUp(
  car: Car,
): EvccScript<{ readonly sessionId: Uint8Array; readonly EVSEID: string; readonly isResumed: boolean }> {
  const { res, header } = yield* exchange('SessionSetupReq', { EVCCID: car.evccId });
  if (!res.ResponseCode.startsWith('OK') || !header)
    return yield* refuse('SessionSetupReq', `the station answered ${res.ResponseCode}`, 'ev_session_refused');
  const sessionId = header.SessionID;
  const isResumed = res.ResponseCode === 'OK_OldSessionJoined';
  if (isResumed && !(car.resume && equalBytes(car.resume.sessionId, sessionId)))
    return yield* refuse('SessionSetupReq', 'OK_OldSessionJoined, but the car asked for a new session');
  yield { do: 'progress', event: 'session', sessionId, EVSEID: res.EVSEID, isResumed };
  return { sessionId, EVSEID: res.EVSEID, isResumed };
}

/** Tells the car's limits until the station is Finished; takes the first schedule, after a pause the one agreed before. */
function* discoverParameters(
  car: Car,
  mode: EnergyTransferMode,
  moSubCa2: Uint8Array | undefined,
  isRejoining: boolean,
): EvccScript<{ readonly tuple: SAScheduleTuple; readonly discovered: ChargeParameterDiscoveryRes }> {
  const name = 'ChargeParameterDiscoveryReq';
  let ongoingSince: number | undefined;
  for (;;) {
    const sent = parameters(car, mode, yield* now());
    const { res, header } = yield* exchange(name, sent);
    if (res.ResponseCode.startsWith('FAILED')) {
      yield* refuse(name, `the station answered ${res.ResponseCode}`, 'charge_parameter_invalid');
    }
    if (res.EVSEProcessing === 'Finished') {
      const offered = res.SAScheduleList?.SAScheduleTuple ?? [];
      const agreed = isRejoining
        ? offered.find(({ SAScheduleTupleID }) => SAScheduleTupleID === car.resume?.SAScheduleTupleID)
        : undefined;
      const tuple = agreed ?? offered[0];
      if (!tuple) return yield* refuse(name, 'Finished without SAScheduleList');
      const isFitting = energyKind(mode) === 'AC' ? res.AC_EVSEChargeParameter : res.DC_EVSEChargeParameter;
      if (!isFitting) return yield* refuse(name, `no charge parameter for ${mode} in the response`);
      return { tuple: yield* withoutBadTariff(tuple, header?.Signature, moSubCa2), discovered: res };
    }
    const time = yield* now();
    ongoingSince ??= time;
    if (time - ongoingSince >= car.ongoingTimeout_ms)
      yield* refuse(name, `Ongoing for ${(time - ongoingSince) / 1000} s`, 'ongoing_timeout');
    yield* sleep(car.ongoingPause_ms);
  }
}

/** A tariff whose signature does not hold is ignored; the car charges on. ISO 15118-2:2014 8.5.2.13 */
function* withoutBadTariff(
  tuple: SAScheduleTuple,
  signature: Signature | undefined,
  moSubCa2: Uint8Array | undefined,
): EvccScript<SAScheduleTuple> {
  const { SalesTariff, ...rest } = tuple;
  if (!SalesTariff) return tuple;
  const problem = tariffProblem(SalesTariff, signature, moSubCa2);
  if (problem === undefined) return tuple;
  yield* note({
    code: 'sales_tariff_ignored',
    severity: 'warning',
    text: `SalesTariff ${SalesTariff.SalesTariffID}: ${problem}`,
  });
  return rest;
}

function parameters(
  { battery, departureAt }: Car,
  mode: EnergyTransferMode,
  time: Millis,
): ChargeParameterDiscoveryReq {
  const departure =
    departureAt === undefined ? {} : { DepartureTime: Math.max(0, Math.round((departureAt - time) / 1000)) };
  if (energyKind(mode) === 'AC')
    return {
      RequestedEnergyTransferMode: mode,
      AC_EVChargeParameter: {
        ...departure,
        EAmount: physical(Math.round(battery.wanted_Wh()), 'Wh'),
        EVMaxVoltage: physical(battery.ac.maxVoltage_V, 'V'),
        EVMaxCurrent: physical(battery.ac.maxCurrent_A, 'A'),
        EVMinCurrent: physical(battery.ac.minCurrent_A, 'A'),
      },
    };
  return {
    RequestedEnergyTransferMode: mode,
    DC_EVChargeParameter: {
      ...departure,
      DC_EVStatus: { EVReady: false, EVErrorCode: 'NO_ERROR', EVRESSSOC: Math.round(battery.soc_percent()) },
      EVMaximumCurrentLimit: physical(battery.dc.maxCurrent_A, 'A'),
      EVMaximumPowerLimit: physical(battery.dc.maxPower_W, 'W'),
      EVMaximumVoltageLimit: physical(battery.dc.maxVoltage_V, 'V'),
      EVEnergyRequest: physical(Math.round(battery.wanted_Wh()), 'Wh'),
    },
  };
}

/** The last request; after it the car closes the connection. */
function* stop(
  { sessionId, isByContract, mode, tuple }: ChargingState,
  after: 'stop' | 'pause',
): EvccScript<PausedCharge | undefined> {
  yield* request('SessionStopReq', { ChargingSession: after === 'pause' ? 'Pause' : 'Terminate' });
  yield { do: 'progress', event: 'stopped' };
  if (after !== 'pause') return undefined;
  return {
    sessionId,
    payment: isByContract ? 'Contract' : 'ExternalPayment',
    SAScheduleTupleID: tuple.SAScheduleTupleID,
    energyTransferMode: mode,
    at: yield* now(),
  };
}
