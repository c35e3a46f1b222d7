/** Plug & Charge from plug to unplug: car, SECC, OCPP, in virtual time. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import { isForDriver, refusalMessage } from '../src/display.ts';
import { contractUnder, emaid, issue, ocspUrl, pki, startAt } from './pki.ts';
import { build, codes, events, visit, type World } from './world.ts';

const v2gOnly = { roots: [{ use: 'v2g' as const, certificate: pki.v2gRoot.certificate }] };

async function charged(world: World, options: Parameters<typeof visit>[1] = {}) {
  const result = await world.clock.settle(visit(world, options));
  await world.clock.advance(5_000);
  return result;
}

test('a contract is authorized by hash data, the car charges and stops, the CSMS hears of each step [C07, E01, E15]', async () => {
  const world = await build();
  await world.start();
  const { end, dialogue } = await charged(world);
  assert.ok(end?.ok);
  assert.equal(end.result.outcome, 'charged');
  assert.equal(dialogue.at(-1), 'SessionStopReq OK');
  assert.deepEqual(codes(world), []);
  const [authorize, ...more] = world.csms.of('Authorize');
  assert.equal(more.length, 0);
  assert.deepEqual(authorize?.idToken, { idToken: emaid, type: 'eMAID' });
  assert.equal(authorize?.certificate, undefined);
  assert.deepEqual(
    authorize?.iso15118CertificateHashData?.map(({ serialNumber, responderURL }) => [serialNumber, responderURL]),
    [pki.contract, pki.mo2, pki.mo1].map(({ certificate }) => [certificate.serialNumber, ocspUrl]),
  );
  assert.deepEqual(events(world), [
    'Started CablePluggedIn EVConnected 0',
    'Updated Authorized EVConnected 1',
    'Updated ChargingStateChanged Charging 2',
    'Updated MeterValuePeriodic Charging 3',
    'Updated MeterValuePeriodic Charging 4',
    'Updated MeterValuePeriodic Charging 5',
    'Updated ChargingStateChanged EVConnected 6',
    'Ended StopAuthorized EVConnected 7 StoppedByEV',
  ]);
  const sent = world.csms.of('TransactionEvent');
  assert.deepEqual(
    sent.map(({ idToken }) => idToken?.idToken),
    [undefined, emaid, undefined, undefined, undefined, undefined, undefined, undefined],
    'who pays is said once',
  );
  assert.equal(new Set(sent.map(({ transactionInfo }) => transactionInfo.transactionId)).size, 1);
  assert.deepEqual(sent[0]?.evse, { id: 1, connectorId: 1 });
  const energy = sent.map(({ meterValue }) => meterValue?.at(-1)?.sampledValue[0]);
  assert.equal(energy[0]?.context, 'Transaction.Begin');
  assert.equal(energy[3]?.context, 'Sample.Periodic');
  assert.equal(energy.at(-1)?.context, 'Transaction.End');
  assert.ok(energy.at(-1)!.value > energy[0]!.value, 'the meter has counted');
  assert.deepEqual(
    world.csms.of('StatusNotification').map(({ connectorStatus }) => connectorStatus),
    ['Available', 'Occupied', 'Available'],
  );
});

test('message ids carry the trace of the attempt, and each exchange is in the trace with its time', async () => {
  const world = await build();
  await world.start();
  await charged(world);
  const traceId = world.records.find((record) => record.type === 'session' && record.event === 'plugged')?.traceId;
  assert.match(traceId ?? '', /^[0-9a-f]{32}$/);
  const ofAttempt = world.csms.calls.filter(({ id }) => id.startsWith(traceId!));
  assert.deepEqual(ofAttempt.map(({ action }) => action).toSorted(), [
    'Authorize',
    'NotifyEVChargingNeeds',
    'NotifyEVChargingSchedule',
    ...Array(8).fill('TransactionEvent'),
  ]);
  assert.equal(new Set(world.csms.calls.map(({ id }) => id)).size, world.csms.calls.length);
  const exchanges = world.records.filter((record) => record.type === 'message' && record.traceId === traceId);
  const names = exchanges.map((record) => record.type === 'message' && record.message);
  for (const name of ['SECCDiscoveryReq', 'handshake', 'PaymentDetailsReq', 'AuthorizationReq', 'Authorize'])
    assert.ok(names.includes(name), name);
  const late = exchanges.filter(
    (record) => record.type === 'message' && record.limit_ms !== undefined && record.took_ms! > record.limit_ms / 10,
  );
  assert.deepEqual(late, [], 'every response is ten times faster than its limit');
  JSON.stringify(world.records);
});

/** What the SECC finds against a contract. */
const causesOfStation: readonly string[] = [
  'contract_tls_mismatch',
  'contract_emaid_mismatch',
  'contract_chain_invalid',
  'contract_chain_missing',
  'contract_chain_too_long',
  'contract_certificate_malformed',
  'contract_certificate_expired',
  'contract_country_name',
  'contract_root_missing',
  'signature_missing',
  'signature_invalid',
  'challenge_mismatch',
  'certificate_installation_failed',
  'certinstall_timeout',
  'clock_not_synchronised',
];

test('the CSMS refuses: FAILED to the car, no Authorized or Charging event, and the driver reads why [TC_C_51]', async () => {
  const world = await build();
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Blocked' }, certificateStatus: 'ContractCancelled' });
  await world.start();
  const { end, dialogue } = await charged(world);
  assert.ok(end && !end.ok);
  assert.equal(dialogue.at(-1), 'AuthorizationReq FAILED');
  assert.ok(codes(world).includes('csms_refused'));
  assert.deepEqual(events(world), [
    'Started CablePluggedIn EVConnected 0',
    'Ended EVCommunicationLost Idle 1 EVDisconnected',
  ]);
  const refused = world.shown.find(({ kind }) => kind === 'refused');
  assert.match(refused?.text ?? '', /ended.*card or app/);
  assert.equal(refused?.isExternalPaymentOffered, true);
  assert.equal(world.shown.at(-1), refused, 'nothing after it takes it off the display');
});

test("the provider's own words come first on the display, in its language", async () => {
  const world = await build({ settings: { languages: ['de'] } });
  world.csms.answers.Authorize = () => ({
    idTokenInfo: {
      status: 'NoCredit',
      personalMessage: { format: 'UTF8', language: 'nl', content: 'Uw tegoed is op.' },
    },
    certificateStatus: 'Accepted',
  });
  await world.start();
  await charged(world);
  const refused = world.shown.find(({ kind }) => kind === 'refused');
  assert.equal(refused?.text, 'Uw tegoed is op. Sie können mit Karte oder App bezahlen.');
  assert.equal(refused?.language, 'nl');
});

test('what the station refuses by itself is told to the driver, with the way out, and the end of the session does not write over it', async () => {
  const cases: readonly (readonly [Parameters<typeof build>[0], number | undefined, RegExp])[] = [
    [{ factory: v2gOnly }, undefined, /does not know the issuer.*card or app/],
    [{}, -86_400_000, /has expired.*card or app/],
    [{ settings: { languages: ['de'] } }, -86_400_000, /abgelaufen.*Karte oder App/],
  ];
  for (const [options, until, text] of cases) {
    const world = await build(options);
    await world.start();
    const contract =
      until === undefined
        ? undefined
        : await contractUnder(pki.mo2, { from: startAt - 9 * 86_400_000, until: startAt + until });
    await charged(world, contract && { contract });
    assert.match(world.shown.at(-1)?.text ?? '', text);
    assert.deepEqual(
      world.shown.map(({ kind }) => kind),
      ['refused'],
    );
    assert.equal(world.shown.at(-1)?.isExternalPaymentOffered, true);
  }
});

test('every cause that the driver reads has words in each language', () => {
  const of = (languages: string[], code: string) => refusalMessage(1, { code }, languages, true).text;
  for (const code of causesOfStation) {
    assert.ok(isForDriver(code), code);
    assert.notEqual(of(['en'], code), of(['de'], code));
    assert.notEqual(of(['de'], code), of(['de'], 'other'), code);
  }
});

test('Accepted without certificateStatus is a refusal, since certificate material was sent', async () => {
  const world = await build();
  world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted' } });
  await world.start();
  const { end } = await charged(world);
  assert.ok(end && !end.ok);
  assert.ok(codes(world).includes('certificate_status_missing'));
});

test('an answer that breaks the schema, and a CALLERROR, refuse', async () => {
  for (const answer of [
    () => ({ idTokenInfo: { status: 'Maybe' } }) as never,
    () => Promise.reject(new Error('broken')),
  ]) {
    const world = await build();
    world.csms.answers.Authorize = () => ({ idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' });
    await world.start();
    const raw = answer;
    world.csms.broken = raw as never;
    const { end } = await charged(world);
    assert.ok(end && !end.ok);
    assert.ok(codes(world).includes('authorize_failed'));
  }
});

test('no answer to Authorize within its time refuses, while the car is kept waiting with Ongoing', async () => {
  const world = await build({ settings: { authorize_ms: 20_000 } });
  world.csms.answers.Authorize = () => new Promise<never>(() => {});
  await world.start();
  const { end, dialogue } = await charged(world);
  assert.ok(end && !end.ok);
  assert.ok(codes(world).includes('authorize_timeout'));
  assert.ok(dialogue.filter((line) => line === 'AuthorizationReq OK').length > 10);
  assert.equal(dialogue.at(-1), 'AuthorizationReq FAILED');
});

test('the socket is lost while Authorize is open: refused; by the setting the offline rules decide', async () => {
  for (const offlineFallback of [false, true]) {
    const world = await build({
      settings: { offlineFallback },
      variables: {
        'ISO15118Ctrlr.ContractValidationOffline': 'true',
        'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
      },
    });
    world.csms.answers.Authorize = () => {
      world.links.at(-1)!.cut();
      return new Promise<never>(() => {});
    };
    await world.start();
    const { end } = await charged(world);
    assert.equal(end?.ok, offlineFallback);
    assert.equal(codes(world).includes('authorize_failed'), !offlineFallback);
  }
});

test('offline without ContractValidationOffline: refused, and the CSMS hears of it later with offline=true [C07.FR.07, E12]', async () => {
  const world = await build();
  await world.start();
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(1_000);
  assert.equal(world.station.isOnline, false);
  const plugged = world.clock.now();
  const { dialogue } = await charged(world);
  assert.equal(dialogue.at(-1), 'AuthorizationReq FAILED');
  assert.ok(codes(world).includes('station_offline'));
  assert.deepEqual(world.csms.of('Authorize'), []);
  world.csms.isDown = false;
  await world.clock.advance(120_000);
  assert.deepEqual(events(world), [
    'Started CablePluggedIn EVConnected 0 offline',
    'Ended EVCommunicationLost Idle 1 EVDisconnected offline',
  ]);
  const [started] = world.csms.of('TransactionEvent');
  assert.ok(Math.abs(Date.parse(started!.timestamp) - plugged) < 100, 'the time is that of the occurrence');
});

test('offline with ContractValidationOffline and unknown ids allowed: the car charges, nothing is asked [C15]', async () => {
  const world = await build({
    variables: { 'ISO15118Ctrlr.ContractValidationOffline': 'true', 'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true' },
  });
  world.csms.isDown = true;
  await world.start();
  const { end } = await charged(world);
  assert.ok(end?.ok);
  assert.deepEqual(world.csms.of('Authorize'), []);
  world.csms.isDown = false;
  await world.clock.advance(300_000);
  assert.equal(events(world).length, 8);
  assert.ok(events(world).every((event) => event.endsWith('offline')));
});

test('no root for the contract and no central validation: refused in PaymentDetailsRes, the CSMS is not asked', async () => {
  const world = await build({ factory: v2gOnly });
  await world.start();
  const { dialogue } = await charged(world);
  assert.equal(dialogue.at(-1), 'PaymentDetailsReq FAILED_NoCertificateAvailable');
  const finding = world.records.find((record) => record.type === 'finding' && record.severity === 'refusal');
  assert.ok(finding?.type === 'finding' && finding.code === 'contract_root_missing');
  assert.match(String(finding.data?.issuer), /DC=MO/);
  assert.deepEqual(world.csms.of('Authorize'), []);
});

test('no root for the contract but central validation: the chain goes to the CSMS [C07.FR.06, TC_C_52]', async () => {
  const world = await build({
    factory: v2gOnly,
    variables: { 'ISO15118Ctrlr.CentralContractValidationAllowed': 'true' },
  });
  await world.start();
  const { end } = await charged(world);
  assert.ok(end?.ok);
  const [authorize] = world.csms.of('Authorize');
  assert.equal(authorize?.iso15118CertificateHashData, undefined);
  assert.deepEqual(
    pemToDer(authorize!.certificate!).map((der) => parseCertificate(der).fingerprint),
    [pki.contract, pki.mo2, pki.mo1].map(({ certificate }) => certificate.fingerprint),
  );
});

test('an expired contract is refused by the station itself', async () => {
  const world = await build();
  const contract = await contractUnder(pki.mo2, { from: startAt - 9 * 86_400_000, until: startAt - 86_400_000 });
  await world.start();
  const { dialogue } = await charged(world, { contract });
  assert.equal(dialogue.at(-1), 'PaymentDetailsReq FAILED_CertificateExpired');
  assert.deepEqual(world.csms.of('Authorize'), []);
});

test('a contract that looks expired before the CSMS has told the time may be the fault of the clock, and that is said', async () => {
  const world = await build({
    stationClockOff_ms: 20 * 86_400_000,
    variables: { 'ISO15118Ctrlr.ContractValidationOffline': 'true' },
  });
  const contract = await contractUnder(pki.mo2, { until: startAt + 10 * 86_400_000 });
  world.csms.isDown = true;
  await world.start();
  const { dialogue } = await charged(world, { contract });
  assert.equal(dialogue.at(-1), 'PaymentDetailsReq FAILED_CertificateExpired');
  assert.ok(codes(world).includes('clock_not_synchronised'));
});

test('a SECC leaf that looks expired before the CSMS has told the time may be the fault of the clock, and that is said', async () => {
  const world = await build({ stationClockOff_ms: 400 * 86_400_000 });
  world.csms.isDown = true;
  await world.start();
  const { sdp } = await charged(world, { car: { isContractWanted: false } });
  assert.equal(sdp?.security, 'none');
  assert.ok(codes(world).includes('tls_not_ready') && codes(world).includes('clock_not_synchronised'));
});

test('the CSMS sets the clock: what was expired by the wrong one is good', async () => {
  const world = await build({ stationClockOff_ms: 400 * 86_400_000 });
  await world.start();
  const { end } = await charged(world);
  assert.ok(end?.ok);
  const [started] = world.csms.of('TransactionEvent');
  assert.ok(Math.abs(Date.parse(started!.timestamp) - world.clock.now()) < 400_000);
});

test('without a usable SECC chain TLS is never announced, and the station says why', async () => {
  const expired = await issue(
    'old',
    'seccLeaf',
    [
      ['CN', 'DE*OPC*E00001'],
      ['DC', 'CPO'],
    ],
    pki.cpo2,
    { from: startAt - 9 * 86_400_000, until: startAt - 1_000 },
  );
  const chains: [string, Parameters<typeof build>[0]][] = [
    ['expired', { factory: { seccChains: [{ name: 'old', keyName: 'old', chain: expired.chain }] } }],
    ['no key', { factory: { seccChains: [{ name: 'secc', keyName: 'nobody', chain: pki.secc.chain }] } }],
    ['another key', { factory: { seccChains: [{ name: 'secc', keyName: 'old', chain: pki.secc.chain }] } }],
    [
      'chain broken',
      { factory: { seccChains: [{ name: 'secc', keyName: 'secc', chain: pki.secc.chain.toSpliced(1, 1) }] } },
    ],
    ['none', { factory: { seccChains: [] } }],
  ];
  for (const [name, options] of chains) {
    const world = await build(options);
    await world.keys.keep('old', expired.key.exportPem());
    await world.start();
    const { sdp } = await charged(world, { car: { isContractWanted: false } });
    assert.equal(sdp?.security, 'none', name);
    assert.ok(codes(world).includes('tls_not_ready'), name);
  }
});

test('nobody on the plug: SDP is not answered', async () => {
  const world = await build();
  await world.start();
  const { sdp } = await charged(world, { isPlugged: true });
  assert.equal(sdp, undefined);
});

test('with TxStopPoint EVConnected the transaction ends when the cable is pulled [E06, E15]', async () => {
  const world = await build({ variables: { 'TxCtrlr.TxStopPoint': 'EVConnected' } });
  await world.start();
  await charged(world);
  assert.deepEqual(events(world).slice(-2), [
    'Updated StopAuthorized EVConnected 7',
    'Ended EVCommunicationLost Idle 8 EVDisconnected',
  ]);
});

test('with TxStartPoint Authorized there is no transaction before, and its first event says who pays [E01, E03]', async () => {
  const world = await build({ variables: { 'TxCtrlr.TxStartPoint': 'Authorized' } });
  await world.start();
  await charged(world);
  assert.equal(events(world)[0], 'Started Authorized EVConnected 0');
  assert.equal(world.csms.of('TransactionEvent')[0]?.idToken?.idToken, emaid);
});

test('the cable is pulled while it charges: power off at once, the transaction ends, the CSMS hears why [E06]', async () => {
  const world = await build();
  await world.start();
  const car = visit(world, { car: { wish: () => 'charge' } }).catch(() => undefined);
  await world.clock.advance(60_000);
  await world.cables[0]!.car.set({ pilot: 'A' });
  await world.clock.advance(100);
  assert.equal(world.cables[0]!.outlet.meter()?.power_W, 0);
  await world.clock.settle(car);
  await world.clock.advance(5_000);
  assert.match(events(world).at(-1)!, /^Ended EVCommunicationLost \w+ \d+ (Other|EVDisconnected)$/);
});

test('TCP is lost in the loop: power off, and the transaction ends since nobody is authorized any more', async () => {
  const world = await build();
  await world.start();
  const car = visit(world, { car: { wish: () => 'charge' }, staysPlugged: true });
  await world.clock.advance(60_000);
  world.network.links.at(-1)!.cut();
  await world.clock.advance(1_000);
  assert.equal(world.cables[0]!.outlet.meter()?.power_W, 0);
  await world.clock.settle(car);
  await world.clock.advance(5_000);
  assert.match(events(world).at(-1)!, /^Ended EVCommunicationLost EVConnected \d+ Other$/);
});

test('a second connection while a session runs is closed', async () => {
  const world = await build();
  await world.start();
  let second: string | undefined;
  const car = visit(world, {
    onConnected: () => {
      const [endpoint] = world.station.endpoints();
      void world.network
        .dialer()
        .connect(
          { address: endpoint!.address, port: endpoint!.tcpPort!, deadline: world.clock.now() + 5_000 },
          { bytes: () => {}, closed: (reason) => (second = reason) },
        );
    },
  });
  const { end } = await world.clock.settle(car);
  assert.ok(end?.ok);
  assert.ok(second !== undefined);
  assert.ok(codes(world, 'warning').includes('connection_unexpected'));
});

test('a contactor that does not close refuses PowerDelivery and no energy flows', async () => {
  const world = await build();
  const { outlet } = world.cables[0]!;
  const { set } = outlet;
  outlet.set = (change) =>
    'contactor' in change && change.contactor === 'closed' ? Promise.reject(new Error('stuck')) : set(change);
  await world.start();
  const { dialogue } = await charged(world);
  assert.equal(dialogue.at(-1), 'PowerDeliveryReq FAILED_ContactorError');
  assert.ok(codes(world).includes('contactor_error'));
});
