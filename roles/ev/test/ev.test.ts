/** A car on a virtual network: finding the station, judging its chain, charging, and every way it does not come to that. @module */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { OperatorError } from '@openpnc/core/errors';
import type { Plug } from '@openpnc/core/ports';
import type { FindingRecord, TraceRecord } from '@openpnc/core/trace';
import { Ev, type EvOutcome, type EvPorts } from '@openpnc/ev/ev';
import { EvSettings } from '@openpnc/ev/settings';
import { memoryWallet, type Wallet } from '@openpnc/ev/wallet';
import { VirtualClock } from '@openpnc/sim/clock';
import { SeededKeys } from '@openpnc/sim/keys';
import { SeededRandom } from '@openpnc/sim/random';
import { certHashes } from '@openpnc/x509/hashData';
import { buildOcspResponse } from '@openpnc/x509/ocsp';
import { Default } from 'typebox/value';
import { authority, certificate, chain, checkAt, issued, key } from '../../../protocols/iso15118/test/pki.ts';
import { seccIdentity, type TestStationOptions, testStation } from './station.ts';

type Changes = Partial<Omit<EvSettings, 'battery' | 'stop' | 'retries'>> & {
  readonly retries?: Partial<EvSettings['retries']>;
  readonly battery?: Partial<EvSettings['battery']>;
  readonly stop?: Partial<EvSettings['stop']>;
};

function settings(changes: Changes = {}): EvSettings {
  return Default(EvSettings, { stop: { rounds: 5 }, ...changes, battery: changes.battery ?? {} }) as EvSettings;
}

async function world(changes: Changes, options: TestStationOptions = {}, wallet?: Wallet) {
  const clock = new VirtualClock(checkAt);
  const random = new SeededRandom('ev');
  const station = testStation(clock, random, options);
  const keys = new SeededKeys('ev');
  await keys.keep('contract', (await key('contract')).exportPem());
  await keys.keep('provisioning', (await key('oemProv')).exportPem());
  const records: TraceRecord[] = [];
  const installed =
    wallet ??
    memoryWallet({
      roots: [certificate('v2gRoot')],
      contract: chain('contract', 'moSub2', 'moSub1'),
      provisioning: certificate('oemProv').der,
    });
  const ports: EvPorts = {
    dialer: station.network.dialer(),
    clock,
    keys,
    wallet: installed,
    trace: (record) => records.push(record),
    plug: station.plug,
  };
  const ev = new Ev(settings(changes), ports);
  const findings = () => records.filter((record): record is FindingRecord => record.type === 'finding');
  return { clock, station, ev, ports, keys, records, findings, wallet: installed };
}

async function charge(changes: Changes = {}, options: TestStationOptions = {}, wallet?: Wallet) {
  const all = await world(changes, options, wallet);
  const outcome = await all.clock.settle(all.ev.charge());
  return { ...all, outcome, codes: all.findings().map(({ code }) => code) };
}

function isCharged(outcome: EvOutcome): void {
  assert.equal(outcome.outcome, 'charged', inspect(outcome.reason));
}

test('a pilot that is not in C within V2G_EVCC_CPState_Performance_Time is told; one in time is not [V2G2-847]', async () => {
  const late = async (delay_ms: number) => {
    const { clock, station, ports, findings } = await world({});
    const plug: Plug = {
      ...station.plug,
      async set(change) {
        if ('pilot' in change && change.pilot === 'C') await clock.sleep(delay_ms);
        await station.plug.set(change);
      },
    };
    isCharged(await clock.settle(new Ev(settings({}), { ...ports, plug }).charge()));
    return findings().filter(({ code }) => code.startsWith('plug_'));
  };
  assert.deepEqual(await late(249), []);
  const [found, ...others] = await late(400);
  assert.deepEqual(others, []);
  assert.equal(found?.code, 'plug_pilot_late');
  assert.equal(found?.text, 'plug: the pilot is not in C within 250 ms');
});

test('a pilot that the plug refuses to move refuses the session', async () => {
  const { clock, station, ports, findings } = await world({});
  const plug: Plug = {
    ...station.plug,
    set: async (change) => {
      if ('pilot' in change && change.pilot === 'C') throw new OperatorError('plug_failed', 'rig: the relay is stuck');
      await station.plug.set(change);
    },
  };
  await clock.settle(new Ev(settings({}), { ...ports, plug }).charge());
  const found = findings().find(({ code }) => code === 'plug_failed');
  assert.deepEqual([found?.severity, found?.text], ['refusal', 'plug: rig: the relay is stuck']);
});

test('AC by contract: found, judged, authorized, charged; the trace tells each step beside its limit', async () => {
  const { outcome, records, station, codes } = await charge();
  isCharged(outcome);
  assert.equal(outcome.payment, 'Contract');
  assert.equal(outcome.eMAID, 'DELABC12345678Y');
  assert.match(outcome.sessionId!, /^[0-9A-F]{16}$/);
  assert.equal(outcome.EVSEID, 'DE*KXL*E0042*7');
  assert.ok(outcome.energy_Wh > 10 && outcome.energy_Wh < 20, String(outcome.energy_Wh));
  assert.deepEqual(
    outcome.steps
      .map(({ message, responseCode }) => `${message} ${responseCode}`)
      .filter((step) => !step.startsWith('Charging')),
    [
      'supportedAppProtocolReq OK_SuccessfulNegotiation',
      'SessionSetupReq OK_NewSessionEstablished',
      'ServiceDiscoveryReq OK',
      'PaymentServiceSelectionReq OK',
      'PaymentDetailsReq OK',
      'AuthorizationReq OK',
      'ChargeParameterDiscoveryReq OK',
      'PowerDeliveryReq OK',
      'PowerDeliveryReq OK',
      'SessionStopReq OK',
    ],
  );
  assert.ok(outcome.steps.every(({ took_ms, limit_ms }) => took_ms < limit_ms));
  assert.deepEqual(codes, ['ocsp_not_stapled']);
  const messages = records.filter((record) => record.type === 'message');
  assert.deepEqual(
    messages.slice(0, 3).map(({ protocol, message }) => `${protocol} ${message}`),
    ['sdp SECCDiscoveryReq', 'tls handshake', 'iso15118-2 supportedAppProtocolReq'],
  );
  assert.ok(messages.slice(2).every(({ payload }) => payload !== undefined && JSON.stringify(payload).length > 20));
  assert.deepEqual(
    records.flatMap((record) => (record.type === 'session' ? [record.event] : [])),
    ['plugged', 'started', 'authorized', 'charging', 'stopped', 'ended'],
  );
  const meter = station.outlet.meter()!;
  assert.ok(
    Math.abs(meter.energy_Wh - 48_000 - outcome.energy_Wh) < 2,
    'the meter at the outlet counted the same energy',
  );
  assert.equal(station.outlet.state(), 'B');
});

test('no trace of a session holds a private key', async () => {
  const { records } = await charge();
  const { privateKey } = { privateKey: (await key('contract')).exportPem() };
  const text = JSON.stringify(records);
  for (const line of privateKey.split('\n').filter((found) => found.length > 20)) assert.ok(!text.includes(line));
});

test('a car charges until its battery is full enough, in virtual hours', async () => {
  const { outcome, ev, clock } = await charge({
    stop: {},
    loopPause_ms: 30_000,
    battery: { soc_percent: 50, target_percent: 70 },
  });
  isCharged(outcome);
  assert.ok(ev.battery.soc_percent() >= 70 && ev.battery.soc_percent() < 70.5);
  assert.ok(outcome.energy_Wh > 12_000 && outcome.energy_Wh < 12_200);
  assert.ok(clock.now() - checkAt > 3_600_000);
});

test('DC by contract: cable check, pre-charge, loop, welding detection', async () => {
  const { outcome } = await charge(
    { energyTransferModes: ['DC_extended'], stop: { energy_Wh: 500 } },
    { settings: { energyTransferModes: ['DC_extended'] } },
  );
  isCharged(outcome);
  const names = new Set(outcome.steps.map(({ message }) => message));
  for (const name of ['CableCheckReq', 'PreChargeReq', 'CurrentDemandReq', 'WeldingDetectionReq'])
    assert.ok(names.has(name), name);
  assert.ok(outcome.energy_Wh >= 500);
});

test('receipts are signed when the station asks for them', async () => {
  const { outcome } = await charge({}, { settings: { receipts: { every_ms: 3_000 } } });
  isCharged(outcome);
  assert.ok(outcome.receipts >= 2);
});

test('the driver stops the charge', async () => {
  const { clock, ev } = await world({ stop: {} });
  clock.alarm(checkAt + 60_000, () => ev.stop());
  const outcome = await clock.settle(ev.charge());
  isCharged(outcome);
  assert.ok(clock.now() < checkAt + 63_000);
});

test('a car pauses, and joins its session again on a new connection', async () => {
  const { clock, ev } = await world({ stop: { rounds: 3, how: 'pause' } });
  const first = await clock.settle(ev.charge());
  isCharged(first);
  assert.ok(first.paused);
  await clock.advance(600_000);
  const second = await clock.settle(ev.charge({ resume: first.paused }));
  isCharged(second);
  assert.equal(second.sessionId, first.sessionId);
  assert.ok(second.steps.some(({ responseCode }) => responseCode === 'OK_OldSessionJoined'));
});

test('a car renegotiates in the loop and charges on', async () => {
  const { outcome } = await charge({ stop: { rounds: 3, how: 'renegotiate' } });
  isCharged(outcome);
  assert.equal(outcome.renegotiations, 1);
  assert.equal(outcome.steps.filter(({ message }) => message === 'ChargeParameterDiscoveryReq').length, 2);
});

test('SDP is asked every 250 ms until it is answered', async () => {
  const { outcome, station, records } = await charge({}, { deafFor: 7 });
  isCharged(outcome);
  assert.equal(station.requests(), 8);
  const sdp = records.find((record) => record.type === 'message')!;
  assert.ok(sdp.took_ms! >= 1_750 && sdp.took_ms! < 1_760);
});

test('nobody answers: the car gives up after 50 requests [V2G2-161]', async () => {
  const { outcome, codes, clock, station } = await charge({}, { deafFor: 1_000 });
  assert.equal(outcome.outcome, 'failed');
  assert.equal(outcome.reason?.code, 'sdp_no_answer');
  assert.deepEqual(codes, ['sdp_no_answer']);
  assert.equal(station.requests(), 50);
  assert.equal(clock.now() - checkAt, 12_500);
});

test('a station without TLS: no contract; by card where the car may', async () => {
  const open = { tls: false, tcp: true };
  const { outcome, codes } = await charge({}, { open });
  assert.equal(outcome.outcome, 'refused');
  assert.deepEqual(codes, ['sdp_tls_not_offered']);
  const fallback = await charge({ payment: 'contractOrExternal' }, { open });
  isCharged(fallback.outcome);
  assert.equal(fallback.outcome.payment, 'ExternalPayment');
});

test('by card over TLS: the request is repeated until the driver has paid', async () => {
  const { outcome } = await charge({ payment: 'external' });
  isCharged(outcome);
  assert.equal(outcome.payment, 'ExternalPayment');
  assert.ok(outcome.steps.filter(({ message }) => message === 'AuthorizationReq').length >= 4);
});

const foreignRoots = memoryWallet({
  roots: [certificate('oemRoot')],
  contract: chain('contract', 'moSub2', 'moSub1'),
});

test('a station under a root that the car does not know is left before a word is said', async () => {
  const { outcome, findings } = await charge({}, {}, foreignRoots);
  assert.equal(outcome.outcome, 'refused');
  assert.deepEqual([outcome.reason?.at, outcome.reason?.code], ['handshake', 'ev_root_unknown']);
  assert.deepEqual(outcome.steps, []);
  const finding = findings().find(({ code }) => code === 'ev_root_unknown')!;
  assert.match(String(finding.data?.issuer), /^DC=V2G,/);
  const bench = await charge({ dangerAcceptAnySecc: true }, {}, foreignRoots);
  isCharged(bench.outcome);
  assert.ok(bench.codes.includes('ev_root_unknown'), 'and it is still told');
});

for (const [what, code, order] of [
  ['expired', 'secc_leaf_expired', { until: checkAt - 1_000 }],
  ['is not valid yet', 'secc_leaf_not_yet_valid', { from: checkAt + 1_000 }],
  [
    'is without DC=CPO',
    'secc_wrong_domain_component',
    {
      subject: [
        ['CN', 'DEKXLS1'],
        ['DC', 'MO'],
      ] as const,
    },
  ],
] as const) {
  test(`a station whose leaf ${what} is left: ${code}`, async () => {
    const sub = await authority('cpoSub2');
    const { certificate: leaf } = await issued({
      profile: 'seccLeaf',
      subject: [
        ['CN', 'DEKXLS1'],
        ['DC', 'CPO'],
      ],
      issuer: sub,
      ...order,
    });
    const identity = { ...seccIdentity, certificates: [leaf.der, ...chain('cpoSub2', 'cpoSub1')] };
    const { outcome } = await charge({}, { identity });
    assert.deepEqual([outcome.outcome, outcome.reason?.code], ['refused', code]);
  });
}

test('a station that shows nothing, or no certificate, is left', async () => {
  const none = await charge({}, { identity: { ...seccIdentity, certificates: [] } });
  assert.equal(none.outcome.reason?.code, 'secc_no_certificate');
  const nonsense = await charge({}, { identity: { ...seccIdentity, certificates: [Uint8Array.of(1, 2, 3)] } });
  assert.equal(nonsense.outcome.reason?.code, 'secc_chain_invalid');
});

test('a station that refuses the handshake: failed, with the alert', async () => {
  const { outcome, findings } = await charge({}, { identity: undefined });
  assert.equal(outcome.outcome, 'failed');
  assert.equal(findings()[0]!.data?.alert, 40);
});

test('the staple of the leaf is verified: good goes on, revoked, stale and foreign end it, a missing one by policy', async () => {
  const good = await charge({}, { staple: await staple('good') });
  isCharged(good.outcome);
  assert.deepEqual(good.codes, []);
  for (const [response, code] of [
    [await staple('revoked'), 'secc_certificate_revoked'],
    [await staple('good', checkAt - 86_400_000 * 8), 'ocsp_stale'],
    [await staple('unknown'), 'ocsp_staple_invalid'],
    [Uint8Array.of(0x30, 0x03), 'ocsp_staple_invalid'],
    [await staple('good', checkAt, 'oemSub2'), 'ocsp_staple_invalid'],
  ] as const) {
    const { outcome } = await charge({}, { staple: response });
    assert.deepEqual([outcome.outcome, outcome.reason?.code], ['refused', code]);
  }
  const required = await charge({ ocsp: 'require' });
  assert.deepEqual([required.outcome.outcome, required.outcome.reason?.code], ['refused', 'ocsp_not_stapled']);
  const ignored = await charge({ ocsp: 'ignore' }, { staple: await staple('revoked') });
  isCharged(ignored.outcome);
});

test('a refusal of the back end is the outcome, with the steps that led to it', async () => {
  const { outcome, codes } = await charge(
    {},
    {
      perform: (effect, feed) => {
        if (effect.do !== 'authorize') return false;
        feed({ type: 'authorized', id: effect.id, outcome: 'rejected', idTokenStatus: 'Blocked' });
        return true;
      },
    },
  );
  assert.equal(outcome.outcome, 'refused');
  assert.deepEqual(outcome.reason, {
    at: 'AuthorizationReq',
    code: 'FAILED',
    text: 'AuthorizationReq was refused: FAILED',
  });
  assert.deepEqual(codes, ['ocsp_not_stapled', 'authorization_refused']);
  assert.equal(outcome.steps.at(-1)?.responseCode, 'FAILED');
});

test('a connection that breaks in the loop: failed, the power is off and the pilot back in B', async () => {
  const { clock, ev, station } = await world({ stop: {} });
  clock.alarm(checkAt + 30_000, () => station.network.links[0]!.cut('broken'));
  const outcome = await clock.settle(ev.charge());
  assert.equal(outcome.outcome, 'failed');
  assert.equal(outcome.reason?.code, 'secc_closed_early');
  assert.equal(station.outlet.state(), 'B');
  assert.equal(station.outlet.meter()!.power_W, 0);
  await ev.unplug();
  assert.equal(station.outlet.state(), 'A');
});

test('a station that falls silent is left at the message timeout', async () => {
  const { clock, ev, station, findings } = await world({ stop: {} });
  clock.alarm(checkAt + 30_000, () => station.network.links[0]!.silence('b'));
  const outcome = await clock.settle(ev.charge());
  assert.equal(outcome.outcome, 'failed');
  assert.equal(outcome.reason?.code, 'message_timeout');
  assert.ok(findings().some(({ code, data }) => code === 'message_timeout' && data?.limit_ms === 2_000));
});

test('a car begins again with SDP when the line broke, as often as it may', async () => {
  const { clock, ev, station } = await world({ stop: { rounds: 40 }, retries: { times: 2, pause_ms: 3_000 } });
  clock.alarm(checkAt + 20_000, () => station.network.links[0]!.cut('cable shaken'));
  const outcome = await clock.settle(ev.charge());
  isCharged(outcome);
  assert.equal(station.network.links.length, 2);
});

test('a refusal is not tried again', async () => {
  const { outcome, station } = await charge({ retries: { times: 2 } }, {}, foreignRoots);
  assert.equal(outcome.outcome, 'refused');
  assert.equal(station.network.links.length, 1);
});

test('a car without its contract key ends the session itself', async () => {
  const { clock, ev, keys } = await world({});
  await keys.remove('contract');
  const outcome = await clock.settle(ev.charge());
  assert.deepEqual([outcome.outcome, outcome.reason?.code], ['refused', 'ev_no_contract']);
});

test('a car without a contract, where none can be installed, is refused by itself', async () => {
  const wallet = memoryWallet({ roots: [certificate('v2gRoot')] });
  const { outcome, codes } = await charge({}, {}, wallet);
  assert.deepEqual([outcome.outcome, outcome.reason?.code], ['refused', 'ev_no_contract']);
  assert.ok(codes.includes('ev_no_contract'));
});

async function staple(status: 'good' | 'revoked' | 'unknown', thisUpdate = checkAt - 60_000, responder = 'cpoSub2') {
  return buildOcspResponse({
    answers: [
      {
        hashes: certHashes(certificate('secc'), certificate('cpoSub2'), 'SHA1'),
        thisUpdate,
        nextUpdate: thisUpdate + 86_400_000,
        ...(status === 'revoked' ? { status, at: checkAt - 1_000 } : { status }),
      },
    ],
    responder: certificate(responder),
    signer: await key(responder),
    producedAt: thisUpdate,
  });
}

test('the example of the README charges', async () => {
  const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(text)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20);
  const file = join(import.meta.dirname, `readme-example-${process.pid}.mts`);
  writeFileSync(file, example);
  try {
    const { charge: example } = (await import(file)) as { charge: (ports: EvPorts) => Promise<EvOutcome> };
    const { clock, ports } = await world({});
    const outcome = await clock.settle(example(ports));
    isCharged(outcome);
    assert.ok(outcome.energy_Wh >= 5_000);
  } finally {
    rmSync(file);
  }
});
