/** A foreign station (ocpp-rpc, strict) at our CSMS over real WebSockets: boot, roots, certificates, Authorize, transactions. @module */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { toBase64, toUtf8 } from '@openpnc/core/bytes';
import { type Csms, createCsms } from '@openpnc/csms/csms';
import { type CsmsTables, csmsMigrations } from '@openpnc/csms/store';
import { realClock } from '@openpnc/node/clock';
import { passwordHashes } from '@openpnc/node/passwords';
import { systemRandom } from '@openpnc/node/random';
import { type Serving, serveChannels } from '@openpnc/node/webSocket';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { derToPem } from '@openpnc/x509/certificate';
import { anchorHashes } from '@openpnc/x509/trustStore';
import { RPCClient } from 'ocpp-rpc';
import { type Tree, tree } from '../../../base/x509/test/tree.ts';
import { BOOT, byCertificate, byHashes, emsp, responder, settingsOf } from './world.ts';

/** What is used of ocpp-rpc: its own types make every option required and leave payloads unknown. */
interface ForeignStation {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape.
  call(action: string, payload: object): Promise<any>;
  handle(action: string, answer: (call: { readonly params: unknown }) => object): void;
  reconfigure(options: object): void;
}
const Station = RPCClient as unknown as new (options: object) => ForeignStation;

const DAY = 86_400_000;
let csms: Csms;
let serving: Serving;
let pki: Tree;

before(async () => {
  const now = realClock.now();
  const valid = { notBefore: now - DAY, notAfter: now + 30 * DAY };
  pki = await tree({
    root: valid,
    sub1: valid,
    sub2: valid,
    ocsp: valid,
    leaf: {
      ...valid,
      subject: [
        ['O', 'Lab'],
        ['CN', 'DE8AAC12345678'],
      ],
    },
  });
  const db = openSqlite<CsmsTables>(':memory:');
  await migrate(db, 'csms', csmsMigrations);
  const settings = settingsOf({
    pki: { providers: [{ name: 'pool', baseUrl: 'http://pki.example', auth: 'none' }] },
  });
  csms = await createCsms(settings, {
    clock: realClock,
    random: systemRandom,
    db,
    passwords: passwordHashes(),
    trace: () => {},
    publish: () => {},
    http: async (request, context) => {
      const { hostname } = new URL(request.url);
      if (hostname === 'emsp.example') return emsp(realClock, 'ALLOWED')(request, context);
      if (hostname !== 'pki.example') return responder(pki, realClock)(request, context);
      const messageDef = { certificateInstallationRes: toBase64(new Uint8Array(100)), emaid: 'DE8AAC12345678' };
      return {
        status: 200,
        headers: {},
        body: toUtf8(JSON.stringify({ CCPResponse: { emaidContent: [{ messageDef }] } })),
      };
    },
  });
  await csms.addRoot('mo', pki.certificates.root.der);
  serving = await serveChannels({ host: '127.0.0.1', port: 0, maxPayload: 262_144, handshake_ms: 5000 }, csms.accept);
});

after(async () => {
  await csms.stop();
  await serving.close();
});

async function station(
  identity: string,
  options: { password?: string; protocols?: string[] } = {},
): Promise<ForeignStation> {
  const { password } = await csms.enrol(identity);
  return new Station({
    endpoint: `${serving.url}/ocpp`,
    identity,
    protocols: options.protocols ?? ['ocpp2.0.1'],
    password: options.password ?? password,
    strictMode: true,
    reconnect: false,
  });
}

test('a foreign station boots, authorizes a contract both ways and runs a transaction', async () => {
  const client = await station('FOREIGN1');
  await client.connect();
  assert.equal((await client.call('BootNotification', BOOT)).status, 'Accepted');
  const timestamp = new Date().toISOString();
  await client.call('StatusNotification', { timestamp, connectorStatus: 'Available', evseId: 1, connectorId: 1 });
  for (const request of [byHashes(pki), byCertificate(pki)]) {
    const { idTokenInfo, certificateStatus } = await client.call('Authorize', request);
    assert.deepEqual([idTokenInfo.status, certificateStatus], ['Accepted', 'Accepted']);
  }
  const event = (seqNo: number, eventType: string, more = {}) =>
    client.call('TransactionEvent', {
      eventType,
      seqNo,
      timestamp: new Date().toISOString(),
      triggerReason: 'Authorized',
      transactionInfo: { transactionId: 'foreign-tx', chargingState: 'Charging' },
      evse: { id: 1, connectorId: 1 },
      ...more,
    });
  const idToken = { idToken: 'DE8AAC12345678', type: 'eMAID' };
  assert.equal((await event(0, 'Started', { idToken })).idTokenInfo.status, 'Accepted');
  await event(1, 'Ended');
  assert.partialDeepStrictEqual(await csms.session('FOREIGN1', 'foreign-tx'), { seq_nos: '[[0,1]]' });
  await client.close();
});

test('a foreign station gets OCSP answers, contracts for cars, and takes roots from us', async () => {
  const client = await station('FOREIGN2');
  const installed: string[] = [];
  client.handle('InstallCertificate', ({ params }) => {
    installed.push((params as { certificateType: string }).certificateType);
    return { status: 'Accepted' };
  });
  const { root } = pki.certificates;
  client.handle('GetInstalledCertificateIds', () => ({
    status: 'Accepted',
    certificateHashDataChain: [{ certificateType: 'MORootCertificate', certificateHashData: anchorHashes(root) }],
  }));
  await client.connect();
  await client.call('BootNotification', BOOT);
  const [entry] = byHashes(pki).iso15118CertificateHashData!;
  const status = await client.call('GetCertificateStatus', { ocspRequestData: entry });
  assert.equal(status.status, 'Accepted');
  const contract = await client.call('Get15118EVCertificate', {
    iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef',
    action: 'Install',
    exiRequest: toBase64(new Uint8Array(10)),
  });
  assert.equal(contract.status, 'Accepted');
  const payload = { certificateType: 'MORootCertificate', certificate: derToPem(root.der) };
  const deadline = realClock.now() + 5000;
  assert.deepEqual(await csms.link.call('FOREIGN2', 'InstallCertificate', payload, deadline), { status: 'Accepted' });
  assert.deepEqual(installed, ['MORootCertificate']);
  assert.partialDeepStrictEqual(await csms.services.trust.compare('FOREIGN2', { isApplied: false }), { state: 'same' });
  await client.close();
});

test('a foreign station with a wrong password is 401, one that is not enrolled 404, and one of another protocol is sent away', async () => {
  await assert.rejects((await station('FOREIGN3', { password: 'x'.repeat(20) })).connect(), { code: 401 });
  const stranger = new Station({
    endpoint: `${serving.url}/ocpp`,
    identity: 'STRANGER',
    protocols: ['ocpp2.0.1'],
    password: 'x'.repeat(20),
    reconnect: false,
  });
  await assert.rejects(stranger.connect(), { code: 404 });
  await assert.rejects((await station('FOREIGN4', { protocols: ['ocpp1.6'] })).connect());
});

test('a call that breaks the schema gets a CALLERROR that the foreign station reads, and the connection lives', async () => {
  const client = await station('FOREIGN5');
  await client.connect();
  await client.call('BootNotification', BOOT);
  client.reconfigure({ strictMode: false });
  await assert.rejects(client.call('Authorize', { idToken: 'x' }), { rpcErrorCode: 'TypeConstraintViolation' });
  await assert.rejects(client.call('MakeCoffee', {}), { rpcErrorCode: 'NotImplemented' });
  assert.ok((await client.call('Heartbeat', {})).currentTime);
  await client.close();
});
