/** Each scenario of the lab on real sockets of this host, in one process. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { TraceRecord } from '@openpnc/core/trace';
import type { EmspTables } from '@openpnc/emsp/store';
import type { Requests } from '@openpnc/ocpp/v201';
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import type { Session } from '@openpnc/roaming/ocpi/session';
import { openSqlite } from '@openpnc/store/sqlite';
import { judgeExchange } from '../../../protocols/ocpp/test/judge.ts';
import { freePort } from '../src/folder.ts';
import { type LabRun, runLab } from '../src/lab.ts';
import { scenarios } from '../src/scenarios.ts';

const folder = mkdtempSync(join(tmpdir(), 'openpnc-scenarios-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What a scenario shows beside its outcome. */
const also: Readonly<Record<string, (run: LabRun, records: readonly TraceRecord[]) => void | Promise<void>>> = {
  async accepted({ result }, records) {
    await asMetered('accepted', result, records);
  },
  async 'accepted-dc'({ result }, records) {
    const asked = new Set(result.steps.map(({ message }) => message));
    for (const message of ['CableCheckReq', 'PreChargeReq', 'CurrentDemandReq', 'WeldingDetectionReq'])
      assert.ok(asked.has(message), `no ${message}`);
    assert.ok(result.energy_Wh > 0);
    await asMetered('accepted-dc', result, records);
  },
  'accepted-eim'(_run, records) {
    assert.deepEqual(authorized(records), ['ISO14443 Accepted']);
  },
  'refused-then-rfid'({ result }, records) {
    const refusal = shown(records).find(({ kind }) => kind === 'refused');
    assert.match(refusal!.text, /blocked.*card or app/);
    assert.equal(refusal!.isExternalPaymentOffered, true);
    assert.deepEqual(authorized(records), ['eMAID Blocked', 'ISO14443 Accepted']);
    assert.ok(result.transactionId !== null);
  },
  'station-v2g-root-namesake'({ result }) {
    assert.match(result.cause!.text, /Another root of the same name is installed\.$/);
  },
  install({ result }, records) {
    assert.deepEqual(asked(result), ['CertificateInstallationReq']);
    const path = ['signedContractData', 'Get15118EVCertificate', 'CertificateInstallationReq', 'PaymentDetailsReq'];
    const seen = result.steps.map(({ message }) => message).filter((message) => path.includes(message));
    assert.deepEqual(seen.toSorted(), path.toSorted());
    assert.equal(details(records), 'OK');
  },
  update({ result }, records) {
    assert.deepEqual(asked(result), ['CertificateUpdateReq']);
    assert.equal(details(records), 'OK');
  },
  'expires-soon'({ result }, records) {
    assert.deepEqual(asked(result), ['CertificateUpdateReq']);
    assert.equal(details(records), 'OK', 'the new contract does not end soon');
  },
  'renewal-refused'({ result }, records) {
    assert.deepEqual(asked(result), ['CertificateUpdateReq']);
    assert.equal(details(records), 'OK_CertificateExpiresSoon');
  },
  'expired-then-install'({ result }, records) {
    assert.deepEqual(asked(result), ['CertificateInstallationReq']);
    assert.equal(details(records), 'OK');
  },
  'install-refused'(_run, records) {
    const told = records.flatMap((record) =>
      record.type === 'finding' && record.data?.ResponseCode ? [`${record.party} ${record.data.ResponseCode}`] : [],
    );
    // The pool's own EXI, from the pool to the car.
    assert.deepEqual(
      told,
      ['pki', 'station', 'ev'].map((party) => `${party} FAILED_NoCertificateAvailable`),
    );
  },
  'tls-client-certificate'({ result }, records) {
    const proved = records.find((record) => record.type === 'finding' && record.code === 'contract_shown_in_tls');
    assert.ok(proved?.type === 'finding' && proved.text.endsWith(result.eMAID!.replaceAll('-', '')), 'the same eMAID');
  },
  'tls-client-certificate-other'(_run, records) {
    const refusal = shown(records).at(-1);
    assert.match(refusal!.text, /two different charging contracts.*card or app/);
    assert.equal(refusal!.isExternalPaymentOffered, true);
  },
};

for (const scenario of scenarios) {
  test(`${scenario.id}: ${scenario.purpose}`, async () => {
    const records: TraceRecord[] = [];
    const run = await runLab({
      scenario,
      folder: join(folder, scenario.id),
      sdpPort: await freePort(),
      watch: (record) => void records.push(record),
    });
    assert.deepEqual(run.differences, [], JSON.stringify(run.result.cause));
    const late = run.result.steps.filter(({ took_ms, limit_ms }) => limit_ms !== null && took_ms > limit_ms);
    assert.deepEqual(late, []);
    await also[scenario.id]?.(run, records);
    judged(records);
  });
}

/** What the eMSP has of the session is what the station's meter said: the energy of the CDR, of each of its periods, and of the Session. */
async function asMetered(id: string, result: LabRun['result'], records: readonly TraceRecord[]): Promise<void> {
  const readings = records.flatMap((record) => {
    if (record.type !== 'message' || record.party !== 'station' || record.message !== 'TransactionEvent') return [];
    const { request } = record.payload as { readonly request: Requests['TransactionEvent'] };
    return (request.meterValue ?? []).flatMap(({ timestamp, sampledValue }) =>
      sampledValue
        .filter(({ measurand }) => measurand === 'Energy.Active.Import.Register')
        .map(({ value }) => ({ at: Date.parse(timestamp), wh: value })),
    );
  });
  const [first, last] = [readings[0]!.wh, readings.at(-1)!.wh];
  const db = openSqlite<EmspTables>(join(folder, id, 'emsp', 'emsp.sqlite'));
  const rows = await db.selectFrom('cdr').selectAll().execute();
  const objects = await db.selectFrom('object').selectAll().where('module', '=', 'sessions').execute();
  await db.destroy();
  assert.deepEqual([rows.length, rows[0]!.findings], [1, '[]']);
  const cdr = JSON.parse(rows[0]!.body) as Cdr;
  const session = JSON.parse(objects[0]!.body) as Session;
  assert.equal(Math.round(cdr.total_energy * 1000), Math.round(last - first));
  assert.equal(Math.round(cdr.total_energy * 1000), Math.round(result.energy_Wh));
  const ofPeriods = cdr.charging_periods.map(
    ({ dimensions }) => dimensions.find(({ type }) => type === 'ENERGY')?.volume ?? 0,
  );
  assert.equal(
    Math.round(ofPeriods.reduce((sum, one) => sum + one, 0) * 1000),
    Math.round(cdr.total_energy * 1000),
    'the periods sum up to the total',
  );
  assert.equal(session.status, 'COMPLETED');
  assert.deepEqual(
    [session.id, session.kwh, session.total_cost, session.charging_periods],
    [cdr.session_id, cdr.total_energy, cdr.total_cost, cdr.charging_periods],
  );
}

/** Which contract certificates the car asked for. */
function asked({ steps }: LabRun['result']): string[] {
  return steps.map(({ message }) => message).filter((message) => /^Certificate\w+Req$/.test(message));
}

/** What the station says of the contract that the car named. */
function details(records: readonly TraceRecord[]): string | undefined {
  const found = records.find((record) => record.type === 'message' && record.message === 'PaymentDetailsReq');
  return found?.type === 'message' ? found.result : undefined;
}

/** Each OCPP message of both sides pleases a second validator. */
function judged(records: readonly TraceRecord[]): void {
  let count = 0;
  for (const record of records) {
    if (record.type !== 'message' || record.protocol !== 'ocpp2.0.1') continue;
    const { request, response } = record.payload as { readonly request: unknown; readonly response?: unknown };
    judgeExchange(record.message, request, response);
    count += 1;
  }
  assert.ok(count > 0, 'no OCPP message');
}

/** The tokens that the CSMS was asked for, with its answers. */
function authorized(records: readonly TraceRecord[]): string[] {
  return records.flatMap((record) => {
    if (record.type !== 'message' || record.message !== 'Authorize' || record.party !== 'station') return [];
    const { request, response } = record.payload as {
      request: { idToken: { type: string } };
      response: { idTokenInfo: { status: string } };
    };
    return [`${request.idToken.type} ${response.idTokenInfo.status}`];
  });
}

function shown(records: readonly TraceRecord[]) {
  return records.flatMap((record) =>
    record.type === 'finding' && record.code === 'display'
      ? [
          {
            text: record.text,
            kind: record.data?.kind,
            isExternalPaymentOffered: record.data?.isExternalPaymentOffered,
          },
        ]
      : [],
  );
}
