/** Work for others: how much runs at a time, and that none is forgotten. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@openpnc/sim/clock';
import { SeededRandom } from '@openpnc/sim/random';
import { migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { type KyselyPlugin, sql } from 'kysely';
import { Outbox, type Worker } from '../src/sessions/outbox.ts';
import { SortableIds } from '../src/store/sortableId.ts';
import { type CsmsTables, csmsMigrations } from '../src/store/tables.ts';

/** An outbox over an empty database in memory, its work of kind `call` done by `worker`. */
async function world(worker: Worker, plugins: readonly KyselyPlugin[] = []) {
  const store = openSqlite<CsmsTables>(':memory:');
  await migrate(store, 'csms', csmsMigrations);
  const db = plugins.reduce((plain, plugin) => plain.withPlugin(plugin), store);
  const clock = new VirtualClock();
  const random = new SeededRandom('outbox');
  const problems: unknown[] = [];
  const outbox = new Outbox(
    { retry_ms: 1_000, maxRetry_ms: 60_000 },
    {
      clock,
      random,
      db,
      ids: new SortableIds(random),
      http: async () => assert.fail('no call is made'),
      passwords: { hash: async () => '', isPasswordOf: async () => false },
      trace: (record) => problems.push(record),
      publish: () => {},
    },
    { call: worker },
  );
  await outbox.start();
  const add = (subject: string, partner: string | null = null, { wait_ms = 0, content = null as object | null } = {}) =>
    outbox.add({ kind: 'call', subject, partner, due_at: clock.now() + wait_ms, content });
  const states = async () => {
    const { rows } = await sql<{ state: string; n: number }>`
      select state, count(*) as n from outbox group by state`.execute(store);
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };
  return { clock, outbox, add, states, problems };
}

/** Work that ends when the test says so. */
function held() {
  const ends: (() => void)[] = [];
  let most = 0;
  const worker: Worker = () =>
    new Promise((resolve) => {
      ends.push(() => resolve({ outcome: 'done' }));
      most = Math.max(most, ends.length);
    });
  return { worker, ends, most: () => most };
}

test('a partner has four pieces of work at a time and holds nobody else up; all of it is done', async () => {
  const { worker, ends, most } = held();
  const { clock, add, states } = await world(worker);
  for (let i = 0; i < 11; i += 1) await add(`slow${i}`, 'SLOW');
  await add('other', 'OTHER');
  await clock.advance(0);
  assert.equal(ends.length, 5);
  while (ends.length > 0) {
    ends.shift()!();
    await clock.advance(0);
  }
  assert.equal(most(), 5);
  assert.deepEqual(await states(), { done: 12 });
});

test('all that waits is done, however much: 32 pieces at a time', async () => {
  const { worker, ends, most } = held();
  const { clock, add, states } = await world(worker);
  for (let i = 0; i < 150; i += 1) await add(`piece${i}`);
  await clock.advance(0);
  while (ends.length > 0) {
    ends.pop()!();
    await clock.advance(0);
  }
  assert.equal(most(), 32);
  assert.deepEqual(await states(), { done: 150 });
});

test('work that is put off is tried again when it is due, later each time', async () => {
  const tries: number[] = [];
  const { clock, add, states } = await world(async () => {
    tries.push(clock.now() - began);
    return tries.length < 4 ? { outcome: 'later', text: 'not now' } : { outcome: 'done' };
  });
  const began = clock.now();
  await add('one');
  await clock.advance(60_000);
  assert.deepEqual(tries, [0, 1_000, 3_000, 7_000]);
  assert.deepEqual(await states(), { done: 1 });
});

test('work that comes while the table is being read is not forgotten', async () => {
  const seen: string[] = [];
  let read: (() => void) | undefined;
  /** The answer of one select comes when the test says so. */
  const slow: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (isHeld && result.rows.length > 0) {
        isHeld = false;
        await new Promise<void>((resolve) => {
          read = resolve;
        });
      }
      return result;
    },
  };
  let isHeld = true;
  const { clock, add } = await world(
    async ({ subject }) => {
      seen.push(subject);
      return { outcome: 'done' };
    },
    [slow],
  );
  await add('first', null, { wait_ms: 1 });
  await clock.advance(1);
  await add('second');
  await clock.advance(0);
  assert.deepEqual(seen, []);
  read!();
  await clock.advance(0);
  assert.deepEqual(seen, ['first', 'second']);
});

test('work that is due begins when it is kept, without a look at the table; what was put off waits its turn', async () => {
  const { worker, ends } = held();
  const { add, states } = await world(worker);
  await add('later', null, { wait_ms: 1 });
  await add('now');
  assert.equal(ends.length, 1);
  await add('now');
  assert.equal(ends.length, 1);
  assert.deepEqual(await states(), { waiting: 2 });
});

test('the worker gets the content as it was added, also in an attempt that reads it from the table, and what it kept itself', async () => {
  const seen: unknown[] = [];
  const { clock, add, states } = await world(async ({ subject, content }, keep) => {
    seen.push([subject, content]);
    if (content === null) await keep({ made: subject });
    return seen.length < 4 ? { outcome: 'later', text: 'not now' } : { outcome: 'done' };
  });
  await add('a', null, { content: { given: [1, null, 'x'] } });
  await add('b');
  await clock.advance(60_000);
  assert.deepEqual(seen.slice(0, 4), [
    ['a', { given: [1, null, 'x'] }],
    ['b', null],
    ['a', { given: [1, null, 'x'] }],
    ['b', { made: 'b' }],
  ]);
  assert.deepEqual(await states(), { done: 2 });
});
