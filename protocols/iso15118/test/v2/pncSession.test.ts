/** Plug & Charge sessions, car against station in virtual time, with real signatures: good ones, and every way to be refused. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { toHex } from '@openpnc/core/bytes';
import { changeScript } from '@openpnc/core/script';
import { type AuthorizationReq, type Bodies, type BodyName, decodeMessage } from '@openpnc/exi/iso15118-2';
import type { Car, Charged } from '@openpnc/iso15118/v2/evcc/car';
import { chargingSession } from '@openpnc/iso15118/v2/evcc/chargingSession';
import type { EvccScript, EvccStep, RequestStep } from '@openpnc/iso15118/v2/evccStep';
import { authority, certificate, chain, checkAt, emaid, issued, key } from '../pki.ts';
import { codes, dialogue, run, type Scenario, testCar, type World } from './world.ts';

test('AC by contract: authorized, charged and stopped, each answer in time', async () => {
  const world = await run();
  const result = charged(world);
  assert.equal(result.payment, 'Contract');
  assert.equal(result.eMAID, emaid);
  assert.ok(result.energy_Wh > 250 && result.energy_Wh < 300, String(result.energy_Wh));
  assert.deepEqual(dialogue(world).slice(0, 8), [
    'supportedAppProtocolReq OK_SuccessfulNegotiation',
    'SessionSetupReq OK_NewSessionEstablished',
    'ServiceDiscoveryReq OK',
    'PaymentServiceSelectionReq OK',
    'PaymentDetailsReq OK',
    'AuthorizationReq OK',
    'ChargeParameterDiscoveryReq OK',
    'PowerDeliveryReq OK',
  ]);
  assert.deepEqual(dialogue(world).slice(-3), ['ChargingStatusReq OK', 'PowerDeliveryReq OK', 'SessionStopReq OK']);
  assert.deepEqual(codes(world, 'ev'), []);
  assert.deepEqual(codes(world, 'station'), ['contract_country_name'], 'the leaf of the vectors names a country');
  for (const { message, took_ms, limit_ms } of world.exchanges)
    assert.ok(took_ms < limit_ms, `${message}: ${took_ms} of ${limit_ms} ms`);
  assert.deepEqual(world.plug.slice(0, 1), ['{"pilot":"C"}']);
  assert.deepEqual(world.plug.slice(-2), ['{"power_W":0}', '{"pilot":"B"}']);
  assert.deepEqual(
    world.effects.flatMap((effect) => (effect.do === 'session' ? [effect.event] : [])),
    ['started', 'selected', 'authorized', 'charging', 'stopped', 'ended'],
  );
});

test('the back end is asked once, with the chain that holds and the root that it leads to', async () => {
  const world = await run();
  const asked = world.effects.filter((effect) => effect.do === 'authorize');
  assert.equal(asked.length, 1);
  const { id, eMAID, chain: sent, verdict } = asked[0]!;
  assert.match(id, /^[0-9a-f]{16}-1$/);
  assert.equal(eMAID, emaid);
  assert.deepEqual(sent.map(toHex), chain('contract', 'moSub2', 'moSub1').map(toHex));
  assert.equal(verdict.trust, 'anchor');
  assert.deepEqual(verdict.path.map(toHex), chain('contract', 'moSub2', 'moSub1', 'moRoot').map(toHex));
});

test('a session of an hour with receipts every fifteen minutes takes no time', async () => {
  const started = performance.now();
  const world = await run({
    settings: { receipts: { every_ms: 15 * 60_000 } },
    car: { wish: (now) => (now >= checkAt + 3_600_000 ? 'stop' : 'charge') },
  });
  const result = charged(world);
  assert.equal(result.receipts, 5, 'at the begin and after each quarter');
  assert.ok(result.energy_Wh > 10_900 && result.energy_Wh < 11_100, String(result.energy_Wh));
  assert.equal(world.effects.filter((effect) => effect.do === 'receipt').length, 5);
  assert.ok(performance.now() - started < 5_000);
});

for (const hyphens of ['DE-LAB-C12345678', 'delabc12345678', 'DELABC12345678Y']) {
  test(`the request may spell the eMAID ${hyphens}`, async () => {
    const name = hyphens.replaceAll('-', '');
    charged(await run({ car: { contract: { ...testCar().contract!, eMAID: name } } }));
  });
}

test('an early question is asked at PaymentDetails, and its answer waits for the proof', async () => {
  const early: Scenario = {
    settings: { authorizeAt: 'PaymentDetails' },
    backEnd: { after_ms: 0, outcome: 'accepted' },
  };
  charged(await run(early));
  const world = await run({ ...early, script: changing('AuthorizationReq', ({ signature: _, ...step }) => step) });
  refused(world, 'AuthorizationReq', 'FAILED_SignatureError');
  assert.equal(
    world.effects.some((effect) => effect.do === 'session' && effect.event === 'authorized'),
    false,
  );
});

test('a slow back end: the answer is held for a second, then Ongoing, until it is there', async () => {
  const world = await run({ backEnd: { after_ms: 3_450, outcome: 'accepted' } });
  charged(world);
  const polls = world.exchanges.filter(({ message }) => message === 'AuthorizationReq');
  assert.deepEqual(
    polls.map(({ response }) => body(response, 'AuthorizationRes').EVSEProcessing),
    ['Ongoing', 'Ongoing', 'Ongoing', 'Finished'],
  );
  assert.ok(polls.slice(0, 3).every(({ took_ms }) => took_ms >= 1_000 && took_ms < 1_100));
  assert.ok(polls[3]!.took_ms < 200, 'the last one ends when the back end has spoken');
  const again = world.exchanges.find(({ message }, i) => message === 'AuthorizationReq' && i > 5)!;
  assert.deepEqual(body(again.request, 'AuthorizationReq'), {}, 'repeats carry nothing [V2G2-684]');
  assert.equal('Signature' in decodeMessage(again.request).Header, false);
});

test('a back end that takes 70 s: the station ends Ongoing at 55 s with FAILED [V2G2-713]', async () => {
  const world = await run({ backEnd: { after_ms: 70_000, outcome: 'accepted' } });
  refused(world, 'AuthorizationReq', 'FAILED');
  assert.ok(codes(world, 'station').includes('authorize_timeout'));
  const since = world.exchanges.find(({ message }) => message === 'AuthorizationReq')!;
  assert.ok(since);
  assert.ok(world.endedAt - checkAt > 55_000 && world.endedAt - checkAt < 58_000, String(world.endedAt - checkAt));
});

test('a station that never ends Ongoing is left by the car at 60 s [V2G2-711]', async () => {
  const world = await run({
    backEnd: 'never',
    // The station's own limit is taken away, as a faulty one would have it.
    settings: { paymentOptions: ['ExternalPayment'], externalPaymentTimeout_ms: 3_600_000 },
    car: { isContractWanted: false },
  });
  refused(world, 'AuthorizationReq', 'ongoing_timeout');
  assert.ok(world.endedAt - checkAt > 60_000 && world.endedAt - checkAt < 62_500);
  assert.ok(codes(world, 'station').includes('ev_closed_early'));
});

test('a refusal of the back end is FAILED and Finished, then the connection closes', async () => {
  const world = await run({ backEnd: { after_ms: 200, outcome: 'rejected' } });
  refused(world, 'AuthorizationReq', 'FAILED');
  assert.deepEqual(codes(world, 'station').slice(-1), ['authorization_refused']);
  assert.deepEqual(codes(world, 'ev'), ['authorization_refused']);
  const ended = world.effects.find((effect) => effect.do === 'session' && effect.event === 'ended');
  assert.deepEqual(ended, { do: 'session', event: 'ended', reason: 'AuthorizationRes FAILED', isPaused: false });
});

test('in specific mode a refusal carries the code of its reason', async () => {
  for (const [certificateStatus, idTokenStatus, code] of [
    ['CertificateRevoked', 'Invalid', 'FAILED_CertificateRevoked'],
    ['ContractCancelled', 'Blocked', 'FAILED_ContractCanceled'],
    ['SignatureError', 'Invalid', 'FAILED_CertChainError'],
    ['Accepted', 'NotAtThisLocation', 'FAILED_CertificateNotAllowedAtThisEVSE'],
    ['Accepted', 'NoCredit', 'FAILED'],
  ] as const) {
    const world = await run({
      settings: { refusalCodes: 'specific' },
      perform: (effect, feed) => {
        if (effect.do !== 'authorize') return false;
        feed({ type: 'authorized', id: effect.id, outcome: 'rejected', certificateStatus, idTokenStatus });
        return true;
      },
    });
    refused(world, 'AuthorizationReq', code);
  }
});

test('an answer of the back end with another id is ignored', async () => {
  const world = await run({
    perform: (effect, feed) => {
      if (effect.do !== 'authorize') return false;
      feed({ type: 'authorized', id: `${effect.id}0`, outcome: 'accepted' });
      return true;
    },
  });
  refused(world, 'AuthorizationReq', 'FAILED');
});

test('a contract that expired is refused with FAILED_CertificateExpired', async () => {
  const contract = await issuedContract({ until: checkAt - 1_000 });
  const world = await run(contract.scenario);
  refused(world, 'PaymentDetailsReq', 'FAILED_CertificateExpired');
  assert.ok(codes(world, 'station').includes('contract_certificate_expired'));
});

test('a contract that is not valid yet is refused with FAILED_CertificateExpired [V2G2-824]', async () => {
  const contract = await issuedContract({ from: checkAt + 3_600_000 });
  const world = await run(contract.scenario);
  refused(world, 'PaymentDetailsReq', 'FAILED_CertificateExpired');
  assert.ok(codes(world, 'station').includes('contract_certificate_not_yet_valid'));
});

test('where the clock of the station was not set, an expired contract is put down to the clock', async () => {
  const contract = await issuedContract({ until: checkAt - 1_000 });
  const trust = {
    anchors: () => [certificate('moRoot')],
    isClockSynchronised: () => false,
    isPrivateEnvironment: false,
  };
  const world = await run({ ...contract.scenario, station: { trust } });
  assert.ok(codes(world, 'station').includes('clock_not_synchronised'));
});

test('a car that keeps an expired contract to itself says so', async () => {
  const contract = await issuedContract({ until: checkAt - 1_000 });
  const car = { ...contract.scenario.car, isExpiredContractShown: false };
  const world = await run({ ...contract.scenario, car });
  refused(world, 'PaymentServiceSelectionReq', 'contract_certificate_expired');
});

test('a contract within 21 days of its end is taken and told so [V2G2-690]', async () => {
  const contract = await issuedContract({ until: checkAt + 20 * 86_400_000 });
  const world = await run(contract.scenario);
  charged(world);
  assert.ok(dialogue(world).includes('PaymentDetailsReq OK_CertificateExpiresSoon'));
  assert.ok(codes(world, 'ev').includes('contract_expires_soon'));
});

test('without the root of the contract: FAILED_NoCertificateAvailable, and the finding names the missing root', async () => {
  const trust = {
    anchors: () => [certificate('v2gRoot')],
    isClockSynchronised: () => true,
    isPrivateEnvironment: false,
  };
  const world = await run({ station: { trust } });
  refused(world, 'PaymentDetailsReq', 'FAILED_NoCertificateAvailable');
  const { finding } = world.findings.find(({ finding }) => finding.code === 'contract_root_missing')!;
  assert.match(String(finding.data?.issuer), /^DC=MO,/);
  assert.equal(finding.severity, 'refusal');
});

test('a contract under the V2G root is taken where that root is installed, and refused where it is not', async () => {
  const contract = await issuedContract({ under: 'v2gRoot' });
  charged(await run(contract.scenario));
  const trust = {
    anchors: () => [certificate('moRoot')],
    isClockSynchronised: () => true,
    isPrivateEnvironment: false,
  };
  const world = await run({ ...contract.scenario, station: { trust } });
  refused(world, 'PaymentDetailsReq', 'FAILED_NoCertificateAvailable');
  const { finding } = world.findings.find(({ finding }) => finding.code === 'contract_root_missing')!;
  assert.match(String(finding.data?.issuer), /DC=V2G/);
});

test('with central validation the chain without a root goes to the back end', async () => {
  const trust = { anchors: () => [], isClockSynchronised: () => true, isPrivateEnvironment: false };
  const world = await run({ station: { trust }, settings: { isCentralValidationAllowed: true } });
  charged(world);
  const asked = world.effects.find((effect) => effect.do === 'authorize')!;
  assert.equal(asked.verdict.trust, 'central');
  assert.equal(asked.verdict.path.length, 3);
});

test('central validation excuses a missing root and nothing else', async () => {
  const trust = { anchors: () => [], isClockSynchronised: () => true, isPrivateEnvironment: false };
  const contract = await issuedContract({ until: checkAt - 1_000 });
  const world = await run({ ...contract.scenario, station: { trust }, settings: { isCentralValidationAllowed: true } });
  refused(world, 'PaymentDetailsReq', 'FAILED_CertificateExpired');
});

test('a contract of another eMAID than the request says is refused before anybody is asked', async () => {
  const world = await run({ car: { contract: { ...testCar().contract!, eMAID: 'DELABC12345679' } } });
  refused(world, 'PaymentDetailsReq', 'FAILED_CertChainError');
  assert.ok(codes(world, 'station').includes('contract_emaid_mismatch'));
  assert.equal(
    world.effects.some((effect) => effect.do === 'authorize'),
    false,
  );
});

test('a contract chain that is broken, foreign, alone or no certificate at all is FAILED_CertChainError', async () => {
  const good = testCar().contract!;
  const other = await issuedContract({ under: 'v2gRoot' });
  const nonsense = Uint8Array.of(0x30, 0x82, 0x01);
  for (const sent of [
    [good.chain[0]!],
    [good.chain[0]!, nonsense],
    [nonsense, good.chain[1]!],
    [
      good.chain[0]!,
      ...other.chain.slice(1).toReversed(),
      certificate('cpoSub1').der,
      certificate('cpoSub2').der,
    ].slice(0, 3),
  ]) {
    const world = await run({ car: { contract: { ...good, chain: sent } } });
    assert.ok(world.end && !world.end.ok);
    assert.match(world.end.code, /^FAILED_(CertChainError|NoCertificateAvailable)$/);
  }
  const world = await run({ car: { contract: { ...good, chain: [good.chain[0]!] } } });
  refused(world, 'PaymentDetailsReq', 'FAILED_CertChainError');
  assert.ok(codes(world, 'station').includes('contract_chain_missing'));
});

test('a contract shown in TLS must be the one of PaymentDetailsReq', async () => {
  charged(await run({ station: { authenticatedInTls: { eMAID: 'de-lab-c12345678' } } }));
  const world = await run({ station: { authenticatedInTls: { eMAID: 'DELABC99999999' } } });
  refused(world, 'PaymentDetailsReq', 'FAILED_CertChainError');
  assert.ok(codes(world, 'station').includes('contract_tls_mismatch'));
});

test('an AuthorizationReq without a challenge, or with a wrong one, is FAILED_ChallengeInvalid [V2G2-475, V2G2-697]', async () => {
  for (const change of [
    ({ GenChallenge: _, ...body }: AuthorizationReq) => body,
    (body: AuthorizationReq) => ({ ...body, GenChallenge: new Uint8Array(16) }),
    (_: AuthorizationReq) => ({}),
  ]) {
    const world = await run({
      script: changing('AuthorizationReq', (step) => ({ ...step, body: change(step.body as AuthorizationReq) })),
    });
    refused(world, 'AuthorizationReq', 'FAILED_ChallengeInvalid');
    assert.ok(codes(world, 'station').includes('challenge_mismatch'));
    assert.equal(
      world.effects.some((effect) => effect.do === 'authorize'),
      false,
    );
  }
});

test('an AuthorizationReq without a signature, or with that of another key or body, is FAILED_SignatureError', async () => {
  const unsigned = await run({ script: changing('AuthorizationReq', ({ signature: _, ...step }) => step) });
  refused(unsigned, 'AuthorizationReq', 'FAILED_SignatureError');
  assert.ok(codes(unsigned, 'station').includes('signature_missing'));

  const foreign = await run({ contractKey: await key('oemProv') });
  refused(foreign, 'AuthorizationReq', 'FAILED_SignatureError');
  assert.ok(codes(foreign, 'station').includes('signature_invalid'));

  const changed = await run({
    script: changing('AuthorizationReq', (step) => ({ ...step, body: { ...step.body, Id: 'ID2' } })),
  });
  refused(changed, 'AuthorizationReq', 'FAILED_SignatureError');
});

test('a recorded AuthorizationReq of another session is refused: its challenge is old', async () => {
  const first = await run({ seed: 'first' });
  const recorded = first.exchanges.find(({ message }) => message === 'AuthorizationReq')!.request;
  const signature = decodeMessage(recorded).Header.Signature!;
  const world = await run({
    seed: 'second',
    script: changing('AuthorizationReq', (step) => ({
      ...step,
      body: body(recorded, 'AuthorizationReq'),
      signature,
    })),
  });
  refused(world, 'AuthorizationReq', 'FAILED_ChallengeInvalid');
});

test('a repeat of AuthorizationReq that is signed again is taken; one with an old challenge is not', async () => {
  const slow: Scenario = { backEnd: { after_ms: 2_500, outcome: 'accepted' } };
  let first: RequestStep | undefined;
  const repeat = (change: (step: RequestStep) => RequestStep) =>
    changing('AuthorizationReq', (step) => {
      first ??= step;
      return step === first ? step : change(first);
    });
  charged(await run({ ...slow, script: repeat((step) => step) }));
  first = undefined;
  const old = (step: RequestStep) => ({ ...step, body: { ...step.body, GenChallenge: new Uint8Array(16).fill(1) } });
  refused(await run({ ...slow, script: repeat(old) }), 'AuthorizationReq', 'FAILED_ChallengeInvalid');
});

test('challenges and session ids never repeat, and hold no byte that is always the same', async () => {
  const seen = new Set<string>();
  const bytes = Array.from({ length: 16 }, () => new Set<number>());
  for (let i = 0; i < 100; i += 1) {
    const world = await run({ seed: `randomness ${i}`, car: { wish: () => 'stop' } });
    const { response } = world.exchanges.find(({ message }) => message === 'PaymentDetailsReq')!;
    const { GenChallenge } = body(response, 'PaymentDetailsRes');
    seen.add(toHex(GenChallenge)).add(world.exchanges.at(-1)!.sessionId);
    for (const [place, byte] of GenChallenge.entries()) bytes[place]!.add(byte);
  }
  assert.equal(seen.size, 200);
  assert.ok(bytes.every((values) => values.size > 50));
});

test('a signed receipt that was changed is FAILED_MeteringSignatureNotValid; where nobody verifies it is only noted', async () => {
  const settings = { receipts: { every_ms: 60_000 } } as const;
  const forged = changing('MeteringReceiptReq', (step) => {
    const body = step.body as { MeterInfo: { MeterReading: bigint } };
    return { ...step, body: { ...body, MeterInfo: { ...body.MeterInfo, MeterReading: 1n } } as never };
  });
  refused(await run({ settings, script: forged }), 'MeteringReceiptReq', 'FAILED_MeteringSignatureNotValid');
  const unsigned = changing('MeteringReceiptReq', ({ signature: _, ...step }) => step);
  refused(await run({ settings, script: unsigned }), 'MeteringReceiptReq', 'FAILED_MeteringSignatureNotValid');
  const lenient = await run({ settings: { ...settings, areReceiptsVerified: false }, script: forged });
  charged(lenient);
  assert.ok(codes(lenient, 'station').includes('receipt_invalid'));
});

function body<N extends BodyName>(exi: Uint8Array, name: N): Bodies[N] {
  return (decodeMessage(exi).Body as Bodies)[name];
}

/** Changes each request of a name. */
function changing(name: string, change: (step: RequestStep) => RequestStep): (car: Car) => EvccScript<Charged> {
  return (car) =>
    changeScript<Charged, EvccStep>(chargingSession(car), (step) =>
      step.do === 'request' && step.name === name ? change(step) : step,
    );
}

function charged(world: World): Charged {
  assert.ok(world.end?.ok, inspect([world.end, world.findings]));
  return world.end.result;
}

function refused(world: World, at: string, code: string): void {
  assert.ok(world.end && !world.end.ok, inspect(world.end));
  assert.deepEqual([world.end.at, world.end.code], [at, code]);
}

/** A contract issued under the MO root of the vectors, or under their V2G root by sub-CAs of its own. */
async function issuedContract({
  from,
  until,
  under = 'moRoot',
}: {
  readonly from?: number;
  readonly until?: number;
  readonly under?: 'moRoot' | 'v2gRoot';
}) {
  const name = (cn: string) =>
    [
      ['CN', cn],
      ['O', 'Lab'],
      ['DC', 'MO'],
    ] as const;
  const sub =
    under === 'moRoot'
      ? await authority('moSub2')
      : await issued({ profile: 'moSubCa2', subject: name('MO Sub2 under V2G'), issuer: await authority('v2gRoot') });
  const leaf = await issued({
    profile: 'contractLeaf',
    subject: name('DE-LAB-C00000001'),
    issuer: sub,
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
  });
  const above = under === 'moRoot' ? [certificate('moSub1').der] : [];
  const sent = [leaf.certificate.der, sub.certificate.der, ...above];
  const contract = { eMAID: 'DELABC00000001', chain: sent, notAfter: leaf.certificate.notAfter };
  const scenario: Scenario = { contractKey: leaf.key, car: { contract } };
  return { chain: sent, scenario };
}
