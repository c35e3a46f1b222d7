/**
 * The station against CSMSs that are not ours, on real sockets of this host: whole Plug & Charge flows. `ocpp-rpc`
 * (strict) always; the Python packages `ocpp` and `websockets` where OPENPNC_OCPP_PYTHON names a Python that has them.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { cable } from '@openpnc/core/cable';
import type { V2gDialer } from '@openpnc/core/network';
import type { Clock, DialChannel } from '@openpnc/core/ports';
import { noTrace } from '@openpnc/core/trace';
import { realClock } from '@openpnc/node/clock';
import { systemRandom } from '@openpnc/node/random';
import { v2gDialer } from '@openpnc/node/v2gDialer';
import { listenV2g } from '@openpnc/node/v2gListener';
import { dialChannel } from '@openpnc/node/webSocket';
import { SeededKeys } from '@openpnc/sim/keys';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { derToPem } from '@openpnc/x509/certificate';
import rpc from 'ocpp-rpc';
import { Default } from 'typebox/value';
import { StationSettings } from '../src/settings.ts';
import { createStation } from '../src/station.ts';
import { type StationTables, stationMigrations } from '../src/store/tables.ts';
import { emaid, issue, pki, startAt } from './pki.ts';
import { password, visit } from './world.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The station as a foreign CSMS sees it. */
interface ForeignClient {
  readonly identity: string;
  call(method: string, params: unknown): Promise<Fields>;
}

interface ForeignCsms {
  readonly calls: readonly { readonly method: string; readonly params: Fields }[];
  readonly credentials: readonly string[];
  readonly client: Promise<ForeignClient>;
  readonly port: number;
  close(): unknown;
}

/** What a foreign CSMS answers; `currentTime` is its own. */
const answers: Readonly<Record<string, Fields>> = {
  BootNotification: { currentTime: '', interval: 300, status: 'Accepted' },
  StatusNotification: {},
  SecurityEventNotification: {},
  GetCertificateStatus: { status: 'Failed' },
  Authorize: { idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' },
  TransactionEvent: {},
  NotifyEVChargingNeeds: { status: 'Rejected' },
  NotifyEVChargingSchedule: { status: 'Accepted' },
  NotifyEvent: {},
  NotifyReport: {},
  Get15118EVCertificate: { status: 'Failed', exiResponse: '' },
};

/** The host's time, moved so that the test's certificates are valid; sockets go by the real one. */
const moved_ms = startAt - realClock.now();
const clock: Clock = {
  now: () => realClock.now() + moved_ms,
  sleep: realClock.sleep,
  alarm: (at, ring) => realClock.alarm(at - moved_ms, ring),
};
const dial: DialChannel = (target, receiver) =>
  dialChannel({ ...target, deadline: target.deadline - moved_ms }, receiver);

function dialer(options: Parameters<typeof v2gDialer>[0]): V2gDialer {
  const real = v2gDialer(options);
  return {
    discover: real.discover,
    connect: (target, receiver) => real.connect({ ...target, deadline: target.deadline - moved_ms }, receiver),
  };
}

async function ocppRpc(): Promise<ForeignCsms> {
  const calls: { method: string; params: Fields }[] = [];
  const credentials: string[] = [];
  const server = new rpc.RPCServer({ protocols: ['ocpp2.0.1'], strictMode: true });
  server.auth(
    (accept: () => void, _reject: unknown, handshake: { identity: string; password?: Buffer | undefined }) => {
      credentials.push(`${handshake.identity}:${handshake.password?.toString()}`);
      accept();
    },
  );
  interface Station extends ForeignClient {
    handle(method: string, handler: (call: { readonly params: Fields }) => unknown): void;
  }
  const client = new Promise<ForeignClient>((resolve) => {
    server.on('client', (station: Station) => {
      for (const [method, answer] of Object.entries(answers))
        station.handle(method, ({ params }) => {
          calls.push({ method, params });
          return 'currentTime' in answer ? { ...answer, currentTime: new Date(clock.now()).toISOString() } : answer;
        });
      resolve(station);
    });
  });
  const http = await server.listen(0, '127.0.0.1');
  const { port } = http.address() as AddressInfo;
  return { calls, credentials, client, port, close: () => server.close({ force: true }) };
}

/** Lines of JSON to and from scripts/interop/python_csms.py. */
async function pythonOcpp(python: string): Promise<ForeignCsms> {
  const script = join(import.meta.dirname, '../../../scripts/interop/python_csms.py');
  const child = spawn(python, [script, JSON.stringify(answers), String(moved_ms / 1000)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const calls: { method: string; params: Fields }[] = [];
  const credentials: string[] = [];
  const identity = Promise.withResolvers<string>();
  const port = Promise.withResolvers<number>();
  child.once('exit', (code) => port.reject(new Error(`the Python CSMS ended with ${code}`)));
  const asked = new Map<number, PromiseWithResolvers<Fields>>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text);
    if (line.port !== undefined) port.resolve(line.port);
    if (line.credentials !== undefined) credentials.push(line.credentials);
    if (line.identity !== undefined) identity.resolve(line.identity);
    if (line.method !== undefined) calls.push(line);
    if (line.result !== undefined) asked.get(line.id)?.resolve(line.result);
    if (line.error !== undefined) asked.get(line.id)?.reject(new Error(line.error));
  });
  const call = (method: string, params: unknown) => {
    const answer = Promise.withResolvers<Fields>();
    const id = asked.size;
    asked.set(id, answer);
    child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    return answer.promise;
  };
  return {
    calls,
    credentials,
    client: identity.promise.then((name) => ({ identity: name, call })),
    port: await port.promise,
    close: () => child.kill('SIGKILL'),
  };
}

test('ocpp-rpc as CSMS: boot, roots, report, certificate request, contracts by hash data and by chain, transactions', async () => {
  await wholeFlow(await ocppRpc());
});

const python = process.env.OPENPNC_OCPP_PYTHON;

test('the Python package ocpp as CSMS: the same', {
  skip: python === undefined && 'OPENPNC_OCPP_PYTHON is not set',
  timeout: 60_000,
}, async () => {
  await wholeFlow(await pythonOcpp(python!));
});

async function wholeFlow(csms: ForeignCsms): Promise<void> {
  const database = openSqlite<StationTables>(':memory:');
  await migrate(database, 'station', stationMigrations);
  const keys = new SeededKeys('interop');
  await keys.keep('secc', pki.secc.key.exportPem());
  const sdpPort = 20_000 + Math.floor(Math.random() * 20_000);
  const link = { kind: 'loopback', address: '::1', interface: 'lo' } as const;
  const cables = [cable(clock)];
  const settings = Default(StationSettings, {
    csmsUrl: `ws://127.0.0.1:${csms.port}`,
    securityProfile: 1,
    password,
    variables: { ISO15118Ctrlr: { CentralContractValidationAllowed: 'true' } },
  }) as StationSettings;
  const station = await createStation(settings, {
    clock,
    random: systemRandom,
    keys,
    trace: noTrace,
    database,
    dial,
    listen: (host) => listenV2g({ link, tls: true, tcp: true, handshake_ms: 5_000, maxConnections: 8, sdpPort }, host),
    plugs: cables.map(({ outlet }) => outlet),
    factory: {
      roots: [{ use: 'v2g', certificate: pki.v2gRoot.certificate }],
      seccChains: [{ name: 'secc', keyName: 'secc', chain: pki.secc.chain }],
    },
  });
  await station.start();
  const place = { clock, cables, dialer: () => dialer({ link, sdpPort }) };
  const quick = { loopPause_ms: 20, ongoingPause_ms: 20 };
  try {
    const foreign = await csms.client;
    assert.equal(foreign.identity, 'OPENPNC-1');
    assert.deepEqual(csms.credentials, [`OPENPNC-1:${password}`]);
    while (!station.isOnline) await clock.sleep(5);

    // The contract's root is missing here: the chain itself goes to the CSMS.
    const byChain = await visit(place, { car: quick });
    assert.ok(byChain.end?.ok);
    const install = { certificateType: 'MORootCertificate', certificate: derToPem(pki.moRoot.certificate.der) };
    assert.deepEqual(await foreign.call('InstallCertificate', install), { status: 'Accepted' });
    const listed = await foreign.call('GetInstalledCertificateIds', {});
    assert.equal((listed.certificateHashDataChain as unknown[]).length, 3);
    const byHashes = await visit(place, { car: quick });
    assert.ok(byHashes.end?.ok);
    const authorize = csms.calls.filter(({ method }) => method === 'Authorize').map(({ params }) => params);
    assert.deepEqual(
      authorize.map((params) => Object.keys(params)),
      [
        ['idToken', 'certificate'],
        ['idToken', 'iso15118CertificateHashData'],
      ],
    );
    assert.deepEqual(authorize[1]?.idToken, { idToken: emaid, type: 'eMAID' });

    const oem = await issue(
      'oem',
      'provisioningLeaf',
      [
        ['CN', 'WVWZZZAAZMD123456'],
        ['DC', 'OEM'],
      ],
      pki.cpo2,
    );
    const refused = await visit(place, {
      contract: { ...pki.contract, key: oem.key },
      isWithoutContract: true,
      car: { ...quick, certificateService: 'always', provisioning: { certificate: oem.certificate.der } },
    });
    assert.equal(refused.dialogue.at(-1), 'CertificateInstallationReq FAILED');

    assert.deepEqual(await foreign.call('GetBaseReport', { requestId: 1, reportBase: 'FullInventory' }), {
      status: 'Accepted',
    });
    const variable = { component: { name: 'ISO15118Ctrlr' }, variable: { name: 'PnCEnabled' } };
    const { setVariableResult } = await foreign.call('SetVariables', {
      setVariableData: [{ ...variable, attributeValue: 'false' }],
    });
    assert.equal((setVariableResult as { attributeStatus: string }[])[0]?.attributeStatus, 'Accepted');
    await assert.rejects(
      foreign.call('PublishFirmware', { location: 'x', checksum: 'x', requestId: 1 }),
      /NotSupported|not served/,
    );
    await clock.sleep(200);
    const events = csms.calls
      .filter(({ method }) => method === 'TransactionEvent')
      .map(({ params }) => params.eventType);
    assert.equal(events.filter((type) => type === 'Started').length, 3);
    assert.equal(events.filter((type) => type === 'Ended').length, 3);
    assert.ok(csms.calls.some(({ method }) => method === 'NotifyReport'));
  } finally {
    await station.stop();
    await csms.close();
    await database.destroy();
  }
}
