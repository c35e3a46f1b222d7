/** `kill -9` of `openpnc station` while a car charges, with all parties as programs of their own. OCPP 2.0.1 E12. @module */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { TraceRecord } from '@openpnc/core/trace';
import { prepareLab } from '@openpnc/lab/lab';
import { chooseLink } from '@openpnc/node/interfaces';
import type { TransactionEventRequest } from '@openpnc/ocpp/v201';
import { Running } from './commandLine.ts';

test('a station that is killed while a car charges ends the transaction after its restart, with every event once', {
  timeout: 300_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-killed-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await prepareLab(folder, {}, chooseLink().interface, 30_000 + (process.pid % 10_000));
  const start = async (party: string, ...more: readonly string[]) => {
    const one = new Running([party, '--config', join(folder, 'openpnc.json'), '--trace', '-', ...more]);
    t.after(() => one.kill());
    if (party !== 'ev') await one.line((line) => line.startsWith('{"type":"ready"'));
    return one;
  };
  for (const party of ['pki', 'emsp', 'csms']) await start(party);
  const station = await start('station', '--set', 'station.variables.SampledDataCtrlr.TxUpdatedInterval=1');
  await start('ev', '--set', 'ev.stop.rounds=1000000', '--set', 'ev.stop.energy_Wh=1000000000');
  const isCharging = ({ transactionInfo }: TransactionEventRequest) => transactionInfo.chargingState === 'Charging';
  const { transactionInfo } = await event(station, isCharging);
  await event(station, ({ triggerReason }) => triggerReason === 'MeterValuePeriodic');
  await station.kill();

  const again = await start('station');
  const ended = await event(again, ({ eventType }) => eventType === 'Ended');
  assert.equal(ended.transactionInfo.transactionId, transactionInfo.transactionId);
  assert.equal(ended.transactionInfo.stoppedReason, 'PowerLoss');
  const db = new DatabaseSync(join(folder, 'csms/csms.sqlite'), { readOnly: true });
  const kept = db
    .prepare('select seq_no, event_type from session_event where transaction_id = ? order by seq_no, variant')
    .all(transactionInfo.transactionId) as { seq_no: number; event_type: string }[];
  const session = db
    .prepare('select ended_at, stopped_reason from charging_session where transaction_id = ?')
    .get(transactionInfo.transactionId) as { ended_at: number | null; stopped_reason: string };
  db.close();
  assert.deepEqual(
    kept.map(({ seq_no }) => seq_no),
    kept.map((_, i) => i),
  );
  assert.deepEqual([kept[0]?.event_type, kept.at(-1)?.event_type], ['Started', 'Ended']);
  assert.equal(kept.filter(({ event_type }) => event_type === 'Ended').length, 1);
  assert.equal(session.stopped_reason, 'PowerLoss');
  assert.ok(session.ended_at !== null);
});

/** The first event that pleases and that the CSMS has acknowledged, as the station traces it. */
async function event(
  station: Running,
  pleases: (event: TransactionEventRequest) => boolean,
): Promise<TransactionEventRequest> {
  const requestOf = (line: string): TransactionEventRequest | undefined => {
    const record = JSON.parse(line) as TraceRecord;
    if (record.type !== 'message' || record.message !== 'TransactionEvent') return undefined;
    const { request, response } = record.payload as { request: TransactionEventRequest; response?: unknown };
    return response === undefined ? undefined : request;
  };
  return requestOf(
    await station.line((line) => {
      const request = requestOf(line);
      return request !== undefined && pleases(request);
    }),
  )!;
}
