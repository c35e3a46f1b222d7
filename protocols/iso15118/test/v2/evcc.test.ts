/** What a car accepts of a station, response by response. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { V2G_Message } from '@openpnc/exi/iso15118-2';
import type { AppProtocolMessage } from '@openpnc/exi/sap';
import { Evcc, type EvccEffect } from '@openpnc/iso15118/v2/evcc';
import type { Charged } from '@openpnc/iso15118/v2/evcc/car';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import type { RequestName } from '@openpnc/iso15118/v2/message';
import { checkAt } from '../pki.ts';
import { testCar } from './world.ts';

const sessionId = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const status = { NotificationMaxDelay: 0, EVSENotification: 'None', RCD: false } as const;

/** A station that answers well, by request; a test replaces one answer. */
const good: { readonly [R in RequestName | 'supportedAppProtocolReq']?: object } = {
  supportedAppProtocolReq: {
    supportedAppProtocolRes: { ResponseCode: 'OK_SuccessfulNegotiation', SchemaID: 1 },
  },
  SessionSetupReq: { SessionSetupRes: { ResponseCode: 'OK_NewSessionEstablished', EVSEID: 'ZZ00000' } },
  ServiceDiscoveryReq: {
    ServiceDiscoveryRes: {
      ResponseCode: 'OK',
      PaymentOptionList: { PaymentOption: ['Contract', 'ExternalPayment'] },
      ChargeService: {
        ServiceID: 1,
        ServiceCategory: 'EVCharging',
        FreeService: false,
        SupportedEnergyTransferMode: { EnergyTransferMode: ['AC_three_phase_core'] },
      },
    },
  },
  PaymentServiceSelectionReq: { PaymentServiceSelectionRes: { ResponseCode: 'OK' } },
  PaymentDetailsReq: {
    PaymentDetailsRes: {
      ResponseCode: 'OK',
      GenChallenge: new Uint8Array(16),
      EVSETimeStamp: BigInt(checkAt / 1000),
    },
  },
  AuthorizationReq: { AuthorizationRes: { ResponseCode: 'OK', EVSEProcessing: 'Finished' } },
  ChargeParameterDiscoveryReq: {
    ChargeParameterDiscoveryRes: {
      ResponseCode: 'OK',
      EVSEProcessing: 'Finished',
      SAScheduleList: {
        SAScheduleTuple: [
          {
            SAScheduleTupleID: 1,
            PMaxSchedule: {
              PMaxScheduleEntry: [
                { RelativeTimeInterval: { start: 0, duration: 60 }, PMax: { Multiplier: 0, Unit: 'W', Value: 11_000 } },
              ],
            },
          },
        ],
      },
      AC_EVSEChargeParameter: {
        AC_EVSEStatus: status,
        EVSENominalVoltage: { Multiplier: 0, Unit: 'V', Value: 230 },
        EVSEMaxCurrent: { Multiplier: 0, Unit: 'A', Value: 16 },
      },
    },
  },
  PowerDeliveryReq: { PowerDeliveryRes: { ResponseCode: 'OK', AC_EVSEStatus: status } },
  ChargingStatusReq: {
    ChargingStatusRes: { ResponseCode: 'OK', EVSEID: 'ZZ00000', SAScheduleTupleID: 1, AC_EVSEStatus: status },
  },
  SessionStopReq: { SessionStopRes: { ResponseCode: 'OK' } },
};

interface Odd {
  readonly at: keyof typeof good;
  /** In place of the good answer: other body, other header, or something that is no answer. */
  readonly body?: object;
  readonly sessionId?: Uint8Array;
  readonly input?: 'closed' | 'timeout' | 'undecodable' | 'nothing';
}

/** Runs a car against the good station with one odd answer; gives the end and the findings. */
function against(odd?: Odd) {
  const evcc = new Evcc<Charged>(chargingSession({ ...testCar(), wish: () => 'stop' }), { setupEnd: checkAt + 20_000 });
  let now = checkAt;
  const findings: string[] = [];
  const plug: string[] = [];
  let pending = evcc.step({ type: 'start' }, now);
  for (let rounds = 0; rounds < 2_000; rounds += 1) {
    const done = pending.find((effect) => effect.do === 'done');
    for (const effect of pending) {
      if (effect.do === 'finding') findings.push(effect.code);
      if (effect.do === 'plug') plug.push(JSON.stringify(effect.change));
    }
    if (done) {
      assert.equal(pending.at(-1)?.do, 'close', 'the end closes');
      return { end: done.end, findings, plug };
    }
    pending = next(pending);
  }
  throw new assert.AssertionError({ message: 'the script does not end' });

  function next(effects: readonly EvccEffect<Charged>[]): readonly EvccEffect<Charged>[] {
    const sent = effects.find((effect) => effect.do === 'send');
    const asked = effects.find((effect) => effect.do === 'sign');
    if (asked) return evcc.step({ type: 'signed', id: asked.id, value: new Uint8Array(64) }, now);
    if (!sent) {
      now = evcc.deadline!;
      return evcc.step({ type: 'timeout' }, now);
    }
    const isOdd = odd?.at === sent.name;
    if (isOdd && odd.input === 'closed') return evcc.step({ type: 'closed', reason: 'gone' }, now);
    if (isOdd && odd.input === 'undecodable')
      return evcc.step(
        { type: 'undecodable', finding: { code: 'message_undecodable', severity: 'refusal', text: '' } },
        now,
      );
    if (isOdd && odd.input === 'timeout') {
      now = evcc.deadline!;
      return evcc.step({ type: 'timeout' }, now);
    }
    const body = isOdd && odd.body ? odd.body : good[sent.name]!;
    const isSap = 'supportedAppProtocolRes' in body;
    const message = isSap
      ? (body as AppProtocolMessage)
      : ({ Header: { SessionID: isOdd && odd.sessionId ? odd.sessionId : sessionId }, Body: body } as V2G_Message);
    return evcc.step({ type: 'response', message }, now);
  }
}

test('the good station is good', () => {
  const { end, findings } = against();
  assert.ok(end.ok);
  assert.deepEqual(findings, []);
});

const ok = { ResponseCode: 'OK' } as const;
const discovery = (good.ChargeParameterDiscoveryReq as { ChargeParameterDiscoveryRes: Record<string, unknown> })
  .ChargeParameterDiscoveryRes;
const services = (good.ServiceDiscoveryReq as { ServiceDiscoveryRes: Record<string, unknown> }).ServiceDiscoveryRes;

for (const [what, odd, code] of [
  [
    'Failed_NoNegotiation',
    { at: 'supportedAppProtocolReq', body: { supportedAppProtocolRes: { ResponseCode: 'Failed_NoNegotiation' } } },
    'sap_no_negotiation',
  ],
  [
    'a SchemaID that was not offered',
    {
      at: 'supportedAppProtocolReq',
      body: { supportedAppProtocolRes: { ResponseCode: 'OK_SuccessfulNegotiation', SchemaID: 9 } },
    },
    'ev_response_invalid',
  ],
  [
    'no SchemaID',
    { at: 'supportedAppProtocolReq', body: { supportedAppProtocolRes: { ResponseCode: 'OK_SuccessfulNegotiation' } } },
    'ev_response_invalid',
  ],
  [
    'a V2G message in place of the negotiation',
    { at: 'supportedAppProtocolReq', body: { SessionSetupRes: ok } },
    'ev_response_invalid',
  ],
  ['SessionID 0 in SessionSetupRes', { at: 'SessionSetupReq', sessionId: new Uint8Array(8) }, 'ev_response_invalid'],
  [
    'an old session that the car did not ask for',
    { at: 'SessionSetupReq', body: { SessionSetupRes: { ResponseCode: 'OK_OldSessionJoined', EVSEID: 'ZZ00000' } } },
    'ev_response_invalid',
  ],
  [
    'FAILED in SessionSetupRes',
    { at: 'SessionSetupReq', body: { SessionSetupRes: { ResponseCode: 'FAILED', EVSEID: 'ZZ00000' } } },
    'ev_session_refused',
  ],
  ['another session id later', { at: 'ServiceDiscoveryReq', sessionId: Uint8Array.of(9) }, 'ev_response_invalid'],
  ['another response', { at: 'ServiceDiscoveryReq', body: { SessionStopRes: ok } }, 'ev_response_invalid'],
  [
    'a request in place of a response',
    { at: 'ServiceDiscoveryReq', body: { ServiceDiscoveryReq: {} } },
    'ev_response_invalid',
  ],
  ['an empty body', { at: 'ServiceDiscoveryReq', body: {} }, 'ev_response_invalid'],
  [
    'no energy transfer mode that it takes',
    {
      at: 'ServiceDiscoveryReq',
      body: {
        ServiceDiscoveryRes: {
          ...services,
          ChargeService: {
            ...(services.ChargeService as object),
            SupportedEnergyTransferMode: { EnergyTransferMode: ['DC_core'] },
          },
        },
      },
    },
    'charge_parameter_invalid',
  ],
  [
    'no Contract among the payment options',
    {
      at: 'ServiceDiscoveryReq',
      body: { ServiceDiscoveryRes: { ...services, PaymentOptionList: { PaymentOption: ['ExternalPayment'] } } },
    },
    'pnc_not_offered',
  ],
  [
    'FAILED_CertChainError',
    {
      at: 'PaymentDetailsReq',
      body: {
        PaymentDetailsRes: {
          ResponseCode: 'FAILED_CertChainError',
          GenChallenge: new Uint8Array(16),
          EVSETimeStamp: 0n,
        },
      },
    },
    'FAILED_CertChainError',
  ],
  [
    'Finished without schedules',
    {
      at: 'ChargeParameterDiscoveryReq',
      body: { ChargeParameterDiscoveryRes: (({ SAScheduleList: _, ...rest }) => rest)(discovery) },
    },
    'ev_response_invalid',
  ],
  [
    'the parameters of DC for AC',
    {
      at: 'ChargeParameterDiscoveryReq',
      body: { ChargeParameterDiscoveryRes: (({ AC_EVSEChargeParameter: _, ...rest }) => rest)(discovery) },
    },
    'ev_response_invalid',
  ],
  [
    'FAILED_WrongChargeParameter',
    {
      at: 'ChargeParameterDiscoveryReq',
      body: { ChargeParameterDiscoveryRes: { ...discovery, ResponseCode: 'FAILED_WrongChargeParameter' } },
    },
    'charge_parameter_invalid',
  ],
  [
    'Ongoing without end in discovery',
    {
      at: 'ChargeParameterDiscoveryReq',
      body: { ChargeParameterDiscoveryRes: { ...discovery, EVSEProcessing: 'Ongoing' } },
    },
    'ongoing_timeout',
  ],
  [
    'FAILED in the loop',
    {
      at: 'ChargingStatusReq',
      body: {
        ChargingStatusRes: { ResponseCode: 'FAILED', EVSEID: 'ZZ00000', SAScheduleTupleID: 1, AC_EVSEStatus: status },
      },
    },
    'FAILED',
  ],
  ['silence', { at: 'AuthorizationReq', input: 'timeout' }, 'message_timeout'],
  ['silence in SessionSetup', { at: 'SessionSetupReq', input: 'timeout' }, 'message_timeout'],
  ['a message that does not decode', { at: 'AuthorizationReq', input: 'undecodable' }, 'message_undecodable'],
  ['a closed connection', { at: 'AuthorizationReq', input: 'closed' }, 'secc_closed_early'],
] as const satisfies readonly (readonly [string, Odd, string])[]) {
  test(`the car leaves on ${what}: ${code}`, () => {
    const { end, findings } = against(odd);
    assert.ok(!end.ok);
    assert.equal(end.code, code);
    assert.ok(findings.length > 0, 'and tells why');
    assert.equal(
      end.at,
      odd.at === 'ServiceDiscoveryReq' && code === 'pnc_not_offered' ? 'PaymentServiceSelectionReq' : odd.at,
    );
  });
}

test('a failure in the loop switches the power off and moves the pilot to B', () => {
  const { plug } = against({ at: 'ChargingStatusReq', input: 'timeout' });
  assert.deepEqual(plug, ['{"pilot":"C"}', '{"power_W":0}', '{"pilot":"B"}']);
});

test('an EVSEID or a tuple that changes in the loop is told of and no reason to leave', () => {
  const body = {
    ChargingStatusRes: { ResponseCode: 'OK', EVSEID: 'DE*ICE*E1', SAScheduleTupleID: 2, AC_EVSEStatus: status },
  };
  const { end, findings } = against({ at: 'ChargingStatusReq', body });
  assert.ok(end.ok);
  assert.deepEqual(findings, ['loop_identifier_changed']);
});

test('a clock that is minutes off is told of', () => {
  const details = { ResponseCode: 'OK', GenChallenge: new Uint8Array(16), EVSETimeStamp: BigInt(checkAt / 1000 - 900) };
  const { end, findings } = against({ at: 'PaymentDetailsReq', body: { PaymentDetailsRes: details } });
  assert.ok(end.ok);
  assert.deepEqual(findings, ['clock_drift']);
});

test('a response that nobody asked for ends the session', () => {
  const evcc = new Evcc<Charged>(chargingSession(testCar()), { setupEnd: checkAt + 20_000 });
  const message = { Header: { SessionID: sessionId }, Body: { SessionStopRes: ok } } as V2G_Message;
  const effects = evcc.step({ type: 'response', message }, checkAt);
  assert.ok(effects.some((effect) => effect.do === 'finding' && effect.code === 'ev_response_invalid'));
  assert.ok(effects.some((effect) => effect.do === 'done' && !effect.end.ok));
});

test('no SessionSetupRes within 20 s: communication_setup_timeout', () => {
  const evcc = new Evcc<Charged>(chargingSession(testCar()), { setupEnd: checkAt + 500 });
  evcc.step({ type: 'start' }, checkAt);
  assert.equal(evcc.deadline, checkAt + 500);
  const effects = evcc.step({ type: 'timeout' }, checkAt + 500);
  assert.ok(effects.some((effect) => effect.do === 'finding' && effect.code === 'communication_setup_timeout'));
  assert.equal(evcc.deadline, undefined);
  assert.deepEqual(evcc.step({ type: 'start' }, checkAt + 501), []);
});
