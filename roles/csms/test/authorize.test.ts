/** Use case C07 at the CSMS: each scenario of an authorization, with its pair of statuses, its finding and its stored decision. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpHandler } from '@openpnc/core/http';
import {
  accepted,
  byCertificate,
  byHashes,
  EMAID,
  emsp,
  envelope,
  findings,
  ready,
  refusing,
  responder,
  settle,
  silent,
  type World,
  world,
} from './world.ts';

const ocspCalls = ({ calls }: World) => calls.filter(({ url }) => !url.includes('emsp.example'));
const emspCalls = ({ calls }: World) => calls.filter(({ url }) => url.includes('authorize'));

for (const [name, request] of [
  ['hash data', byHashes],
  ['the chain itself', byCertificate],
] as const) {
  test(`a good contract by ${name} is Accepted/Accepted after OCSP for each certificate and the eMSP's word [C07.FR.05]`, async () => {
    const made = await ready();
    const answer = await made.station.call('Authorize', request(made.pki));
    assert.deepEqual(answer, {
      idTokenInfo: {
        status: 'Accepted',
        language1: 'de',
        cacheExpiryDateTime: '2026-06-01T12:00:00.000Z',
        personalMessage: { format: 'UTF8', language: 'de', content: 'Willkommen' },
      },
      certificateStatus: 'Accepted',
    });
    assert.equal(ocspCalls(made).length, 3);
    assert.equal(emspCalls(made).length, 1);
  });
}

test('the decision is stored with its reasons, its reference and the trace of the attempt', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const [decision, ...more] = await made.csms.decisions({ traceId: 'ab'.repeat(16) });
  assert.deepEqual(more, []);
  assert.partialDeepStrictEqual(decision, {
    station: 'CS1',
    token: 'DE8AAC12345678',
    material: 'hash',
    certificate_status: 'Accepted',
    token_status: 'Accepted',
    source: 'realtime',
    partner: 'emsp',
    authorization_reference: 'REF1',
    reasons: [],
  });
});

test('the eMSP is asked in the name of the provider, with the EVSEs of the station and the trace id', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const [call] = emspCalls(made);
  assert.equal(call!.url, 'http://emsp.example/ocpi/2.3.0/tokens/DE8AAC12345678D/authorize?type=EMAID');
  assert.partialDeepStrictEqual(call!.headers, {
    'ocpi-to-country-code': 'DE',
    'ocpi-to-party-id': '8AA',
    'ocpi-from-party-id': 'OPC',
    'x-correlation-id': 'ab'.repeat(16),
  });
  assert.deepEqual(JSON.parse(new TextDecoder().decode(call!.body)), {
    location_id: 'LOC1',
    evse_uids: ['CS1*1', 'CS1*2'],
  });
});

test('the EVSE in customData of our vendor is the only one that the eMSP is asked about', async () => {
  const made = await ready();
  await made.station.call('Authorize', {
    ...byHashes(made.pki),
    customData: { vendorId: 'org.openpnc', evseId: 2 },
  });
  assert.deepEqual(JSON.parse(new TextDecoder().decode(emspCalls(made)[0]!.body)).evse_uids, ['CS1*2']);
});

const verdicts = [
  ['BLOCKED', 'Blocked', 'ContractCancelled', 'emsp_blocked'],
  ['EXPIRED', 'Expired', 'ContractCancelled', 'emsp_expired'],
  ['NO_CREDIT', 'NoCredit', 'Accepted', 'emsp_no_credit'],
  ['NOT_ALLOWED', 'NotAtThisLocation', 'Accepted', 'emsp_not_allowed'],
] as const;
for (const [allowed, status, certificateStatus, code] of verdicts) {
  test(`the eMSP's ${allowed} is ${status} with ${certificateStatus}, and the finding ${code} [C07.FR.13-17]`, async () => {
    const made = await ready();
    made.outside.emsp = emsp(made.clock, allowed);
    const answer = await made.station.call('Authorize', byHashes(made.pki));
    assert.deepEqual([answer.idTokenInfo.status, answer.certificateStatus], [status, certificateStatus]);
    assert.partialDeepStrictEqual(findings(made.records, code), [{ severity: 'refusal', traceId: 'ab'.repeat(16) }]);
  });
}

test('an eMAID that the eMSP does not know is Unknown with ContractCancelled', async () => {
  const made = await ready();
  made.outside.emsp = async () => envelope(made.clock, undefined, { status: 404, status_code: 2004 });
  const answer = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([answer.idTokenInfo.status, answer.certificateStatus], ['Unknown', 'ContractCancelled']);
  assert.equal(findings(made.records, 'emsp_unknown_token').length, 1);
});

test('an eMAID of a provider that nobody answers for is Unknown with ContractCancelled', async () => {
  const made = await ready({ partners: [] });
  const answer = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([answer.idTokenInfo.status, answer.certificateStatus], ['Unknown', 'ContractCancelled']);
  assert.equal(findings(made.records, 'emsp_no_route').length, 1);
});

for (const member of ['leaf', 'sub2', 'sub1'] as const) {
  test(`a revoked ${member} is CertificateRevoked with Invalid, whatever the eMSP says [C07.FR.15]`, async () => {
    const made = await ready();
    const { serialNumber } = made.pki.certificates[member];
    made.outside.ocsp = responder(made.pki, made.clock, {
      statuses: { [serialNumber]: { status: 'revoked', at: made.clock.now() - 5000, reason: 'keyCompromise' } },
    });
    const answer = await made.station.call('Authorize', byHashes(made.pki));
    assert.deepEqual(answer, { idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertificateRevoked' });
    const [finding] = findings(made.records, 'contract_certificate_revoked');
    assert.match(finding!.text, /keyCompromise/);
  });
}

test('a contract known to be revoked is refused without asking the eMSP [decisions 5]', async () => {
  const made = await ready();
  const { serialNumber } = made.pki.certificates.leaf;
  made.outside.ocsp = responder(made.pki, made.clock, {
    statuses: { [serialNumber]: { status: 'revoked', at: made.clock.now() } },
  });
  await made.station.call('Authorize', byHashes(made.pki));
  made.calls.length = 0;
  const answer = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([answer.idTokenInfo.status, answer.certificateStatus], ['Invalid', 'CertificateRevoked']);
  assert.deepEqual(made.calls, []);
});

test('OCSP and the eMSP are asked at the same time [decisions 5]', async () => {
  const made = await ready();
  made.outside.ocsp = silent;
  made.outside.emsp = silent;
  const answer = made.station.call('Authorize', byHashes(made.pki));
  await settle();
  assert.deepEqual([ocspCalls(made).length, emspCalls(made).length], [3, 1]);
  await made.clock.advance(8000);
  assert.equal((await answer).certificateStatus, 'CertChainError');
});

const ocspFaults: readonly (readonly [string, (made: World) => HttpHandler, string])[] = [
  ['that cannot be reached', () => refusing, 'ocsp_unreachable'],
  ['that answers HTTP 500', () => async () => ({ status: 500, headers: {} }), 'ocsp_unreachable'],
  [
    'that sends no OCSP response',
    () => async () => ({ status: 200, headers: {}, body: new Uint8Array([1, 2, 3]) }),
    'ocsp_no_status',
  ],
  ['signed by a stranger', ({ pki, clock }) => responder(pki, clock, { signedBy: 'leaf' }), 'ocsp_wrong_signer'],
  [
    'that says unknown',
    ({ pki, clock }) =>
      responder(pki, clock, { statuses: { [pki.certificates.leaf.serialNumber]: { status: 'unknown' } } }),
    'ocsp_unknown',
  ],
  ['that is out of date', ({ pki, clock }) => responder(pki, clock, { lifetime_ms: -120_000 }), 'ocsp_stale_answer'],
  [
    'whose issuer is nowhere to be found',
    ({ pki, clock }) => responder(pki, clock, { withChain: false }),
    'ocsp_unverifiable',
  ],
];
for (const [name, fault, code] of ocspFaults) {
  test(`an OCSP answer ${name} is CertChainError with Invalid and the finding ${code} [C07.FR.13]`, async () => {
    const made = await ready();
    made.outside.ocsp = fault(made);
    const answer = await made.station.call('Authorize', byHashes(made.pki));
    assert.deepEqual(answer, { idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertChainError' });
    assert.ok(findings(made.records, code).some(({ severity }) => severity === 'refusal'));
  });
  test(`an OCSP answer ${name} is only a warning where revocation is 'prefer'`, async () => {
    const made = await ready({ certificates: { revocation: 'prefer' } });
    made.outside.ocsp = fault(made);
    const answer = await made.station.call('Authorize', byHashes(made.pki));
    assert.deepEqual([answer.idTokenInfo.status, answer.certificateStatus], ['Accepted', 'Accepted']);
    assert.ok(findings(made.records, code).every(({ severity }) => severity === 'warning'));
  });
}

test('a silent OCSP responder costs its timeout, no more', async () => {
  const made = await ready();
  made.outside.ocsp = silent;
  const started = made.clock.now();
  const answer = made.station.call('Authorize', byHashes(made.pki)).then((got) => [got, made.clock.now()] as const);
  await made.clock.advance(2000);
  const [got, at] = await answer;
  assert.deepEqual([got.certificateStatus, at - started], ['CertChainError', 2000]);
  assert.equal(findings(made.records, 'ocsp_unreachable').length, 3);
});

test('a responder that the policy forbids is not reached, and said so', async () => {
  const made = await ready();
  made.outside.ocsp = async (_request, { guard }) => {
    assert.deepEqual(guard, { schemes: ['http', 'https'], allow: [], redirects: 0, maxBytes: 20_000 });
    const { HttpFailure } = await import('@openpnc/core/http');
    throw new HttpFailure('refused_by_policy', '127.0.0.1 is a loopback address');
  };
  const answer = await made.station.call('Authorize', byHashes(made.pki));
  assert.equal(answer.certificateStatus, 'CertChainError');
  assert.equal(findings(made.records, 'ocsp_refused_by_policy').length, 3);
});

test('where OCSP is off nobody is asked and the eMSP decides', async () => {
  const made = await ready({ certificates: { revocation: 'off' } });
  const answer = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([answer.idTokenInfo.status, answer.certificateStatus], ['Accepted', 'Accepted']);
  assert.equal(ocspCalls(made).length, 0);
});

test('proved OCSP answers are used until nextUpdate, also after a restart, and asked anew then', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  await made.station.call('Authorize', byHashes(made.pki));
  assert.equal(ocspCalls(made).length, 3);
  const again = await made.restarted();
  const station = await accepted(again);
  assert.equal((await station.call('Authorize', byHashes(made.pki))).certificateStatus, 'Accepted');
  assert.equal(ocspCalls(made).length, 3);
  await made.clock.advance(3_600_001);
  assert.equal((await station.call('Authorize', byHashes(made.pki))).certificateStatus, 'Accepted');
  assert.equal(ocspCalls(made).length, 6);
});

test('a kept OCSP answer proves nothing once its root is gone', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  await made.csms.services.certificates.removeRoot('mo', made.pki.certificates.root.fingerprint);
  const answer = await made.station.call('Authorize', byHashes(made.pki));
  assert.equal(answer.certificateStatus, 'CertChainError');
  assert.ok(findings(made.records, 'ocsp_unverifiable').length > 0);
});

test('within the grace time the last good OCSP answer stands in for one that cannot be had', async () => {
  const made = await ready({ ocsp: { grace_ms: 7_200_000 } });
  await made.station.call('Authorize', byHashes(made.pki));
  made.outside.ocsp = refusing;
  await made.clock.advance(5_000_000);
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).certificateStatus, 'Accepted');
  await made.clock.advance(10_000_000);
  assert.equal((await made.station.call('Authorize', byHashes(made.pki))).certificateStatus, 'CertChainError');
});

test('equal questions to a responder that are out at the same time are one call', async () => {
  const made = await ready();
  const other = await accepted(made, 'CS2');
  const answers = await Promise.all(
    [made.station, other].map((station) => station.call('Authorize', byHashes(made.pki))),
  );
  assert.deepEqual(
    answers.map(({ certificateStatus }) => certificateStatus),
    ['Accepted', 'Accepted'],
  );
  assert.equal(ocspCalls(made).length, 3);
});

test('an eMSP that is down refuses by default within its time: Invalid with ContractCancelled', async () => {
  const made = await ready();
  made.outside.emsp = silent;
  const started = made.clock.now();
  const answer = made.station.call('Authorize', byHashes(made.pki)).then((got) => [got, made.clock.now()] as const);
  await made.clock.advance(8000);
  const [got, at] = await answer;
  assert.deepEqual([got.idTokenInfo.status, got.certificateStatus], ['Invalid', 'ContractCancelled']);
  assert.equal(at - started, 3000);
  assert.equal(findings(made.records, 'emsp_timeout').length, 1);
  assert.partialDeepStrictEqual(await made.csms.decisions({}), [{ source: 'fallback', token_status: 'Invalid' }]);
});

test('an eMSP that cannot be reached refuses at once, after one more try', async () => {
  const made = await ready();
  made.outside.emsp = refusing;
  const got = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([got.idTokenInfo.status, got.certificateStatus], ['Invalid', 'ContractCancelled']);
  assert.equal(emspCalls(made).length, 2);
  assert.equal(findings(made.records, 'emsp_unreachable').length, 1);
});

test("where the partner's setting accepts without the eMSP the decision says so", async () => {
  const { PARTNER } = await import('./world.ts');
  const made = await ready({ partners: [{ ...PARTNER, whenUnreachable: 'accept' }] });
  made.outside.emsp = refusing;
  const got = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([got.idTokenInfo.status, got.certificateStatus], ['Accepted', 'Accepted']);
  assert.equal(findings(made.records, 'accepted_without_emsp').length, 1);
  assert.equal(findings(made.records).filter(({ severity }) => severity === 'refusal').length, 0);
});

test('a shorter budget in customData of our vendor is kept', async () => {
  const made = await ready();
  made.outside.emsp = silent;
  const started = made.clock.now();
  const request = { ...byHashes(made.pki), customData: { vendorId: 'org.openpnc', budget_ms: 1000 } };
  const answer = made.station.call('Authorize', request).then(() => made.clock.now());
  await made.clock.advance(8000);
  assert.equal((await answer) - started, 950);
});

test('an eMAID without certificate material is Invalid without certificateStatus, and nobody is asked [decisions 6]', async () => {
  const made = await ready();
  const answer = await made.station.call('Authorize', { idToken: { idToken: EMAID, type: 'eMAID' } });
  assert.deepEqual(answer, { idTokenInfo: { status: 'Invalid' } });
  assert.deepEqual(made.calls, []);
  assert.equal(findings(made.records, 'no_certificate_material').length, 1);
});

test('a chain whose root the CSMS lacks is CertChainError with the finding csms_contract_root_missing', async () => {
  const made = await world();
  const station = await accepted(made);
  const answer = await station.call('Authorize', byCertificate(made.pki));
  assert.deepEqual(answer, { idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertChainError' });
  assert.deepEqual(made.calls, []);
  assert.equal(findings(made.records, 'csms_contract_root_missing').length, 1);
});

test('an expired contract is CertificateExpired with Expired, by its chain and later by its hashes alone [C07.FR.16]', async () => {
  const made = await ready();
  assert.equal((await made.station.call('Authorize', byCertificate(made.pki))).certificateStatus, 'Accepted');
  await made.clock.advance(made.pki.certificates.leaf.notAfter - made.clock.now() + 1000);
  made.calls.length = 0;
  for (const request of [byCertificate, byHashes]) {
    const answer = await made.station.call('Authorize', request(made.pki));
    assert.deepEqual(answer, { idTokenInfo: { status: 'Expired' }, certificateStatus: 'CertificateExpired' });
  }
  assert.deepEqual(made.calls, []);
  assert.equal(findings(made.records, 'contract_certificate_expired').length, 2);
});

test('a chain of another contract than the eMAID is CertChainError, and so are its hashes once it was seen whole', async () => {
  const made = await ready();
  const other = 'DE-8AA-C99999999';
  const wrong = await made.station.call('Authorize', byCertificate(made.pki, other));
  assert.deepEqual(wrong, { idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertChainError' });
  await made.station.call('Authorize', byCertificate(made.pki));
  const byHash = await made.station.call('Authorize', byHashes(made.pki, other));
  assert.equal(byHash.certificateStatus, 'CertChainError');
  assert.equal(findings(made.records, 'contract_emaid_mismatch').length, 2);
});

test('a certificate field that holds no certificate is CertChainError', async () => {
  const made = await ready();
  for (const certificate of ['rubbish', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n']) {
    const answer = await made.station.call('Authorize', { idToken: { idToken: EMAID, type: 'eMAID' }, certificate });
    assert.equal(answer.certificateStatus, 'CertChainError');
  }
  assert.equal(findings(made.records, 'contract_certificate_malformed').length, 2);
});

test('hash data that lists only roots proves nothing', async () => {
  const made = await ready();
  const { root } = made.pki.certificates;
  const { anchorHashes } = await import('@openpnc/x509/trustStore');
  const entry = { ...anchorHashes(root), responderURL: 'http://127.0.0.1:8080/ocsp' } as never;
  made.outside.ocsp = refusing;
  const answer = await made.station.call('Authorize', {
    idToken: { idToken: EMAID, type: 'eMAID' },
    iso15118CertificateHashData: [entry, entry],
  });
  assert.equal(answer.certificateStatus, 'CertChainError');
});

test('a root among the hash data is not asked about', async () => {
  const made = await ready();
  const { anchorHashes } = await import('@openpnc/x509/trustStore');
  const root = { ...anchorHashes(made.pki.certificates.root), responderURL: 'http://127.0.0.1/ocsp' } as never;
  const request = byHashes(made.pki);
  const answer = await made.station.call('Authorize', {
    ...request,
    iso15118CertificateHashData: [...request.iso15118CertificateHashData!, root],
  });
  assert.equal(answer.certificateStatus, 'Accepted');
  assert.equal(ocspCalls(made).length, 3);
});

test('what is no eMAID is refused: with material CertChainError, without nothing about certificates', async () => {
  const made = await ready();
  const idToken = { idToken: 'HUGO', type: 'eMAID' } as const;
  assert.deepEqual(await made.station.call('Authorize', { ...byHashes(made.pki), idToken }), {
    idTokenInfo: { status: 'Invalid' },
    certificateStatus: 'CertChainError',
  });
  assert.deepEqual(await made.station.call('Authorize', { idToken }), { idTokenInfo: { status: 'Invalid' } });
});

test('a wrong check character is a finding and no refusal [decisions 4]', async () => {
  const made = await ready();
  const answer = await made.station.call('Authorize', byHashes(made.pki, 'DE8AAC12345678X'));
  assert.equal(answer.idTokenInfo.status, 'Accepted');
  assert.partialDeepStrictEqual(findings(made.records, 'emaid_check_character'), [{ severity: 'warning' }]);
});

test('an answer about EVSEs that are not of this station is NotAtThisLocation; some of them are told by their ids', async () => {
  const made = await ready();
  made.outside.emsp = emsp(made.clock, 'ALLOWED', { location: { location_id: 'LOC1', evse_uids: ['OTHER*1'] } });
  const elsewhere = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([elsewhere.idTokenInfo.status, elsewhere.certificateStatus], ['NotAtThisLocation', 'Accepted']);
  made.outside.emsp = emsp(made.clock, 'ALLOWED', { location: { location_id: 'LOC1', evse_uids: ['CS1*2'] } });
  const here = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([here.idTokenInfo.status, here.idTokenInfo.evseId], ['Accepted', [2]]);
});

test('tokens that are no contracts are decided by the list; NoAuthorization is accepted', async () => {
  const made = await ready();
  const unknown = await made.station.call('Authorize', { idToken: { idToken: '04AB', type: 'ISO14443' } });
  assert.deepEqual(unknown, { idTokenInfo: { status: 'Unknown' } });
  await made.csms.services.list.put([
    {
      key: '04AB',
      type: 'ISO14443',
      partner: '',
      country_code: 'DE',
      party_id: 'OPC',
      uid: '04AB',
      contract_id: 'C1',
      valid: 1,
      whitelist: 'ALWAYS',
      language: null,
      group_id: null,
      valid_until: null,
      ocpi: null,
      updated_at: 1,
    },
  ]);
  const known = await made.station.call('Authorize', { idToken: { idToken: '04ab', type: 'ISO14443' } });
  assert.deepEqual(known, { idTokenInfo: { status: 'Accepted' } });
  const free = await made.station.call('Authorize', { idToken: { idToken: '', type: 'NoAuthorization' } });
  assert.deepEqual(free, { idTokenInfo: { status: 'Accepted' } });
});

test('each exchange is one message record with its result, and passwords are in none', async () => {
  const made = await ready();
  await made.station.call('Authorize', byHashes(made.pki));
  const told = made.records.filter((record) => record.type === 'message' && record.traceId === 'ab'.repeat(16));
  const count = (protocol: string) =>
    told.filter((record) => record.type === 'message' && record.protocol === protocol).length;
  assert.deepEqual([count('ocsp'), count('ocpi')], [3, 1]);
  assert.partialDeepStrictEqual(told.at(-1), {
    from: 'CS1',
    to: 'csms',
    protocol: 'ocpp2.0.1',
    message: 'Authorize',
    result: 'Accepted / Accepted',
  });
  assert.equal(JSON.stringify(made.records).includes('token-of-the-csms'), false);
});

test('hash data that is no hex is refused with its reason, and the handler does not break', async () => {
  const { pki, station, records } = await ready();
  const { iso15118CertificateHashData: [first, ...rest] = [], ...request } = byHashes(pki);
  for (const wrong of [{ issuerKeyHash: 'no hex' }, { issuerNameHash: 'abc' }, { serialNumber: '-1' }]) {
    const answer = await station.call('Authorize', {
      ...request,
      iso15118CertificateHashData: [{ ...first!, ...wrong }, ...rest],
    });
    assert.deepEqual([answer.certificateStatus, answer.idTokenInfo.status], ['CertChainError', 'Invalid']);
  }
  assert.ok(findings(records, 'ocsp_no_status').every(({ text }) => text.includes('not hex')));
  assert.equal(findings(records, 'ocsp_no_status').length, 3);
  assert.deepEqual(findings(records, 'internal_error'), []);
});
