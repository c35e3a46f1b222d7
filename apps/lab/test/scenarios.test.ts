/** Each scenario of the lab on real sockets of this host, in one process. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { TraceRecord } from '@openpnc/core/trace';
import { judgeExchange } from '../../../protocols/ocpp/test/judge.ts';
import { freePort } from '../src/folder.ts';
import { type LabRun, runLab } from '../src/lab.ts';
import { scenarios } from '../src/scenarios.ts';

const folder = mkdtempSync(join(tmpdir(), 'openpnc-scenarios-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What a scenario shows beside its outcome. */
const also: Readonly<Record<string, (run: LabRun, records: readonly TraceRecord[]) => void>> = {
  'accepted-dc'({ result }) {
    const asked = new Set(result.steps.map(({ message }) => message));
    for (const message of ['CableCheckReq', 'PreChargeReq', 'CurrentDemandReq', 'WeldingDetectionReq'])
      assert.ok(asked.has(message), `no ${message}`);
    assert.ok(result.energy_Wh > 0);
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
  'tls-client-certificate'({ result }, records) {
    const proved = records.find((record) => record.type === 'finding' && record.code === 'contract_shown_in_tls');
    assert.ok(proved?.type === 'finding' && proved.text.endsWith(result.eMAID!.replaceAll('-', '')), 'the same eMAID');
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
    also[scenario.id]?.(run, records);
    judged(records);
  });
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
