/** OCPP 2.0.1 messages: the generated code is what the generator makes, limits hold, a second validator agrees. @module */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { OCPP20 } from 'typed-ocpp';
import { generate } from '../scripts/generate.ts';
import { answerPair, type CertificateVerdict, judgeAnswer } from '../src/authorizeAnswer.ts';
import { type AuthorizationStatusEnumType, actions } from '../src/generated/v201Messages.ts';
import { checkRequest, checkResponse, strictProfile, wideProfile } from '../src/v201.ts';

test('the committed code is what the generator makes', () => {
  for (const [name, text] of Object.entries(generate())) {
    assert.equal(
      readFileSync(new URL(`../src/generated/${name}`, import.meta.url), 'utf8') === text,
      true,
      `${name}: run the generator`,
    );
  }
  assert.equal(actions.length, 64);
});

const requests = {
  Authorize: {
    idToken: { idToken: 'DE8AAC12345678', type: 'eMAID' },
    iso15118CertificateHashData: [
      {
        hashAlgorithm: 'SHA256',
        issuerNameHash: 'ab',
        issuerKeyHash: 'cd',
        serialNumber: '1',
        responderURL: 'http://ocsp',
      },
    ],
  },
  BootNotification: { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } },
  Heartbeat: {},
  StatusNotification: { timestamp: '2026-11-24T21:00:00.000Z', connectorStatus: 'Occupied', evseId: 1, connectorId: 1 },
  GetCertificateStatus: {
    ocspRequestData: {
      hashAlgorithm: 'SHA256',
      issuerNameHash: 'ab',
      issuerKeyHash: 'cd',
      serialNumber: '1',
      responderURL: 'http://ocsp',
    },
  },
  TransactionEvent: {
    eventType: 'Started',
    timestamp: '2026-11-24T21:00:00Z',
    triggerReason: 'CablePluggedIn',
    seqNo: 0,
    transactionInfo: { transactionId: 't', chargingState: 'EVConnected' },
    meterValue: [
      { timestamp: '2026-11-24T21:00:00Z', sampledValue: [{ value: 1.5, measurand: 'Energy.Active.Import.Register' }] },
    ],
  },
} as const;

test('good requests pass here and in a second, independent validator; a field taken away fails in both', () => {
  for (const [action, payload] of Object.entries(requests)) {
    const ours = (body: unknown) => checkRequest(action as keyof typeof requests, body, strictProfile).ok;
    const theirs = (body: unknown) =>
      OCPP20.validate([2, 'id', action, body] as unknown as Parameters<typeof OCPP20.validate>[0]);
    assert.deepEqual([ours(payload), theirs(payload)], [true, true], action);
    for (const name of Object.keys(payload)) {
      const { [name as keyof typeof payload]: _gone, ...rest } = payload;
      assert.equal(ours(rest), theirs(rest), `${action} without ${name}`);
    }
    assert.equal(ours({ ...payload, colour: 'red' }), false, `${action} with an unknown property`);
  }
});

test('the limit of exiResponse is lifted by the profile alone', () => {
  const answer = (length: number) => ({ status: 'Accepted', exiResponse: 'x'.repeat(length) }) as const;
  const ok = (length: number, profile?: typeof strictProfile) =>
    checkResponse('Get15118EVCertificate', answer(length), profile).ok;
  assert.deepEqual(
    [ok(5_600, strictProfile), ok(5_601, strictProfile), ok(5_601), ok(7_500), ok(7_501)],
    [true, false, true, true, false],
  );
  const checked = checkResponse('Get15118EVCertificate', answer(6_000));
  assert.ok(checked.ok && checked.payload.exiResponse.length === 6_000, 'handed on whole');
  assert.ok(
    !checkResponse('Get15118EVCertificate', { ...answer(6_000), status: 'Maybe' }).ok,
    'the rest is still judged',
  );
});

test('the wide profile takes the lengths of OCPP 2.1, in nested fields and lists too, and hands them on whole', () => {
  const entry = (url: number, colour?: string) => ({
    hashAlgorithm: 'SHA256',
    issuerNameHash: 'ab',
    issuerKeyHash: 'cd',
    serialNumber: '1',
    responderURL: `http://${'x'.repeat(url - 7)}`,
    ...(colour && { colour }),
  });
  const request = (token: number, url: number) => ({
    idToken: { idToken: 'x'.repeat(token), type: 'eMAID' },
    iso15118CertificateHashData: [entry(100), entry(url, 'red')],
  });
  const checked = checkRequest('Authorize', request(200, 1_900), wideProfile);
  assert.ok(checked.ok);
  assert.equal(checked.payload.idToken.idToken.length, 200);
  assert.equal(checked.payload.iso15118CertificateHashData?.[1]?.responderURL.length, 1_900);
  assert.ok(!('colour' in checked.payload.iso15118CertificateHashData[1]!));
  assert.equal(checked.warnings.length, 1);
  assert.ok(!checkRequest('Authorize', request(256, 100), wideProfile).ok);
  assert.ok(!checkRequest('Authorize', request(10, 2_001), wideProfile).ok);
  assert.ok(!checkRequest('Authorize', request(37, 100)).ok);
});

test('a payload of nothing but unknown properties is refused and not gnawed at for ever', () => {
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`unknown${i}`, i]));
  assert.ok(!checkRequest('Heartbeat', many).ok);
});

test('times with an offset or fractions pass, a day that cannot be does not', () => {
  const at = (currentTime: string) => checkResponse('Heartbeat', { currentTime }).ok;
  assert.deepEqual(
    ['2026-11-24T21:00:00+01:00', '2026-11-24T21:00:00.123456Z', '2026-13-24T21:00:00Z', 'now'].map(at),
    [true, true, false, false],
  );
});

test('only the legal pairs of C07.FR.13-17 are made', () => {
  const statuses: AuthorizationStatusEnumType[] = [
    'Accepted',
    'Blocked',
    'ConcurrentTx',
    'Expired',
    'Invalid',
    'NoCredit',
    'NotAllowedTypeEVSE',
    'NotAtThisLocation',
    'NotAtThisTime',
    'Unknown',
  ];
  const pair = (verdict: CertificateVerdict, status: AuthorizationStatusEnumType) =>
    Object.values(answerPair(verdict, status)).join('+');
  for (const status of statuses) {
    assert.equal(pair('chain-invalid', status), 'CertChainError+Invalid');
    assert.equal(pair('revoked', status), 'CertificateRevoked+Invalid');
    assert.equal(pair('expired', status), 'CertificateExpired+Expired');
    const gone = ['Blocked', 'Expired', 'Invalid', 'Unknown'].includes(status);
    assert.equal(pair('good', status), `${gone ? 'ContractCancelled' : 'Accepted'}+${status}`);
  }
});

test('a station charges on Accepted and Accepted only; a missing certificateStatus is a refusal when material was sent', () => {
  const judge = (
    status: AuthorizationStatusEnumType,
    certificateStatus: 'Accepted' | 'CertificateRevoked' | undefined,
    sent: boolean,
  ) => {
    const verdict = judgeAnswer({ idTokenInfo: { status }, ...(certificateStatus && { certificateStatus }) }, sent);
    return verdict.accepted ? 'accepted' : verdict.code;
  };
  assert.equal(judge('Accepted', 'Accepted', true), 'accepted');
  assert.equal(judge('Accepted', undefined, true), 'certificate_status_missing');
  assert.equal(judge('Accepted', undefined, false), 'accepted');
  assert.equal(judge('Accepted', 'CertificateRevoked', true), 'csms_contradiction');
  assert.equal(judge('Invalid', 'CertificateRevoked', true), 'csms_refused');
});
