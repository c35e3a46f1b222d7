/** The answers of the station, one by one: every response code and every field that a state of the session decides. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@openpnc/core/bytes';
import type { Bodies, PowerDeliveryReq } from '@openpnc/exi/iso15118-2';
import { certificateService, internetService } from '@openpnc/iso15118/v2/services';
import type { PausedSession, SeccEffect } from '@openpnc/iso15118/v2/session';
import { SeededRandom } from '@openpnc/sim/random';
import { PathMemory } from '@openpnc/x509/path';
import { certificate, checkAt } from '../pki.ts';
import { Driven, type DriveOptions, goodBody, type Response, type State } from './drive.ts';

const W = (watt: number) => ({ Multiplier: 0, Unit: 'W', Value: watt }) as const;

async function at(state: State, options: DriveOptions = {}): Promise<Driven> {
  return new Driven(options).to(state);
}

function refused(res: Response | undefined, code: string, finding: string): void {
  assert.ok(res);
  assert.equal(res.ResponseCode, code);
  assert.ok(res.findings.includes(finding), res.findings.join());
  assert.ok(res.isClosed);
}

// SessionSetup.

const paused: PausedSession = {
  sessionId: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  payment: 'Contract',
  SAScheduleTupleID: 1,
  SAScheduleList: {
    SAScheduleTuple: [
      {
        SAScheduleTupleID: 1,
        PMaxSchedule: {
          PMaxScheduleEntry: [
            { RelativeTimeInterval: { start: 0 }, PMax: W(11_000) },
            { RelativeTimeInterval: { start: 3_600, duration: 3_600 }, PMax: W(5_000) },
          ],
        },
      },
    ],
  },
  energyTransferMode: 'AC_three_phase_core',
  at: checkAt - 5_400_000,
};

for (const [what, sent, joined] of [
  ['eight zero bytes', new Uint8Array(8), false],
  ['one zero byte', new Uint8Array(1), false],
  ['nothing', new Uint8Array(0), false],
  ['the id of the paused session', paused.sessionId, true],
  ['an id that nobody knows', Uint8Array.of(9, 9, 9, 9, 9, 9, 9, 9), false],
] as const) {
  test(`SessionSetup with ${what}: ${joined ? 'the old session is joined' : 'a new session, never a failure'} [V2G2-756]`, () => {
    const driven = new Driven({ station: { paused } });
    const message = { Header: { SessionID: sent }, Body: { SessionSetupReq: { EVCCID: Uint8Array.of(1) } } };
    const [reply] = driven.feed({ type: 'request', message, exi: new Uint8Array(0) });
    assert.ok(reply?.do === 'send');
    const { SessionSetupRes } = reply.message.Body as Bodies;
    assert.equal(SessionSetupRes.ResponseCode, joined ? 'OK_OldSessionJoined' : 'OK_NewSessionEstablished');
    const id = reply.message.Header.SessionID;
    assert.equal(id.length, 8);
    assert.ok(id.some((byte) => byte !== 0));
    assert.equal(toHex(id) === toHex(paused.sessionId), joined);
    assert.notEqual(toHex(id), toHex(sent) === toHex(paused.sessionId) ? '' : toHex(sent));
  });
}

test('a joined session offers the earlier payment only and the agreed schedule, shortened by the pause [V2G2-741, V2G2-743]', async () => {
  const driven = new Driven({ station: { paused } });
  const message = { Header: { SessionID: paused.sessionId }, Body: { SessionSetupReq: { EVCCID: Uint8Array.of(1) } } };
  driven.feed({ type: 'request', message, exi: new Uint8Array(0) });
  const discovery = await driven.good('ServiceDiscoveryReq');
  assert.deepEqual(discovery?.body.PaymentOptionList, { PaymentOption: ['Contract'] });
  await driven.to('WaitForChargeParameterDiscovery');
  const res = await driven.good('ChargeParameterDiscoveryReq');
  // An hour and a half have passed: the first entry is over, of the second half an hour is left.
  assert.deepEqual(res?.body.SAScheduleList, {
    SAScheduleTuple: [
      {
        SAScheduleTupleID: 1,
        PMaxSchedule: {
          PMaxScheduleEntry: [{ RelativeTimeInterval: { start: 0, duration: 1_800 }, PMax: W(5_000) }],
        },
      },
    ],
  });
});

test('a paused schedule of which nothing is left gives way to a new one', async () => {
  const driven = new Driven({ station: { paused: { ...paused, at: checkAt - 86_400_000 } } });
  const message = { Header: { SessionID: paused.sessionId }, Body: { SessionSetupReq: { EVCCID: Uint8Array.of(1) } } };
  driven.feed({ type: 'request', message, exi: new Uint8Array(0) });
  await driven.to('WaitForChargeParameterDiscovery');
  const res = await driven.good('ChargeParameterDiscoveryReq');
  assert.equal(limit(res!, 0), 22_080);
});

// Services and payment.

test('what is offered: charging always, services over TLS and by category, never an empty list', async () => {
  const services = [certificateService, internetService];
  const all = await discover({}, { settings: { services } });
  assert.deepEqual(ids(all), [2, 3]);
  assert.deepEqual(ids(await discover({ ServiceCategory: 'Internet' }, { settings: { services } })), [3]);
  const none = await discover({ ServiceCategory: 'OtherCustom' }, { settings: { services } });
  assert.equal('ServiceList' in none, false);
  assert.deepEqual((none.ChargeService as { ServiceID: number }).ServiceID, 1);
  const plain = await discover({}, { station: { isTls: false }, settings: { services } });
  assert.equal('ServiceList' in plain, false);
  assert.deepEqual(plain.PaymentOptionList, { PaymentOption: ['ExternalPayment'] });
  const scoped = await discover(
    { ServiceScope: 'mine' },
    { settings: { services: [{ ...certificateService, ServiceScope: 'other' }] } },
  );
  assert.equal('ServiceList' in scoped, false);

  async function discover(body: Bodies['ServiceDiscoveryReq'], options: DriveOptions) {
    const driven = await at('WaitForServiceDiscovery', options);
    return driven.request('ServiceDiscoveryReq', body)!.body;
  }
  function ids(body: Readonly<Record<string, unknown>>): readonly number[] {
    return (body as unknown as Bodies['ServiceDiscoveryRes']).ServiceList!.Service.map(({ ServiceID }) => ServiceID);
  }
});

test('service details: the certificate sets, the internet protocols, nothing for charging, FAILED_ServiceIDInvalid for others', async () => {
  const settings = { services: [certificateService, internetService] };
  const driven = await at('WaitForPaymentServiceSelection', { settings });
  const sets = (ServiceID: number) =>
    (driven.request('ServiceDetailReq', { ServiceID })!.body as unknown as Bodies['ServiceDetailRes'])
      .ServiceParameterList?.ParameterSet;
  assert.deepEqual(
    sets(2)?.map(({ ParameterSetID, Parameter }) => [ParameterSetID, Parameter[0]]),
    [
      [1, { Name: 'Service', stringValue: 'Installation' }],
      [2, { Name: 'Service', stringValue: 'Update' }],
    ],
  );
  assert.equal(sets(3)?.length, 4);
  assert.equal(sets(1), undefined);
  refused(driven.request('ServiceDetailReq', { ServiceID: 4 }), 'FAILED_ServiceIDInvalid', 'service_id_invalid');
});

for (const [what, services, payment, code] of [
  ['lacks the charge service', [{ ServiceID: 2, ParameterSetID: 1 }], 'Contract', 'FAILED_NoChargeServiceSelected'],
  ['lacks it and has an unknown one', [{ ServiceID: 9 }], 'Contract', 'FAILED_NoChargeServiceSelected'],
  ['has an unknown service', [{ ServiceID: 1 }, { ServiceID: 9 }], 'Contract', 'FAILED_ServiceSelectionInvalid'],
  [
    'has an unknown parameter set',
    [{ ServiceID: 1 }, { ServiceID: 2, ParameterSetID: 3 }],
    'Contract',
    'FAILED_ServiceSelectionInvalid',
  ],
  ['has a payment that was not offered', [{ ServiceID: 1 }], 'ExternalPayment', 'FAILED_PaymentSelectionInvalid'],
] as const) {
  test(`a selection that ${what} is ${code} [V2G2-465, V2G2-467, V2G2-804]`, async () => {
    const driven = await at('WaitForPaymentServiceSelection', { settings: { paymentOptions: ['Contract'] } });
    const res = driven.request('PaymentServiceSelectionReq', {
      SelectedPaymentOption: payment,
      SelectedServiceList: { SelectedService: services },
    });
    assert.equal(res?.ResponseCode, code);
    assert.ok(res?.isClosed);
  });
}

test('Contract without TLS is FAILED_PaymentSelectionInvalid, at a station for contracts alone too', async () => {
  for (const paymentOptions of [['Contract', 'ExternalPayment'], ['Contract']] as const) {
    const driven = await at('WaitForPaymentServiceSelection', {
      station: { isTls: false },
      settings: { paymentOptions },
    });
    refused(
      await driven.good('PaymentServiceSelectionReq'),
      'FAILED_PaymentSelectionInvalid',
      'payment_selection_invalid',
    );
  }
  const alone = await at('WaitForPaymentServiceSelection', {
    station: { isTls: false },
    settings: { paymentOptions: ['Contract'] },
    payment: 'ExternalPayment',
  });
  refused(
    await alone.good('PaymentServiceSelectionReq'),
    'FAILED_PaymentSelectionInvalid',
    'payment_selection_invalid',
  );
});

test('a car that chooses ExternalPayment though Contract was offered is told of', async () => {
  const driven = await at('WaitForPaymentServiceSelection', { payment: 'ExternalPayment' });
  await driven.good('PaymentServiceSelectionReq');
  assert.ok(driven.effects.some((effect) => effect.do === 'finding' && effect.code === 'ev_declined_pnc'));
});

// PaymentDetails in conformance runs.

test('strict: a country in the leaf is FAILED_CertificateNotAllowedAtThisEVSE [PaymentDetails_008], an inverted order FAILED_CertChainError', async () => {
  const strict = await at('WaitForPaymentDetails', { settings: { isStrict: true } });
  refused(await strict.good('PaymentDetailsReq'), 'FAILED_CertificateNotAllowedAtThisEVSE', 'contract_chain_invalid');
  const driven = await at('WaitForPaymentDetails', { settings: { isStrict: true } });
  const body = goodBody('PaymentDetailsReq', driven) as Bodies['PaymentDetailsReq'];
  const { Certificate, SubCertificates } = body.ContractSignatureCertChain;
  const inverted = { Certificate, SubCertificates: { Certificate: SubCertificates!.Certificate.toReversed() } };
  refused(
    driven.request('PaymentDetailsReq', { ...body, ContractSignatureCertChain: inverted }),
    'FAILED_CertChainError',
    'contract_chain_invalid',
  );
  const lenient = await at('WaitForPaymentDetails');
  const res = lenient.request('PaymentDetailsReq', { ...body, ContractSignatureCertChain: inverted });
  assert.equal(res?.ResponseCode, 'OK', 'outside conformance runs the order is found');
});

for (const [what, knowledge, code, finding] of [
  [
    'of a provider that it does not take',
    { isAllowed: (eMAID: string) => !eMAID.startsWith('DELAB') },
    'FAILED_CertificateNotAllowedAtThisEVSE',
    'contract_not_allowed_here',
  ],
  [
    'whose sub-CA it knows as revoked',
    { isRevoked: ({ isCa }: { isCa: boolean }) => isCa },
    'FAILED_CertificateRevoked',
    'contract_certificate_revoked',
  ],
  [
    'that it knows as ended',
    { isCanceled: (eMAID: string) => eMAID.startsWith('DELAB') },
    'FAILED_ContractCanceled',
    'contract_canceled',
  ],
] as const) {
  test(`a station refuses a contract ${what}: ${code}`, async () => {
    const trust = {
      anchors: () => [certificate('moRoot')],
      isClockSynchronised: () => true,
      isPrivateEnvironment: false,
      ...knowledge,
    };
    const driven = await at('WaitForPaymentDetails', { station: { trust } });
    refused(await driven.good('PaymentDetailsReq'), code, finding);
  });
}

test('PaymentDetailsRes has 16 bytes of challenge, others each time, and the time in seconds', async () => {
  const seen = new Set<string>();
  const memory = new PathMemory();
  const trust = {
    anchors: () => [certificate('moRoot')],
    isClockSynchronised: () => true,
    isPrivateEnvironment: false,
    memory,
  };
  const random = new SeededRandom('challenges');
  for (let i = 0; i < 10_000; i += 1) {
    const driven = await at('WaitForPaymentDetails', { station: { trust, random } });
    const { GenChallenge, EVSETimeStamp } = (await driven.good('PaymentDetailsReq'))!
      .body as unknown as Bodies['PaymentDetailsRes'];
    assert.equal(GenChallenge.length, 16);
    assert.equal(EVSETimeStamp, BigInt(checkAt / 1000));
    seen.add(toHex(GenChallenge));
  }
  assert.equal(seen.size, 10_000);
});

// Authorization.

test('external payment: waiting for the driver, whatever a card before said, until somebody has paid', async () => {
  const driven = await at('WaitForAuthorization', { payment: 'ExternalPayment' });
  driven.perform = () => {};
  assert.equal(driven.request('AuthorizationReq', {}), undefined, 'held');
  driven.now += 1_000;
  const waiting = responseFrom(driven.feed({ type: 'timeout' }));
  assert.deepEqual(waiting, { ResponseCode: 'OK', EVSEProcessing: 'Ongoing_WaitingForCustomerInteraction' });
  assert.equal(driven.secc.state, 'WaitForAuthorization');
  driven.now += 20_000;
  driven.request('AuthorizationReq', {});
  const paid = responseFrom(driven.feed({ type: 'authorizedExternally' }));
  assert.deepEqual(paid, { ResponseCode: 'OK', EVSEProcessing: 'Finished' });
  assert.equal(driven.effects.filter((effect) => effect.do === 'authorizeExternally').length, 1);
});

test('external payment ends at 55 s [Authorization_014], or later where the station says so', async () => {
  for (const [settings, end_ms] of [
    [{}, 55_000],
    [{ externalPaymentTimeout_ms: 300_000 }, 300_000],
  ] as const) {
    const driven = await at('WaitForAuthorization', { payment: 'ExternalPayment', settings });
    driven.perform = () => {};
    const began = driven.now + 1_000;
    for (;;) {
      let res = driven.request('AuthorizationReq', {});
      if (!res) {
        driven.now = driven.secc.deadline!;
        const effects = driven.feed({ type: 'timeout' });
        res = { ResponseCode: String(responseFrom(effects)?.ResponseCode) } as Response;
      }
      if (res.ResponseCode === 'FAILED') break;
      driven.now += 100;
    }
    assert.ok(driven.now - began >= end_ms && driven.now - began < end_ms + 1_000, String(driven.now - began));
    assert.equal(driven.secc.state, 'End');
  }
});

test('with no hold the first answer is Ongoing at once', async () => {
  const driven = await at('WaitForAuthorization', { settings: { authorizationHold_ms: 0 } });
  driven.perform = () => {};
  const res = await driven.good('AuthorizationReq');
  assert.deepEqual(res?.body, { ResponseCode: 'OK', EVSEProcessing: 'Ongoing' });
});

test('a request that comes while an answer is held is FAILED_SequenceError and the end', async () => {
  const driven = await at('WaitForAuthorization');
  driven.perform = () => {};
  assert.equal(await driven.good('AuthorizationReq'), undefined);
  refused(driven.request('AuthorizationReq', {}), 'FAILED_SequenceError', 'sequence_error');
});

test('an answer of the back end that comes after the end changes nothing', async () => {
  const driven = await at('WaitForAuthorization');
  let id = '';
  driven.perform = (effect) => {
    if (effect.do === 'authorize') id = effect.id;
  };
  await driven.good('AuthorizationReq');
  driven.feed({ type: 'closed', reason: 'gone' });
  assert.deepEqual(driven.feed({ type: 'authorized', id, outcome: 'accepted' }), []);
  assert.equal(driven.secc.state, 'End');
});

// ChargeParameterDiscovery.

const discoveries: readonly (readonly [string, 'AC' | 'DC', Partial<Bodies['ChargeParameterDiscoveryReq']>, string])[] =
  [
    ['a mode that was not offered', 'AC', { RequestedEnergyTransferMode: 'DC_core' }, 'FAILED_WrongEnergyTransferMode'],
    [
      'an AC mode with no AC parameter',
      'DC',
      { RequestedEnergyTransferMode: 'AC_three_phase_core' },
      'FAILED_WrongChargeParameter',
    ],
    [
      'a DC mode with no DC parameter',
      'AC',
      { RequestedEnergyTransferMode: 'DC_extended' },
      'FAILED_WrongChargeParameter',
    ],
  ];
for (const [what, kind, change, code] of discoveries) {
  test(`${what} is ${code} [V2G2-476, V2G2-477]`, async () => {
    const driven = await at('WaitForChargeParameterDiscovery', { kind });
    const body = {
      ...(goodBody('ChargeParameterDiscoveryReq', driven) as Bodies['ChargeParameterDiscoveryReq']),
      ...change,
    };
    refused(driven.request('ChargeParameterDiscoveryReq', body as never), code, 'charge_parameter_invalid');
  });
}

for (const [field, value] of [
  ['EVMaxCurrent', -1],
  ['EVMaxCurrent', 5],
  ['EVMinCurrent', 33],
  ['EAmount', -1],
  ['EVMaxVoltage', -230],
] as const) {
  test(`AC: ${field} of ${value} is FAILED_WrongChargeParameter`, async () => {
    const driven = await at('WaitForChargeParameterDiscovery');
    const body = goodBody('ChargeParameterDiscoveryReq', driven) as { AC_EVChargeParameter: Record<string, object> };
    const wrong = { ...body.AC_EVChargeParameter[field], Multiplier: 0, Value: value };
    const res = driven.request('ChargeParameterDiscoveryReq', {
      ...body,
      AC_EVChargeParameter: { ...body.AC_EVChargeParameter, [field]: wrong },
    } as never);
    refused(res, 'FAILED_WrongChargeParameter', 'charge_parameter_invalid');
  });
}

for (const [field, value] of [
  ['EVMaximumCurrentLimit', -1],
  ['EVMaximumVoltageLimit', 149],
] as const) {
  test(`DC: ${field} of ${value} is FAILED_WrongChargeParameter`, async () => {
    const driven = await at('WaitForChargeParameterDiscovery', { kind: 'DC' });
    const body = goodBody('ChargeParameterDiscoveryReq', driven) as { DC_EVChargeParameter: Record<string, object> };
    const wrong = { ...body.DC_EVChargeParameter[field], Value: value };
    const res = driven.request('ChargeParameterDiscoveryReq', {
      ...body,
      DC_EVChargeParameter: { ...body.DC_EVChargeParameter, [field]: wrong },
    } as never);
    refused(res, 'FAILED_WrongChargeParameter', 'charge_parameter_invalid');
  });
}

test('a unit that does not fit is noted and not refused', async () => {
  const driven = await at('WaitForChargeParameterDiscovery');
  const body = goodBody('ChargeParameterDiscoveryReq', driven) as { AC_EVChargeParameter: Record<string, object> };
  const res = driven.request('ChargeParameterDiscoveryReq', {
    ...body,
    AC_EVChargeParameter: { ...body.AC_EVChargeParameter, EAmount: W(5) },
  } as never);
  assert.equal(res?.ResponseCode, 'OK');
  assert.deepEqual(res?.findings, ['unit_unexpected']);
});

test('the schedule lasts until departure, or a day; longer ones have an entry a day and one duration, in the last [V2G2-303, V2G2-304]', async () => {
  assert.deepEqual(await entries(7_200), [[0, 7_200]]);
  assert.deepEqual(await entries(undefined), [[0, 86_400]]);
  assert.deepEqual(await entries(200_000), [
    [0, undefined],
    [86_400, undefined],
    [172_800, 27_200],
  ]);
  assert.deepEqual(await entries(0), [[0, 1]]);

  async function entries(DepartureTime: number | undefined) {
    const driven = await at('WaitForChargeParameterDiscovery');
    const body = goodBody('ChargeParameterDiscoveryReq', driven) as Bodies['ChargeParameterDiscoveryReq'];
    const { DepartureTime: _, ...parameter } = body.AC_EVChargeParameter!;
    const departure = DepartureTime === undefined ? {} : { DepartureTime };
    const res = driven.request('ChargeParameterDiscoveryReq', {
      ...body,
      AC_EVChargeParameter: { ...parameter, ...departure },
    } as never);
    const { SAScheduleList } = res!.body as unknown as Bodies['ChargeParameterDiscoveryRes'];
    return SAScheduleList!.SAScheduleTuple[0]!.PMaxSchedule.PMaxScheduleEntry.map(({ RelativeTimeInterval }) => [
      RelativeTimeInterval!.start,
      RelativeTimeInterval!.duration,
    ]);
  }
});

test('the limits are those of now: three phases, one phase, DC', async () => {
  const three = await at('WaitForChargeParameterDiscovery');
  assert.equal(limit((await three.good('ChargeParameterDiscoveryReq'))!, 0), 3 * 230 * 32);
  const one = await at('WaitForChargeParameterDiscovery');
  one.feed({ type: 'limits', ac: { nominalVoltage_V: 230, maxCurrent_A: 10, minCurrent_A: 6, RCD: false } });
  const body = goodBody('ChargeParameterDiscoveryReq', one) as Bodies['ChargeParameterDiscoveryReq'];
  const res = one.request('ChargeParameterDiscoveryReq', {
    ...body,
    RequestedEnergyTransferMode: 'AC_single_phase_core',
  } as never);
  assert.equal(limit(res!, 0), 2_300);
  const dc = await at('WaitForChargeParameterDiscovery', { kind: 'DC' });
  const answer = (await dc.good('ChargeParameterDiscoveryReq'))!;
  assert.equal(limit(answer, 0), 150_000);
  assert.ok('DC_EVSEChargeParameter' in answer.body);
});

test('schedules that are asked for: Ongoing without SASchedules until they come, then theirs with their signature', async () => {
  const driven = await at('WaitForChargeParameterDiscovery', { settings: { schedules: 'asked' } });
  let asked: Extract<SeccEffect, { do: 'schedules' }> | undefined;
  driven.perform = (effect) => {
    if (effect.do === 'schedules') asked = effect;
  };
  assert.equal(await driven.good('ChargeParameterDiscoveryReq'), undefined, 'held');
  assert.ok(asked?.request.AC_EVChargeParameter);
  driven.now += 1_000;
  const ongoing = responseFrom(driven.feed({ type: 'timeout' }))!;
  assert.equal(ongoing.EVSEProcessing, 'Ongoing');
  assert.equal('SAScheduleList' in ongoing, false);
  driven.feed({ type: 'schedules', id: 'another', SAScheduleList: paused.SAScheduleList! });
  assert.equal(await driven.good('ChargeParameterDiscoveryReq'), undefined, 'still held');
  const finished = responseFrom(
    driven.feed({ type: 'schedules', id: asked!.id, SAScheduleList: paused.SAScheduleList! }),
  )!;
  assert.equal(finished.EVSEProcessing, 'Finished');
  assert.deepEqual(finished.SAScheduleList, paused.SAScheduleList);
  assert.equal(driven.secc.state, 'WaitForPowerDelivery');
});

test('where no schedules come, the station makes its own at the end of Ongoing', async () => {
  const driven = await at('WaitForChargeParameterDiscovery', { settings: { schedules: 'asked' } });
  driven.perform = () => {};
  let last: Readonly<Record<string, unknown>> | undefined;
  while (driven.secc.state === 'WaitForChargeParameterDiscovery') {
    await driven.good('ChargeParameterDiscoveryReq');
    driven.now = driven.secc.deadline!;
    last = responseFrom(driven.feed({ type: 'timeout' }));
  }
  assert.equal(last?.EVSEProcessing, 'Finished');
  assert.ok(driven.now - checkAt >= 56_000 && driven.now - checkAt < 57_100, String(driven.now - checkAt));
  assert.ok(driven.effects.some((effect) => effect.do === 'finding' && effect.code === 'schedules_timeout'));
});

// PowerDelivery.

test('a tuple that was not offered is FAILED_TariffSelectionInvalid [V2G2-479]', async () => {
  const driven = await at('WaitForPowerDelivery');
  refused(power(driven, { SAScheduleTupleID: 2 }), 'FAILED_TariffSelectionInvalid', 'schedule_tuple_unknown');
});

test('a profile above PMax is FAILED_ChargingProfileInvalid, one at it or after the schedule is not [V2G2-224, V2G2-478]', async () => {
  const profile = (...entries: readonly (readonly [number, number])[]) => ({
    ChargingProfile: {
      ProfileEntry: entries.map(([ChargingProfileEntryStart, watt]) => ({
        ChargingProfileEntryStart,
        ChargingProfileEntryMaxPower: W(watt),
      })),
    },
  });
  const above = await at('WaitForPowerDelivery');
  refused(
    power(above, profile([0, 11_000], [60, 22_081])),
    'FAILED_ChargingProfileInvalid',
    'charging_profile_invalid',
  );
  const within = await at('WaitForPowerDelivery');
  assert.equal(power(within, profile([0, 22_080], [90_000, 11_000]))?.ResponseCode, 'OK');
});

test('Renegotiate before any Start is FAILED', async () => {
  const driven = await at('WaitForPowerDelivery');
  refused(power(driven, { ChargeProgress: 'Renegotiate' }), 'FAILED', 'power_delivery_sequence');
});

test('Start is answered when the contactor has closed; if it does not, FAILED_ContactorError at 4.5 s', async () => {
  const slow = await at('WaitForPowerDelivery');
  slow.perform = () => {};
  assert.equal(power(slow), undefined);
  assert.deepEqual(
    slow.effects.filter((effect) => effect.do === 'energy'),
    [{ do: 'energy', want: 'start', kind: 'AC' }],
  );
  slow.now += 2_900;
  assert.equal(responseFrom(slow.feed({ type: 'energy', state: 'on' }))?.ResponseCode, 'OK');

  const stuck = await at('WaitForPowerDelivery');
  stuck.perform = () => {};
  power(stuck);
  stuck.now = stuck.secc.deadline!;
  assert.equal(stuck.now - checkAt, 4_500);
  const effects = stuck.feed({ type: 'timeout' });
  assert.equal(responseFrom(effects)?.ResponseCode, 'FAILED_ContactorError');
  assert.ok(
    effects.some((effect) => effect.do === 'energy' && effect.want === 'stop'),
    'and it is opened',
  );

  const broken = await at('WaitForPowerDelivery');
  broken.perform = () => {};
  power(broken);
  assert.equal(responseFrom(broken.feed({ type: 'energy', state: 'failed' }))?.ResponseCode, 'FAILED_ContactorError');
});

test('DC: a station that is not ready, or a car with an error, is FAILED_PowerDeliveryNotApplied at Start [V2G2-480]', async () => {
  const unready = await at('WaitForPowerDeliveryAfterPreCharge', { kind: 'DC' });
  unready.feed({ type: 'notify', EVSENotification: 'StopCharging', NotificationMaxDelay: 0 });
  refused(power(unready), 'FAILED_PowerDeliveryNotApplied', 'power_delivery_failed');
  const error = await at('WaitForPowerDeliveryAfterPreCharge', { kind: 'DC' });
  const status = { EVReady: true, EVErrorCode: 'FAILED_EVRESSMalfunction', EVRESSSOC: 1 } as const;
  const parameter = { DC_EVPowerDeliveryParameter: { DC_EVStatus: status, ChargingComplete: false } };
  refused(power(error, parameter), 'FAILED_PowerDeliveryNotApplied', 'power_delivery_failed');
});

test('DC: an error of the car does not change the answer to Stop [PowerDelivery_014 to 021]', async () => {
  const driven = await at('WaitForCurrentDemand', { kind: 'DC' });
  const status = { EVReady: false, EVErrorCode: 'FAILED_ChargingVoltageOutOfRange', EVRESSSOC: 1 } as const;
  const res = power(driven, {
    ChargeProgress: 'Stop',
    DC_EVPowerDeliveryParameter: { DC_EVStatus: status, ChargingComplete: true },
  });
  assert.equal(res?.ResponseCode, 'OK');
  assert.equal(driven.secc.state, 'WaitForWeldingDetection');
});

test('Stop before the loop: AC then waits for SessionStop, DC for WeldingDetection', async () => {
  const ac = await at('WaitForPowerDelivery');
  assert.equal(power(ac, { ChargeProgress: 'Stop' })?.ResponseCode, 'OK');
  assert.equal(ac.secc.state, 'WaitForSessionStop');
  const dc = await at('WaitForPowerDeliveryAfterPreCharge', { kind: 'DC' });
  assert.equal(power(dc, { ChargeProgress: 'Stop' })?.ResponseCode, 'OK');
  assert.equal(dc.secc.state, 'WaitForWeldingDetection');
});

test('Renegotiate in the loop: AC keeps the power on, DC switches it off and measures the isolation again', async () => {
  const ac = await at('WaitForChargingStatus');
  assert.equal(power(ac, { ChargeProgress: 'Renegotiate' })?.ResponseCode, 'OK');
  assert.equal(ac.secc.state, 'WaitForChargeParameterDiscovery');
  assert.equal(ac.secc.session.energy, 'on');
  await ac.to('WaitForChargingStatus');

  const dc = await at('WaitForCurrentDemand', { kind: 'DC' });
  const checks = () => dc.effects.filter((effect) => effect.do === 'cableCheck').length;
  assert.equal(checks(), 1);
  assert.equal(power(dc, { ChargeProgress: 'Renegotiate' })?.ResponseCode, 'OK');
  assert.equal(dc.secc.session.energy, 'off');
  await dc.to('WaitForCurrentDemand');
  assert.equal(checks(), 2);
});

test('after PowerDelivery(Stop) in DC a new discovery is taken, once welding detection has begun not [V2G2-597, V2G2-601]', async () => {
  const driven = await at('WaitForWeldingDetection', { kind: 'DC' });
  await driven.good('ChargeParameterDiscoveryReq');
  assert.equal(driven.secc.state, 'WaitForCableCheck');
  const later = await at('WaitForWeldingDetectionOrSessionStop', { kind: 'DC' });
  refused(await later.good('ChargeParameterDiscoveryReq'), 'FAILED_SequenceError', 'sequence_error');
});

// The loop.

test('AC by contract leaves EVSEMaxCurrent out and sends ReceiptRequired; by card it is the other way round [V2G2-691]', async () => {
  const contract = await at('WaitForFirstChargingStatus');
  const first = (await contract.good('ChargingStatusReq'))!.body;
  assert.equal('EVSEMaxCurrent' in first, false);
  assert.equal(first.ReceiptRequired, false);
  assert.deepEqual(first.MeterInfo, { MeterID: 'MTR-1', MeterReading: 48_000n });
  const card = await at('WaitForFirstChargingStatus', {
    payment: 'ExternalPayment',
    settings: { receipts: { every_ms: 1 } },
  });
  const other = (await card.good('ChargingStatusReq'))!.body;
  assert.deepEqual(other.EVSEMaxCurrent, { Multiplier: 0, Unit: 'A', Value: 32 });
  assert.equal(other.ReceiptRequired, false);
});

test('a car that skips the receipt is FAILED_SequenceError', async () => {
  const driven = await at('WaitForMeteringReceipt', { settings: { receipts: { every_ms: 1 } } });
  refused(await driven.good('ChargingStatusReq'), 'FAILED_SequenceError', 'sequence_error');
});

test('a receipt is checked against what was sent, for this session, by this key', async () => {
  const good = await at('WaitForMeteringReceipt', { settings: { receipts: { every_ms: 1 } } });
  assert.equal((await good.good('MeteringReceiptReq'))?.ResponseCode, 'OK');
  assert.ok(good.effects.some((effect) => effect.do === 'receipt' && effect.exi.length > 100));
  for (const change of [
    { MeterInfo: { MeterID: 'MTR-1', MeterReading: 1n } },
    { MeterInfo: { MeterID: 'MTR-2', MeterReading: 48_000n } },
    { MeterInfo: { MeterID: 'MTR-1', MeterReading: 48_000n, TMeter: 1n } },
    { MeterInfo: { MeterID: 'MTR-1', MeterReading: 48_000n, SigMeterReading: Uint8Array.of(1) } },
    { SessionID: new Uint8Array(8) },
    { SAScheduleTupleID: 9 },
  ]) {
    const driven = await at('WaitForMeteringReceipt', { settings: { receipts: { every_ms: 1 } } });
    const body = { ...(goodBody('MeteringReceiptReq', driven) as Bodies['MeteringReceiptReq']), ...change };
    refused(await driven.signed('MeteringReceiptReq', body), 'FAILED_MeteringSignatureNotValid', 'receipt_invalid');
  }
  const foreign = await at('WaitForMeteringReceipt', { settings: { receipts: { every_ms: 1 } } });
  const body = goodBody('MeteringReceiptReq', foreign) as Bodies['MeteringReceiptReq'];
  refused(
    await foreign.signed('MeteringReceiptReq', body, 'oemProv'),
    'FAILED_MeteringSignatureNotValid',
    'receipt_invalid',
  );
});

test('a wish of the station is in every status until the car has obeyed', async () => {
  const driven = await at('WaitForChargingStatus');
  driven.feed({ type: 'notify', EVSENotification: 'StopCharging', NotificationMaxDelay: 5 });
  for (let i = 0; i < 2; i += 1) {
    const { AC_EVSEStatus } = (await driven.good('ChargingStatusReq'))!.body;
    assert.deepEqual(AC_EVSEStatus, { NotificationMaxDelay: 5, EVSENotification: 'StopCharging', RCD: false });
  }
  const stopped = power(driven, { ChargeProgress: 'Stop' })!.body;
  assert.deepEqual(stopped.AC_EVSEStatus, { NotificationMaxDelay: 0, EVSENotification: 'None', RCD: false });
});

test('power that goes away by itself asks the car to stop', async () => {
  const driven = await at('WaitForChargingStatus');
  driven.feed({ type: 'energy', state: 'off' });
  const { AC_EVSEStatus } = (await driven.good('ChargingStatusReq'))!.body as {
    AC_EVSEStatus: { EVSENotification: string };
  };
  assert.equal(AC_EVSEStatus.EVSENotification, 'StopCharging');
});

test('CurrentDemand hands the target to the output, within the limits, and tells what is measured', async () => {
  const driven = await at('WaitForFirstCurrentDemand', { kind: 'DC' });
  driven.perform = () => {};
  driven.feed({ type: 'present', voltage_V: 379, current_A: 95.5 });
  const body = goodBody('CurrentDemandReq', driven) as Bodies['CurrentDemandReq'];
  const res = driven.request('CurrentDemandReq', {
    ...body,
    EVTargetCurrent: { Multiplier: 0, Unit: 'A', Value: 500 },
  })!;
  const demand = res.body as unknown as Bodies['CurrentDemandRes'];
  assert.deepEqual(demand.EVSEPresentVoltage, { Multiplier: 0, Unit: 'V', Value: 379 });
  assert.deepEqual(demand.EVSEPresentCurrent, { Multiplier: -1, Unit: 'A', Value: 955 });
  assert.deepEqual(
    [demand.EVSECurrentLimitAchieved, demand.EVSEVoltageLimitAchieved, demand.EVSEPowerLimitAchieved],
    [true, false, true],
  );
  const target = driven.effects.findLast((effect) => effect.do === 'target');
  assert.deepEqual(target, { do: 'target', phase: 'charge', voltage_V: 380, current_A: 150_000 / 379 });
});

// DC before the loop.

test('CableCheck: Ongoing until the isolation is measured, FAILED on a fault, after 38 s, or with an error of the car', async () => {
  const driven = await at('WaitForCableCheck', { kind: 'DC' });
  driven.perform = () => {};
  const first = (await driven.good('CableCheckReq'))!.body as unknown as Bodies['CableCheckRes'];
  assert.equal(first.EVSEProcessing, 'Ongoing');
  assert.equal(first.DC_EVSEStatus.EVSEStatusCode, 'EVSE_IsolationMonitoringActive');
  driven.feed({ type: 'isolation', status: 'Warning' });
  const last = (await driven.good('CableCheckReq'))!.body as unknown as Bodies['CableCheckRes'];
  assert.equal(last.EVSEProcessing, 'Finished');
  assert.deepEqual(
    [last.DC_EVSEStatus.EVSEIsolationStatus, last.DC_EVSEStatus.EVSEStatusCode],
    ['Warning', 'EVSE_Ready'],
  );
  for (const status of ['Fault', 'Invalid'] as const) {
    const faulty = await at('WaitForCableCheck', { kind: 'DC' });
    faulty.feed({ type: 'isolation', status });
    refused(await faulty.good('CableCheckReq'), 'FAILED', 'isolation_fault');
  }
  const slow = await at('WaitForCableCheck', { kind: 'DC' });
  slow.perform = () => {};
  await slow.good('CableCheckReq');
  slow.now += 37_999;
  assert.equal((await slow.good('CableCheckReq'))?.ResponseCode, 'OK');
  slow.now += 1;
  refused(await slow.good('CableCheckReq'), 'FAILED', 'isolation_fault');
  const error = await at('WaitForCableCheck', { kind: 'DC' });
  const DC_EVStatus = { EVReady: true, EVErrorCode: 'FAILED_EVShiftPosition', EVRESSSOC: 1 } as const;
  refused(error.request('CableCheckReq', { DC_EVStatus }), 'FAILED', 'ev_error');
});

test('PreCharge: the output is told, the voltage is told; FAILED when it is not reached in 5 s', async () => {
  const driven = await at('WaitForPreCharge', { kind: 'DC' });
  driven.perform = () => {};
  assert.equal((await driven.good('PreChargeReq'))?.ResponseCode, 'OK');
  const target = driven.effects.findLast((effect) => effect.do === 'target');
  assert.deepEqual(target, { do: 'target', phase: 'preCharge', voltage_V: 380, current_A: 1 });
  driven.now += 4_999;
  assert.equal((await driven.good('PreChargeReq'))?.ResponseCode, 'OK');
  driven.now += 1;
  refused(await driven.good('PreChargeReq'), 'FAILED', 'power_delivery_failed');
  const reached = await at('WaitForPreCharge', { kind: 'DC' });
  await reached.good('PreChargeReq');
  reached.now += 60_000 - 1;
  assert.equal((await reached.good('PreChargeReq'))?.ResponseCode, 'OK', 'reached is reached');
});

// Pilot.

for (const [state, name, wanted, kind] of [
  ['WaitForCableCheck', 'CableCheckReq', 'C', 'DC'],
  ['WaitForWeldingDetection', 'WeldingDetectionReq', 'B', 'DC'],
  ['WaitForSessionStop', 'SessionStopReq', 'B', 'AC'],
] as const) {
  test(`${name} waits up to 1.5 s for pilot ${wanted}, else FAILED, where the pilot is checked [V2G2-913, V2G2-917]`, async () => {
    const wrong = wanted === 'C' ? 'B' : 'C';
    const seen = await checked();
    seen.feed({ type: 'pilot', state: wrong });
    assert.equal(await seen.good(name), undefined, 'held');
    assert.equal(responseFrom(seen.feed({ type: 'pilot', state: wanted }))?.ResponseCode, 'OK');
    const unseen = await checked();
    unseen.feed({ type: 'pilot', state: wrong });
    await unseen.good(name);
    unseen.now += 1_500;
    assert.equal(responseFrom(unseen.feed({ type: 'timeout' }))?.ResponseCode, 'FAILED');

    async function checked(): Promise<Driven> {
      const driven = new Driven({ kind, settings: { isPilotChecked: true } });
      driven.feed({ type: 'pilot', state: kind === 'DC' ? 'C' : 'B' });
      return driven.to(state);
    }
  });
}

// SessionStop.

test('Pause before the loop has ended is FAILED, after it the session is kept', async () => {
  const early = await at('WaitForPowerDelivery');
  refused(early.request('SessionStopReq', { ChargingSession: 'Pause' }), 'FAILED', 'pause_too_early');
  const driven = await at('WaitForSessionStop');
  assert.equal(driven.request('SessionStopReq', { ChargingSession: 'Pause' })?.ResponseCode, 'OK');
  const kept = driven.effects.find((effect) => effect.do === 'pause')!.paused;
  assert.deepEqual(
    [toHex(kept.sessionId), kept.payment, kept.SAScheduleTupleID, kept.energyTransferMode],
    [toHex(driven.secc.session.sessionId), 'Contract', 1, 'AC_three_phase_core'],
  );
  const ended = driven.effects.find((effect) => effect.do === 'session' && effect.event === 'ended');
  assert.deepEqual(ended, { do: 'session', event: 'ended', reason: 'SessionStop', isPaused: true });
});

// Emergency, silence, loss.

test('an emergency switches the power off and closes; a held answer goes out as FAILED first', async () => {
  const driven = await at('WaitForChargingStatus');
  const effects = driven.feed({ type: 'emergency', reason: 'protective earth lost' });
  assert.ok(effects.some((effect) => effect.do === 'energy' && effect.want === 'stop'));
  assert.ok(effects.some((effect) => effect.do === 'close'));
  const held = await at('WaitForPowerDelivery');
  held.perform = () => {};
  power(held);
  assert.equal(responseFrom(held.feed({ type: 'emergency', reason: 'button' }))?.ResponseCode, 'FAILED');
});

test('silence after any response: without an answer the connection closes at 60 s and the power goes off', async () => {
  for (const state of [
    'WaitForServiceDiscovery',
    'WaitForPaymentDetails',
    'WaitForAuthorization',
    'WaitForChargingStatus',
  ] as const) {
    const driven = await at(state);
    driven.now = driven.secc.deadline!;
    assert.equal(driven.now - checkAt, 60_000);
    const effects = driven.feed({ type: 'timeout' });
    assert.equal(responseFrom(effects), undefined);
    assert.ok(effects.some((effect) => effect.do === 'finding' && effect.code === 'sequence_timeout'));
    assert.ok(effects.some((effect) => effect.do === 'close'));
    assert.equal(
      effects.some((effect) => effect.do === 'energy' && effect.want === 'stop'),
      state === 'WaitForChargingStatus',
    );
  }
});

test('a car that vanishes while charging: the power goes off', async () => {
  const driven = await at('WaitForChargingStatus');
  const effects = driven.feed({ type: 'closed', reason: 'reset' });
  assert.deepEqual(
    effects.slice(0, 2).map((effect) => (effect.do === 'finding' ? effect.code : effect.do)),
    ['energy', 'ev_closed_early'],
  );
});

function power(driven: Driven, change: Partial<PowerDeliveryReq> = {}): Response | undefined {
  return driven.request('PowerDeliveryReq', {
    ChargeProgress: 'Start',
    SAScheduleTupleID: 1,
    ...change,
  } as PowerDeliveryReq);
}

function responseFrom(effects: readonly SeccEffect[]): Readonly<Record<string, unknown>> | undefined {
  const sent = effects.find((effect) => effect.do === 'send');
  return sent && (Object.values(sent.message.Body)[0] as Readonly<Record<string, unknown>>);
}

function limit(res: Response, entry: number): number {
  const { SAScheduleList } = res.body as unknown as Bodies['ChargeParameterDiscoveryRes'];
  const { PMax } = SAScheduleList!.SAScheduleTuple[0]!.PMaxSchedule.PMaxScheduleEntry[entry]!;
  return PMax.Value * 10 ** PMax.Multiplier;
}
