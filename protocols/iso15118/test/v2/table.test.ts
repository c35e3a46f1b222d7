/** Every state x every request x {right session id, another, zero} against the reference, written down here a second time. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { toHex } from '@openpnc/core/bytes';
import { decodeMessage, encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { failure } from '@openpnc/iso15118/v2/failure';
import { type RequestName, responseNameOf } from '@openpnc/iso15118/v2/message';
import { secc, strictSecc } from '@openpnc/iso15118/v2/seccTable';
import { seccStatesPage } from '@openpnc/iso15118/v2/statesPage';
import { Driven, goodBody, type State, sign } from './drive.ts';

const requests: readonly RequestName[] = [
  'SessionSetupReq',
  'ServiceDiscoveryReq',
  'ServiceDetailReq',
  'PaymentServiceSelectionReq',
  'CertificateInstallationReq',
  'CertificateUpdateReq',
  'PaymentDetailsReq',
  'AuthorizationReq',
  'ChargeParameterDiscoveryReq',
  'CableCheckReq',
  'PreChargeReq',
  'PowerDeliveryReq',
  'ChargingStatusReq',
  'CurrentDemandReq',
  'MeteringReceiptReq',
  'WeldingDetectionReq',
  'SessionStopReq',
];

/** The reference's table: what each state takes, and the state after a good answer. */
const reference: Readonly<Record<Exclude<State, 'End'>, Readonly<Partial<Record<RequestName, State>>>>> = {
  WaitForSessionSetup: { SessionSetupReq: 'WaitForServiceDiscovery' },
  WaitForServiceDiscovery: { ServiceDiscoveryReq: 'WaitForPaymentServiceSelection', SessionStopReq: 'End' },
  WaitForPaymentServiceSelection: {
    ServiceDetailReq: 'WaitForPaymentServiceSelection',
    PaymentServiceSelectionReq: 'WaitForPaymentDetails',
    SessionStopReq: 'End',
  },
  WaitForPaymentDetails: {
    CertificateInstallationReq: 'WaitForPaymentDetailsAfterCertificate',
    CertificateUpdateReq: 'WaitForPaymentDetailsAfterCertificate',
    PaymentDetailsReq: 'WaitForAuthorization',
    SessionStopReq: 'End',
  },
  WaitForPaymentDetailsAfterCertificate: { PaymentDetailsReq: 'WaitForAuthorization', SessionStopReq: 'End' },
  WaitForAuthorization: { AuthorizationReq: 'WaitForChargeParameterDiscovery', SessionStopReq: 'End' },
  WaitForChargeParameterDiscovery: { ChargeParameterDiscoveryReq: 'WaitForPowerDelivery', SessionStopReq: 'End' },
  // Ongoing at first: the isolation is measured after it.
  WaitForCableCheck: { CableCheckReq: 'WaitForCableCheck', SessionStopReq: 'End' },
  WaitForPreCharge: { PreChargeReq: 'WaitForPowerDeliveryAfterPreCharge', SessionStopReq: 'End' },
  WaitForPowerDeliveryAfterPreCharge: {
    PreChargeReq: 'WaitForPowerDeliveryAfterPreCharge',
    PowerDeliveryReq: 'WaitForFirstCurrentDemand',
    SessionStopReq: 'End',
  },
  WaitForPowerDelivery: { PowerDeliveryReq: 'WaitForFirstChargingStatus', SessionStopReq: 'End' },
  WaitForFirstChargingStatus: { ChargingStatusReq: 'WaitForChargingStatus' },
  // A second Start is refused by its content, not by the sequence.
  WaitForChargingStatus: { ChargingStatusReq: 'WaitForChargingStatus', PowerDeliveryReq: 'End' },
  WaitForFirstCurrentDemand: { CurrentDemandReq: 'WaitForCurrentDemand' },
  WaitForCurrentDemand: { CurrentDemandReq: 'WaitForCurrentDemand', PowerDeliveryReq: 'End' },
  WaitForMeteringReceipt: { MeteringReceiptReq: 'WaitForChargingStatus' },
  WaitForSessionStop: { SessionStopReq: 'End' },
  WaitForWeldingDetection: {
    WeldingDetectionReq: 'WaitForWeldingDetectionOrSessionStop',
    ChargeParameterDiscoveryReq: 'WaitForCableCheck',
    SessionStopReq: 'End',
  },
  WaitForWeldingDetectionOrSessionStop: {
    WeldingDetectionReq: 'WaitForWeldingDetectionOrSessionStop',
    SessionStopReq: 'End',
  },
};

const dcStates: readonly State[] = [
  'WaitForCableCheck',
  'WaitForPreCharge',
  'WaitForPowerDeliveryAfterPreCharge',
  'WaitForFirstCurrentDemand',
  'WaitForCurrentDemand',
  'WaitForWeldingDetection',
  'WaitForWeldingDetectionOrSessionStop',
];

for (const [state, accepted] of Object.entries(reference) as [
  Exclude<State, 'End'>,
  Partial<Record<RequestName, State>>,
][]) {
  for (const name of requests) {
    for (const id of ['right', 'other', 'zero'] as const) {
      const next = accepted[name];
      const isSetup = state === 'WaitForSessionSetup';
      const code =
        next === undefined
          ? 'FAILED_SequenceError'
          : id !== 'right' && !isSetup
            ? 'FAILED_UnknownSession'
            : next === 'End' && name === 'PowerDeliveryReq'
              ? 'FAILED'
              : 'OK';
      test(`${state}: ${name} with the ${id} session id is ${code}`, async () => {
        const driven = await at(state);
        const { sessionId } = driven.secc.session;
        const sent =
          id === 'right' ? sessionId : id === 'zero' ? new Uint8Array(8) : Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9);
        const body = goodBody(name, driven);
        const signature = await signatureFor(name, body, driven);
        const res = driven.request(name, body as never, { sessionId: sent, ...(signature && { signature }) })!;
        assert.equal(res.name, responseNameOf(name));
        assert.ok(code === 'OK' ? res.ResponseCode.startsWith('OK') : res.ResponseCode === code, res.ResponseCode);
        decodeMessage(res.exi);
        if (code.startsWith('FAILED')) {
          assert.equal(driven.secc.state, 'End');
          assert.ok(res.isClosed, 'every failure closes');
          assert.equal(toHex(res.sessionId), toHex(sessionId), 'answered with the own session id');
        } else assert.equal(driven.secc.state, next);
      });
    }
  }
}

test('the table has a row for each line of the reference, and no other; each next state exists', () => {
  const table = Object.fromEntries(Object.entries(secc).map(([state, rows]) => [state, Object.keys(rows).toSorted()]));
  const expected = Object.fromEntries(
    Object.entries({ ...reference, End: {} }).map(([state, rows]) => [state, Object.keys(rows).toSorted()]),
  );
  assert.deepEqual(table, expected);
  for (const rows of Object.values(secc))
    for (const row of Object.values(rows) as { next: readonly string[] }[])
      for (const next of row.next) assert.ok(next in secc, next);
});

test('by the letter of the standard SessionStopReq is taken after the loop only', async () => {
  const states = Object.entries(strictSecc).flatMap(([state, rows]) => ('SessionStopReq' in rows ? [state] : []));
  assert.deepEqual(states, ['WaitForSessionStop', 'WaitForWeldingDetection', 'WaitForWeldingDetectionOrSessionStop']);
  const driven = await new Driven({ settings: { isStrict: true } }).to('WaitForPaymentServiceSelection');
  const res = driven.request('SessionStopReq', { ChargingSession: 'Terminate' });
  assert.equal(res?.ResponseCode, 'FAILED_SequenceError');
});

test('a minimal failure body of every response encodes, for AC and for DC, and is read again', () => {
  for (const name of requests) {
    for (const kind of ['AC', 'DC'] as const) {
      const body = failure(name, 'FAILED', { EVSEID: 'ZZ00000', kind, now_s: 1_764_003_000n, ServiceID: 7 });
      const message = {
        Header: { SessionID: new Uint8Array(8) },
        Body: { [responseNameOf(name)]: body },
      } as V2G_Message;
      assert.deepEqual(decodeMessage(encodeMessage(message)), message);
    }
  }
});

test('the diagram in the documentation is the one that the table makes', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/secc-states.md'), 'utf8');
  assert.equal(page === seccStatesPage(), true, 'npm run docs');
});

async function at(state: State): Promise<Driven> {
  const kind = dcStates.includes(state) ? 'DC' : 'AC';
  const receipts = state === 'WaitForMeteringReceipt' ? { every_ms: 1 } : ('never' as const);
  const driven = new Driven({ kind, settings: { receipts } });
  return driven.to(state);
}

async function signatureFor(name: RequestName, body: unknown, { secc: { session } }: Driven) {
  if (name === 'AuthorizationReq' && session.contract) return sign(name, body as never);
  if (name === 'MeteringReceiptReq' || name === 'CertificateUpdateReq') return sign(name, body as never);
  if (name === 'CertificateInstallationReq') return sign(name, body as never, 'oemProv');
  return undefined;
}
