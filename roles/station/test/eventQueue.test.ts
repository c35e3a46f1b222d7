/** TransactionEvents that could not go out: kept, in order, repeated, given up, never doubled. OCPP 2.0.1 E12, E13. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallRefused } from '@openpnc/ocpp/errors';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { sql } from 'kysely';
import { type StationTables, stationMigrations } from '../src/store/tables.ts';
import { EventQueue } from '../src/transactions/eventQueue.ts';
import { idle, type TxState } from '../src/transactions/transaction.ts';
import { build, codes, events, visit, type World } from './world.ts';

/** Plugs in and out while the CSMS is away: one transaction of two events each. */
async function visits(world: World, count: number): Promise<void> {
  const { car } = world.cables[0]!;
  for (let i = 0; i < count; i += 1) {
    await car.set({ pilot: 'B' });
    await world.clock.advance(1_000);
    await car.set({ pilot: 'A' });
    await world.clock.advance(1_000);
  }
}

async function offline(world: World): Promise<void> {
  world.csms.isDown = true;
  world.csms.hangUp();
  await world.clock.advance(100);
}

test('what was queued offline goes out oldest first, once each', async () => {
  const world = await build();
  await world.start();
  await offline(world);
  await visits(world, 5);
  world.csms.isDown = false;
  await world.clock.advance(120_000);
  const sent = world.csms.of('TransactionEvent');
  assert.equal(sent.length, 10);
  assert.deepEqual(
    sent.map(({ timestamp }) => timestamp),
    sent.map(({ timestamp }) => timestamp).toSorted(),
  );
  assert.equal(new Set(sent.map(({ transactionInfo, seqNo }) => `${transactionInfo.transactionId} ${seqNo}`)).size, 10);
  const rows = await world.database.selectFrom('transaction_event').selectAll().execute();
  assert.deepEqual(rows, []);
});

test('a power cut: queued events are sent after the restart, and the open transaction ends as PowerLoss', async () => {
  const first = await build();
  await first.start();
  await offline(first);
  await visits(first, 1);
  await first.cables[0]!.car.set({ pilot: 'B' });
  await first.clock.advance(1_000);
  // Nothing is stopped in order: the process is gone.
  const second = await build({ database: first.database, startAt: first.clock.now(), seed: 'second' });
  await second.start();
  await second.clock.advance(10_000);
  assert.deepEqual(events(second), [
    'Started CablePluggedIn EVConnected 0 offline',
    'Ended EVCommunicationLost Idle 1 EVDisconnected offline',
    'Started CablePluggedIn EVConnected 0 offline',
    'Ended AbnormalCondition Idle 1 PowerLoss offline',
  ]);
  assert.deepEqual(await second.database.selectFrom('transaction_event').selectAll().execute(), []);
});

test('a power cut after everything was told: nothing is told twice, and the open transaction ends with the next number', async () => {
  const first = await build();
  await first.start();
  await first.cables[0]!.car.set({ pilot: 'B' });
  await first.clock.advance(1_000);
  assert.deepEqual(events(first), ['Started CablePluggedIn EVConnected 0']);
  const second = await build({ database: first.database, startAt: first.clock.now(), seed: 'second' });
  await second.start();
  await second.clock.advance(10_000);
  assert.deepEqual(events(second), ['Ended AbnormalCondition Idle 1 PowerLoss offline']);
  assert.deepEqual(await second.database.selectFrom('transaction_event').selectAll().execute(), []);
});

test('a car that charges has one row: each event takes the place of the one before when that is answered', async () => {
  const world = await build();
  await world.start();
  let isLeaving = false;
  const car = visit(world, { car: { wish: () => (isLeaving ? 'stop' : 'charge') } });
  await world.clock.advance(20_000);
  assert.ok(events(world).length > 1);
  const rows = await world.database.selectFrom('transaction_event').select(['evse', 'payload', 'state']).execute();
  assert.deepEqual(
    rows.map(({ evse, payload, state }) => [evse, payload, JSON.parse(state).transaction.transactionId]),
    [[1, '', world.station.evses[0]!.transactionId]],
  );
  isLeaving = true;
  await world.clock.settle(car);
  await world.clock.advance(5_000);
  assert.deepEqual(await world.database.selectFrom('transaction_event').selectAll().execute(), []);
});

test('a database of before: its open transaction is found beside the events that wait', async () => {
  const db = openSqlite<StationTables>(':memory:');
  await migrate(db, 'station', stationMigrations.slice(0, 5));
  const state: TxState = {
    ...idle,
    transaction: { transactionId: 'T', nextSeqNo: 2, isIdTokenSent: false, traceId: 't' },
  };
  await sql`insert into transaction_event (id, transaction_id, seq_no, event_type, payload, attempts)
    values (7, 'T', 1, 'Updated', '{"seqNo":1}', 3)`.execute(db);
  await sql`insert into open_transaction (evse, state) values (2, ${JSON.stringify(state)})`.execute(db);
  await migrate(db, 'station', stationMigrations);
  const { waiting, open } = await EventQueue.stored(db);
  assert.deepEqual(waiting, [{ id: 7, evse: 0, event: { seqNo: 1 }, attempts: 3 }]);
  assert.deepEqual([...open], [[2, { id: 9, state }]]);
});

test('a refused event is repeated with growing waits, then given up, and the next one follows [E13]', async () => {
  const world = await build({
    variables: {
      'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '3',
      'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': '10',
    },
  });
  await world.start();
  const at: number[] = [];
  world.csms.answers.TransactionEvent = ({ seqNo }) => {
    if (seqNo !== 0) return {};
    at.push(world.clock.now());
    throw new CallRefused('InternalError', 'no');
  };
  await visits(world, 1);
  await world.clock.advance(60_000);
  assert.deepEqual(
    at.slice(1).map((time, i) => Math.round((time - at[i]!) / 1_000)),
    [10, 20],
  );
  assert.ok(codes(world, 'warning').includes('transaction_event_discarded'));
  assert.equal(events(world).at(-1), 'Ended EVCommunicationLost Idle 1 EVDisconnected');
});

/** Two transactions are queued, then a car charges offline and the CSMS comes back in its midst. */
async function backInTheMidst(settings: NonNullable<Parameters<typeof build>[0]>['settings']) {
  const world = await build({
    settings: { ...settings },
    variables: {
      'ISO15118Ctrlr.ContractValidationOffline': 'true',
      'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
      'OCPPCommCtrlr.RetryBackOffRepeatTimes': '0',
    },
  });
  await world.start();
  await offline(world);
  await visits(world, 2);
  let isLeaving = false;
  const car = visit(world, { car: { wish: () => (isLeaving ? 'stop' : 'charge') } });
  await world.clock.advance(5_000);
  world.csms.isDown = false;
  await world.clock.advance(40_000);
  assert.ok(world.station.isOnline);
  const transactions = () =>
    new Set(world.csms.of('TransactionEvent').map(({ transactionInfo }) => transactionInfo.transactionId));
  const leave = async () => {
    isLeaving = true;
    await world.clock.settle(car);
    await world.clock.advance(5_000);
  };
  return { world, transactions, leave };
}

test('queued events of others wait while a car is between SDP and SessionStop; its own pass (decisions 15)', async () => {
  const { world, transactions, leave } = await backInTheMidst({});
  assert.deepEqual([...transactions()], [world.station.evses[0]!.transactionId]);
  assert.ok(events(world).includes('Updated Authorized EVConnected 1 offline'));
  await world.clock.advance(300_000);
  assert.equal(transactions().size, 1);
  await leave();
  assert.equal(transactions().size, 3);
});

test('queued events of others do not wait for ever: replayPause_s', async () => {
  const { world, transactions, leave } = await backInTheMidst({ replayPause_s: 120 });
  assert.equal(transactions().size, 1);
  await world.clock.advance(100_000);
  assert.equal(transactions().size, 3);
  assert.ok(world.station.evses[0]!.transactionId, 'the car still charges');
  await leave();
});

test('too many queued events: intermediate ones are dropped, never those that begin, end or name who pays [E12]', async () => {
  const world = await build({
    settings: { queueLimit: 12 },
    variables: {
      'ISO15118Ctrlr.ContractValidationOffline': 'true',
      'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
      'SampledDataCtrlr.TxUpdatedInterval': '2',
    },
  });
  await world.start();
  await offline(world);
  await world.clock.settle(visit(world));
  const rows = await world.database
    .selectFrom('transaction_event')
    .select(['event_type', 'seq_no', 'payload'])
    .execute();
  assert.ok(rows.length <= 13, `${rows.length} rows`);
  assert.equal(rows[0]?.event_type, 'Started');
  assert.equal(rows.at(-1)?.event_type, 'Ended');
  assert.ok(rows.some(({ payload }) => payload.includes('"Authorized"')));
  world.csms.isDown = false;
  await world.clock.advance(300_000);
  assert.equal(world.csms.of('TransactionEvent').length, rows.length);
});
