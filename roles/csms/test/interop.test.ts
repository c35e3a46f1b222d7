/**
 * Foreign stations at our CSMS over real WebSockets: boot, roots, certificates, Authorize, transactions. `ocpp-rpc` (strict)
 * always; the Python packages `ocpp` and `websockets` where OPENPNC_OCPP_PYTHON names a Python that has them.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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

type Fields = Readonly<Record<string, unknown>>;
// biome-ignore lint/suspicious/noExplicitAny: a test reads answers of any shape.
type Answer = any;

/** A station that is not ours. */
interface ForeignStation {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  /** Rejects with `rpcErrorCode` when a CALLERROR came. */
  call(action: string, payload: object): Promise<Answer>;
  /** A call that leaves without the peer's own check of its schema. */
  rawCall(action: string, payload: object): Promise<Answer>;
}

interface ForeignOptions {
  readonly identity: string;
  readonly password: string;
  readonly protocols?: readonly string[];
  /** Its answers to our calls. */
  readonly answers?: Readonly<Record<string, Fields>>;
  readonly asked?: (action: string, params: Fields) => void;
}

/** What is used of ocpp-rpc: its own types make every option required and leave payloads unknown. */
interface RpcClient {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  call(action: string, payload: object): Promise<Answer>;
  handle(action: string, answer: (call: { readonly params: unknown }) => object): void;
  reconfigure(options: object): void;
}
const Client = RPCClient as unknown as new (options: object) => RpcClient;

function ocppRpc({
  identity,
  password,
  protocols = ['ocpp2.0.1'],
  answers = {},
  asked,
}: ForeignOptions): ForeignStation {
  const endpoint = `${serving.url}/ocpp`;
  const client = new Client({ endpoint, identity, protocols, password, strictMode: true, reconnect: false });
  for (const [action, answer] of Object.entries(answers))
    client.handle(action, ({ params }) => {
      asked?.(action, params as Fields);
      return answer;
    });
  return {
    connect: () => client.connect(),
    close: () => client.close(),
    call: (action, payload) => client.call(action, payload),
    async rawCall(action, payload) {
      client.reconfigure({ strictMode: false });
      try {
        return await client.call(action, payload);
      } finally {
        client.reconfigure({ strictMode: true });
      }
    },
  };
}

/** Lines of JSON to and from scripts/interop/python_station.py. */
function pythonOcpp({ identity, password, answers = {}, asked }: ForeignOptions): ForeignStation {
  const script = join(import.meta.dirname, '../../../scripts/interop/python_station.py');
  const child = spawn(python!, [script, `${serving.url}/ocpp/${identity}`, password, JSON.stringify(answers)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connected = Promise.withResolvers<unknown>();
  const open: PromiseWithResolvers<Answer>[] = [];
  child.once('exit', (code) => connected.reject(new Error(`the Python station ended with ${code}`)));
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text);
    if (line.connected !== undefined) connected.resolve(line.connected);
    if (line.refused !== undefined) connected.reject(Object.assign(new Error('refused'), { code: line.refused }));
    if (line.asked !== undefined) asked?.(line.asked, line.params);
    if (line.result !== undefined) open[line.id]?.resolve(line.result);
    if (line.error !== undefined)
      open[line.id]?.reject(Object.assign(new Error(line.error), { rpcErrorCode: line.error }));
  });
  const call = (method: string, params: object, isRaw = false): Promise<Answer> => {
    const answer = Promise.withResolvers<Answer>();
    child.stdin.write(`${JSON.stringify({ id: open.push(answer) - 1, method, params, isRaw })}\n`);
    return answer.promise;
  };
  return {
    connect: () => connected.promise,
    close: async () => child.kill('SIGKILL'),
    call: (method, params) => call(method, params),
    rawCall: (method, params) => call(method, params, true),
  };
}

const python = process.env.OPENPNC_OCPP_PYTHON;
const foreign: readonly (readonly [string, (options: ForeignOptions) => ForeignStation, false | string])[] = [
  ['ocpp-rpc', ocppRpc, false],
  ['the Python package ocpp', pythonOcpp, python === undefined && 'OPENPNC_OCPP_PYTHON is not set'],
];

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

for (const [name, make, skip] of foreign) {
  const station = async (identity: string, options: Partial<ForeignOptions> = {}): Promise<ForeignStation> => {
    const own = `${identity}-${foreign.findIndex(([other]) => other === name)}`;
    const { password } = await csms.enrol(own);
    return make({ identity: own, password, ...options });
  };
  const options = { skip, timeout: 60_000 };

  test(`${name} as station boots, authorizes a contract both ways and runs a transaction`, options, async () => {
    const client = await station('FOREIGN1');
    await client.connect();
    assert.equal((await client.call('BootNotification', BOOT)).status, 'Accepted');
    const timestamp = new Date().toISOString();
    await client.call('StatusNotification', { timestamp, connectorStatus: 'Available', evseId: 1, connectorId: 1 });
    for (const request of [byHashes(pki), byCertificate(pki)]) {
      const { idTokenInfo, certificateStatus } = await client.call('Authorize', request);
      assert.deepEqual([idTokenInfo.status, certificateStatus], ['Accepted', 'Accepted']);
    }
    const transactionId = `tx-${name}`.slice(0, 36);
    const event = (seqNo: number, eventType: string, more = {}) =>
      client.call('TransactionEvent', {
        eventType,
        seqNo,
        timestamp: new Date().toISOString(),
        triggerReason: 'Authorized',
        transactionInfo: { transactionId, chargingState: 'Charging' },
        evse: { id: 1, connectorId: 1 },
        ...more,
      });
    const idToken = { idToken: 'DE8AAC12345678', type: 'eMAID' };
    assert.equal((await event(0, 'Started', { idToken })).idTokenInfo.status, 'Accepted');
    await event(1, 'Updated');
    await event(2, 'Ended');
    const [identity] = csms.connected();
    assert.partialDeepStrictEqual(await csms.session(identity!, transactionId), { seq_nos: '[[0,2]]' });
    await client.close();
    while (csms.connected().length > 0) await realClock.sleep(5);
  });

  test(`${name} as station gets OCSP answers, contracts for cars, and takes roots from us`, options, async () => {
    const installed: unknown[] = [];
    const { root } = pki.certificates;
    const client = await station('FOREIGN2', {
      answers: {
        InstallCertificate: { status: 'Accepted' },
        GetInstalledCertificateIds: {
          status: 'Accepted',
          certificateHashDataChain: [{ certificateType: 'MORootCertificate', certificateHashData: anchorHashes(root) }],
        },
      },
      asked: (action, { certificateType }) => {
        if (action === 'InstallCertificate') installed.push(certificateType);
      },
    });
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
    const [identity] = csms.connected();
    assert.deepEqual(await csms.link.call(identity!, 'InstallCertificate', payload, deadline), { status: 'Accepted' });
    assert.deepEqual(installed, ['MORootCertificate']);
    assert.partialDeepStrictEqual(await csms.services.trust.compare(identity!, { isApplied: false }), {
      state: 'same',
    });
    await client.close();
    while (csms.connected().length > 0) await realClock.sleep(5);
  });

  test(`${name} as station with a wrong password is 401, one that is not enrolled 404`, options, async () => {
    const wrong = await station('FOREIGN3', { password: 'x'.repeat(20) });
    await assert.rejects(wrong.connect(), { code: 401 });
    const stranger = make({ identity: 'STRANGER', password: 'x'.repeat(20) });
    await assert.rejects(stranger.connect(), { code: 404 });
    await wrong.close();
    await stranger.close();
  });

  test(
    `${name} as station reads the CALLERROR of a call that breaks the schema, and the connection lives`,
    options,
    async () => {
      const client = await station('FOREIGN5');
      await client.connect();
      await client.call('BootNotification', BOOT);
      await assert.rejects(client.rawCall('Authorize', { idToken: 'x' }), { rpcErrorCode: 'TypeConstraintViolation' });
      await assert.rejects(client.rawCall('MakeCoffee', {}), { rpcErrorCode: 'NotImplemented' });
      assert.ok((await client.call('Heartbeat', {})).currentTime);
      await client.close();
    },
  );
}

test('a foreign station of another protocol is sent away', async () => {
  const { password } = await csms.enrol('FOREIGN4');
  const client = ocppRpc({ identity: 'FOREIGN4', password, protocols: ['ocpp1.6'] });
  await assert.rejects(client.connect());
});
