/** Certificates through the CSMS: contracts for cars (M01), certificates for stations (A02, A03). @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { type HttpHandler, serveRoutes } from '@openpnc/core/http';
import { decodeMessage, encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import type { Est } from '@openpnc/opcp/backend';
import { estRoutes } from '@openpnc/opcp/est';
import { dangerOpenGuard } from '@openpnc/opcp/guard';
import { type Certificate, ekuOids } from '@openpnc/x509/certificate';
import { createCsr, csrToPem, issueCertificate, type NameParts, parseCsr } from '@openpnc/x509/issue';
import { memoryKeys } from '../../../base/x509/test/memoryKeys.ts';
import { byHashes, findings, ready, refusing, START, settle, silent, type World } from './world.ts';

const NAMESPACE = 'urn:iso:15118:2:2013:MsgDef';
const PROVIDER = { name: 'pool', baseUrl: 'http://pki.example', auth: 'none' } as const;
const SessionID = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** The request of a car; nothing but its header is read here. */
const exiRequest = () =>
  toBase64(
    encodeMessage({
      Header: { SessionID },
      Body: {
        CertificateInstallationReq: {
          Id: 'id1',
          OEMProvisioningCert: new Uint8Array(10),
          ListOfRootCertificateIDs: { RootCertificateID: [{ X509IssuerName: 'CN=Root', X509SerialNumber: 1n }] },
        },
      },
    } as V2G_Message),
  );
const request = () => ({ iso15118SchemaVersion: NAMESPACE, action: 'Install' as const, exiRequest: exiRequest() });

/** A contract pool in the dialect of OPCP. */
const pool =
  (exi: Uint8Array, status = 200): HttpHandler =>
  async () => ({
    status,
    headers: {},
    body: toUtf8(
      JSON.stringify({
        CCPResponse: {
          emaidContent: [{ messageDef: { certificateInstallationRes: toBase64(exi), emaid: 'DE8AAC12345678' } }],
        },
      }),
    ),
  });

/** The answer for the car, with the contract of the test tree in it. */
function exiResponse({ pki: { certificates } }: Pick<World, 'pki'>): Uint8Array {
  const chain = (leaf: Certificate) => ({
    Certificate: leaf.der,
    SubCertificates: { Certificate: [certificates.sub2.der, certificates.sub1.der] },
  });
  return encodeMessage({
    Header: { SessionID },
    Body: {
      CertificateInstallationRes: {
        ResponseCode: 'OK',
        SAProvisioningCertificateChain: chain(certificates.leaf),
        ContractSignatureCertChain: { Id: 'id1', ...chain(certificates.leaf) },
        ContractSignatureEncryptedPrivateKey: { Id: 'id2', value: new Uint8Array(48) },
        DHpublickey: { Id: 'id3', value: new Uint8Array(65) },
        eMAID: { Id: 'id4', value: 'DE8AAC12345678' },
      },
    },
  } as V2G_Message);
}

test('Get15118EVCertificate hands the EXI of the pool on unchanged [M01]', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  const exi = exiResponse(made);
  made.outside.pki = pool(exi);
  const answer = await made.station.call('Get15118EVCertificate', request());
  assert.deepEqual(answer, { status: 'Accepted', exiResponse: toBase64(exi) });
  const sent = JSON.parse(new TextDecoder().decode(made.calls.at(-1)!.body));
  assert.deepEqual(sent, { certificateInstallationReq: exiRequest(), xsdMsgDefNamespace: NAMESPACE });
});

test('a contract that went out is known by its hashes: its expiry is seen without asking anybody', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  made.outside.pki = pool(exiResponse(made));
  await made.station.call('Get15118EVCertificate', request());
  await made.clock.advance(made.pki.certificates.leaf.notAfter - made.clock.now() + 1000);
  made.calls.length = 0;
  const { certificateStatus } = await made.station.call('Authorize', byHashes(made.pki));
  assert.deepEqual([certificateStatus, made.calls.length], ['CertificateExpired', 0]);
});

test('a pool that has no contract answers with EXI for the car, which is Accepted and handed on', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  const refusal = encodeMessage({
    Header: { SessionID },
    Body: {
      CertificateInstallationRes: {
        ...(decodeMessage(exiResponse(made)).Body as { CertificateInstallationRes: object }).CertificateInstallationRes,
        ResponseCode: 'FAILED_NoCertificateAvailable',
      },
    },
  } as V2G_Message);
  made.outside.pki = pool(refusal, 404);
  const answer = await made.station.call('Get15118EVCertificate', request());
  assert.deepEqual(answer, { status: 'Accepted', exiResponse: toBase64(refusal) });
  assert.equal(findings(made.records, 'contract_not_found').length, 1);
});

test('without any answer of a pool the car gets an EXI that says FAILED, in its session and in time [M01.FR.02]', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  made.outside.pki = silent;
  const started = made.clock.now();
  const answer = made.station.call('Get15118EVCertificate', request()).then((got) => [got, made.clock.now()] as const);
  await made.clock.advance(4000);
  const [got, at] = await answer;
  assert.deepEqual([got.status, got.statusInfo?.reasonCode, at - started], ['Failed', 'Timeout', 3450]);
  const { Header, Body } = decodeMessage(fromBase64(got.exiResponse)) as unknown as {
    Header: { SessionID: Uint8Array };
    Body: { CertificateInstallationRes: { ResponseCode: string } };
  };
  assert.deepEqual([Header.SessionID, Body.CertificateInstallationRes.ResponseCode], [SessionID, 'FAILED']);
});

test("where the setting keeps to the text, a failure carries an empty exiResponse; so does one for a request that can't be read", async () => {
  const made = await ready({ pki: { providers: [PROVIDER], whenFailed: 'empty' } });
  assert.partialDeepStrictEqual(await made.station.call('Get15118EVCertificate', request()), {
    status: 'Failed',
    exiResponse: '',
  });
  const other = await ready({ pki: { providers: [PROVIDER] } });
  const wrong = await other.station.call('Get15118EVCertificate', { ...request(), exiRequest: '§§' });
  assert.deepEqual([wrong.status, wrong.statusInfo?.reasonCode], ['Failed', 'InvalidExi']);
});

test('an answer longer than the station takes is Failed with the reason, one beyond the schema a warning', async () => {
  const made = await ready({ pki: { providers: [PROVIDER], whenFailed: 'empty', exiResponseLength: 9000 } });
  const long = new Uint8Array(4500).fill(7);
  made.outside.pki = pool(long);
  made.station.isStrict = false; // the second validator keeps to 5600 characters
  const beyond = await made.station.callFrame('Get15118EVCertificate', request());
  made.station.isStrict = true;
  assert.deepEqual([beyond[0], (beyond[2] as { status: string }).status], [3, 'Accepted']);
  assert.equal(findings(made.records, 'exi_response_beyond_schema').length, 1);
  assert.equal(findings(made.records, 'pki_answer_unreadable').length, 1);
  await made.station.call('NotifyReport', {
    requestId: 1,
    generatedAt: '2026-06-01T11:00:00Z',
    seqNo: 0,
    reportData: [
      {
        component: { name: 'OCPPCommCtrlr' },
        variable: { name: 'FieldLength', instance: 'Get15118EVCertificateResponse.exiResponse' },
        variableAttribute: [{ value: '5800' }],
      },
    ],
  });
  const got = await made.station.call('Get15118EVCertificate', request());
  assert.deepEqual([got.status, got.statusInfo?.reasonCode], ['Failed', 'TooLargeElement']);
  assert.equal(findings(made.records, 'ev_certificate_too_large').length, 1);
});

test('a second pool is asked too when the first is slow, and the first contract wins', async () => {
  const second = { ...PROVIDER, name: 'second', baseUrl: 'http://second.pki.example' };
  const made = await ready({ pki: { providers: [PROVIDER, second], headStart_ms: 500 } });
  const up = pool(exiResponse(made));
  made.outside.pki = (one, context) => (one.url.includes('second') ? up : silent)(one, context);
  const answer = made.station.call('Get15118EVCertificate', request()).then((got) => [got, made.clock.now()] as const);
  await made.clock.advance(3000);
  const [got, at] = await answer;
  assert.deepEqual([got.status, at - START], ['Accepted', 500]);
});

test('tokens of PKI services are fetched before anybody needs one, and again before they end', async () => {
  const login = { ...PROVIDER, auth: 'oauth2', clientId: 'a', clientSecret: 'b' };
  const made = await ready({ pki: { providers: [login] } });
  const tokens = () => made.calls.filter(({ url }) => url.endsWith('/oauth/token')).length;
  assert.equal(tokens(), 1);
  made.outside.pki = async () => ({
    status: 200,
    headers: {},
    body: toUtf8(JSON.stringify({ access_token: 't', expires_in: 1000, token_type: 'Bearer' })),
  });
  await made.clock.advance(60_000);
  assert.equal(tokens(), 2);
  await made.clock.advance(1_000_000);
  assert.equal(tokens(), 3);
  assert.equal(findings(made.records, 'pki_token').length, 1);
});

const SECC: NameParts = [
  ['C', 'DE'],
  ['O', 'Lab'],
  ['CN', 'DE*OPC*E1'],
  ['DC', 'CPO'],
];

/** A PKI that enrols with the CAs of the test tree; `subject` replaces the one of the request. */
function enroller(made: World, subject?: NameParts): HttpHandler {
  const { certificates, signers } = made.pki;
  const est: Est = {
    enroll: async (_ca, der) => {
      const csr = parseCsr(der);
      return {
        ok: true,
        value: await issueCertificate(
          {
            subject: subject ?? csr.subject,
            publicKey: csr.publicKey,
            serialNumber: '77',
            notBefore: made.clock.now() - 1000,
            notAfter: made.clock.now() + 60 * 86_400_000,
            basicConstraints: { cA: false },
            keyUsage: ['digitalSignature', 'keyAgreement'],
            eku: [ekuOids.serverAuth, ekuOids.clientAuth],
          },
          certificates.sub2,
          signers.sub2,
        ),
      };
    },
    cacerts: async () => [certificates.root, certificates.sub1, certificates.sub2],
  };
  const served = serveRoutes(estRoutes(est, dangerOpenGuard));
  return (one, context) => {
    const { pathname, search } = new URL(one.url);
    return served({ ...one, url: pathname + search }, context);
  };
}

async function csrOf(subject: NameParts, algorithm: 'ES256' | 'ES512' = 'ES256'): Promise<string> {
  return csrToPem(await createCsr(subject, await memoryKeys().make('key', algorithm)));
}

test('SignCertificate is Accepted, and the chain comes by CertificateSigned: leaf and sub-CAs, without root [A02]', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  made.outside.pki = enroller(made);
  made.station.answers.CertificateSigned = () => ({ status: 'Accepted' });
  const csr = await csrOf(SECC);
  const answer = await made.station.call('SignCertificate', { csr, certificateType: 'V2GCertificate' });
  assert.deepEqual(answer, { status: 'Accepted' });
  await made.clock.advance(0);
  const [asked, ...more] = made.station.asked;
  assert.deepEqual(more, []);
  const { certificateChain, certificateType } = asked!.payload as { certificateChain: string; certificateType: string };
  assert.equal(certificateType, 'V2GCertificate');
  assert.equal(certificateChain.match(/BEGIN CERTIFICATE/g)?.length, 3);
  const kept = await made.db.selectFrom('station_certificate').selectAll().execute();
  assert.partialDeepStrictEqual(kept, [{ station: 'CS1', type: 'V2GCertificate', chain: certificateChain }]);
});

test('a chain waits for a station that is away, over a restart, without another being issued', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] }, cdr: { retry_ms: 1000, maxRetry_ms: 1000 } });
  made.outside.pki = enroller(made);
  await made.station.call('SignCertificate', { csr: await csrOf(SECC), certificateType: 'V2GCertificate' });
  made.station.drop();
  await made.clock.advance(2000);
  const issued = () => made.calls.filter(({ url }) => url.includes('simpleenroll')).length;
  assert.equal(issued(), 1);
  const again = await made.restarted();
  const { accepted } = await import('./world.ts');
  const station = await accepted(again);
  station.answers.CertificateSigned = () => ({ status: 'Accepted' });
  await again.clock.advance(1000);
  assert.deepEqual([station.asked.length, issued()], [1, 1]);
});

test('a certificate that a car would refuse never reaches the station', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  made.outside.pki = enroller(made, [
    ['CN', 'DE*OPC*E1'],
    ['DC', 'OEM'],
  ]);
  await made.station.call('SignCertificate', { csr: await csrOf(SECC), certificateType: 'V2GCertificate' });
  await made.clock.advance(10);
  assert.deepEqual(made.station.asked, []);
  assert.match(findings(made.records, 'station_certificate_not_issued')[0]!.text, /domain component/);
});

test('a certificate that the station rejects is not sent again', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  made.outside.pki = enroller(made);
  made.station.answers.CertificateSigned = () => ({ status: 'Rejected', statusInfo: { reasonCode: 'WrongKey' } });
  await made.station.call('SignCertificate', { csr: await csrOf(SECC), certificateType: 'V2GCertificate' });
  await made.clock.advance(1_000_000);
  assert.equal(made.station.asked.length, 1);
  assert.match(findings(made.records, 'station_certificate_rejected')[0]!.text, /WrongKey/);
});

test('a newer request of the station takes the place of one that still waits', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] }, cdr: { retry_ms: 1000, maxRetry_ms: 1000 } });
  made.station.answers.CertificateSigned = () => ({ status: 'Accepted' });
  made.outside.pki = refusing;
  await made.station.call('SignCertificate', { csr: await csrOf(SECC), certificateType: 'V2GCertificate' });
  await made.clock.advance(100);
  made.outside.pki = enroller(made);
  await made.station.call('SignCertificate', { csr: await csrOf(SECC), certificateType: 'V2GCertificate' });
  await made.clock.advance(5000);
  assert.equal(made.station.asked.length, 1);
  const states = await made.db.selectFrom('outbox').select('state').orderBy('id').execute();
  assert.deepEqual(
    states.map(({ state }) => state),
    ['refused', 'done'],
  );
});

test('requests that cannot lead to a good certificate are Rejected with a reason', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  const reason = async (csr: string, certificateType: 'V2GCertificate' | 'ChargingStationCertificate') => {
    const { status, statusInfo } = await made.station.call('SignCertificate', { csr, certificateType });
    assert.equal(status, 'Rejected');
    return [statusInfo?.reasonCode, statusInfo?.additionalInfo];
  };
  assert.deepEqual((await reason('rubbish', 'V2GCertificate'))[0], 'InvalidCSR');
  assert.match((await reason(await csrOf(SECC, 'ES512'), 'V2GCertificate'))[1]!, /P-521, expected P-256/);
  const client = await csrOf([['CN', 'other']]);
  assert.match((await reason(client, 'ChargingStationCertificate'))[1]!, /expected the serial number S1/);
  assert.equal((await reason(await csrOf([['CN', 'S1']]), 'ChargingStationCertificate'))[0], 'NoCA');
  const good = await csrOf(SECC);
  const broken = good.replace(/\n(.)(.)/, (_, a: string, b: string) => `\n${b}${a}`);
  assert.equal((await reason(broken, 'V2GCertificate'))[0], 'InvalidCSR');
  assert.equal(findings(made.records, 'csr_refused').length, 5);
});

test('the CN of an SECC request must be a SeccId that the station has told [A02.FR.09]', async () => {
  const made = await ready({ pki: { providers: [PROVIDER] } });
  await made.station.call('NotifyReport', {
    requestId: 1,
    generatedAt: '2026-06-01T11:00:00Z',
    seqNo: 0,
    reportData: [
      {
        component: { name: 'ISO15118Ctrlr' },
        variable: { name: 'SeccId' },
        variableAttribute: [{ value: 'DE*OPC*E9' }],
      },
    ],
  });
  const { status } = await made.station.call('SignCertificate', {
    csr: await csrOf(SECC),
    certificateType: 'V2GCertificate',
  });
  assert.equal(status, 'Rejected');
});

test('client certificates of stations come from the service that is set for them', async () => {
  const made = await ready({ pki: { clientCertificates: [PROVIDER] } });
  made.outside.pki = enroller(made);
  made.station.answers.CertificateSigned = () => ({ status: 'Accepted' });
  const csr = await csrOf([
    ['O', 'Lab'],
    ['CN', 'S1'],
  ]);
  await made.station.call('SignCertificate', { csr, certificateType: 'ChargingStationCertificate' });
  await made.clock.advance(0);
  await settle();
  assert.partialDeepStrictEqual(made.station.asked, [{ action: 'CertificateSigned' }]);
});
