/** Many stations at once: a cut of all of them in the middle of their transactions, and floods. OCPP 2.0.1 Part 4, E12, E13. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Requests } from '@openpnc/ocpp/v201';
import { BOOT, byHashes, ready, START, settle, TestStation, world } from './world.ts';

const FLEET = 500;
const idToken = { idToken: 'DE8AAC12345678', type: 'eMAID' } as const;

function event(station: string, seqNo: number, offline = false): Requests['TransactionEvent'] {
  const timestamp = new Date(START + seqNo * 1000).toISOString();
  return {
    eventType: seqNo === 0 ? 'Started' : seqNo === 5 ? 'Ended' : 'Updated',
    triggerReason: seqNo === 1 ? 'Authorized' : 'MeterValuePeriodic',
    seqNo,
    timestamp,
    transactionInfo: { transactionId: `tx-${station}`, chargingState: 'Charging' },
    evse: { id: 1, connectorId: 1 },
    meterValue: [{ timestamp, sampledValue: [{ value: 100 * seqNo }] }],
    ...(seqNo === 1 && { idToken }),
    ...(offline && { offline }),
  };
}

test('500 stations are cut in their transactions, each with an event under way, and back within 2 s: all are served, no event is lost or double', async () => {
  const { csms, clock, db, pki } = await world();
  await csms.addRoot('mo', pki.certificates.root.der);
  const fleet = await Promise.all(
    Array.from({ length: FLEET }, async (_, i) => {
      const station = new TestStation(`CS${i}`);
      const { password } = await csms.enrol(station.identity);
      await station.connect(csms, password);
      return { station, password };
    }),
  );
  await Promise.all(
    fleet.map(async ({ station }) => {
      assert.equal((await station.call('BootNotification', BOOT)).status, 'Accepted');
      await station.call('Authorize', byHashes(pki));
      for (const seqNo of [0, 1]) await station.call('TransactionEvent', event(station.identity, seqNo));
    }),
  );
  // The cut: of the third event some is lost on the way, some arrived and only its answer is lost.
  for (const [i, { station }] of fleet.entries()) {
    if (i % 2 === 0) void station.callFrame('TransactionEvent', event(station.identity, 2));
    station.drop();
  }
  await settle();
  assert.deepEqual(csms.connected(), []);
  // Back in any order over 2 s; what has no answer is sent again, as offline where the connection was gone.
  const back = fleet.map(async ({ station, password }, i) => {
    await clock.sleep((i * 1_237) % 2_000);
    assert.deepEqual(await station.connect(csms, password), { status: 101, protocol: 'ocpp2.0.1' });
    for (const seqNo of [2, 3, 4, 5]) await station.call('TransactionEvent', event(station.identity, seqNo, seqNo < 5));
  });
  await clock.advance(2_000);
  await Promise.all(back);
  assert.equal(csms.connected().length, FLEET);
  const events = await db.selectFrom('session_event').select(['station', 'seq_no']).execute();
  assert.equal(events.length, 6 * FLEET);
  assert.equal(new Set(events.map(({ station, seq_no }) => `${station} ${seq_no}`)).size, 6 * FLEET);
  const sessions = await db.selectFrom('charging_session').select(['seq_nos', 'meter_last_wh', 'ended_at']).execute();
  assert.equal(sessions.length, FLEET);
  for (const session of sessions) {
    assert.equal(session.seq_nos, '[[0,5]]');
    assert.equal(session.meter_last_wh, 500);
    assert.ok(session.ended_at !== null);
  }
  const cdrs = await db.selectFrom('outbox').select('subject').where('kind', '=', 'cdr').execute();
  assert.equal(new Set(cdrs.map(({ subject }) => subject)).size, FLEET);
});

test('a station that sends a thousand calls without waiting for answers holds up nobody: a few are served, the rest refused, and it stays connected', async () => {
  const { csms, clock, db, station } = await ready();
  let served = 0;
  const { password } = await csms.enrol('CS2');
  const other = new TestStation('CS2');
  await other.connect(csms, password);
  const flood = Array.from({ length: 1_000 }, (_, i) =>
    station.callFrame('TransactionEvent', event(station.identity, i % 5), `flood-${i}`),
  );
  assert.equal((await other.call('BootNotification', BOOT)).status, 'Accepted');
  await clock.advance(1_000);
  const answers = await Promise.all(flood);
  for (const [type, , code] of answers) {
    if (type === 3) served += 1;
    else assert.equal(code, 'GenericError');
  }
  assert.ok(served >= 1 && served <= 8, `${served} served`);
  assert.ok((await db.selectFrom('session_event').select('seq_no').execute()).length <= 8);
  assert.ok((await station.call('Heartbeat', {})).currentTime);
});
