/** The SQLite driver: durability, group commit, transactions, what an operator is told. @module */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { openSqlite } from '@openpnc/store/sqlite';
import { type Kysely, sql } from 'kysely';

interface Tables {
  item: { id: number; name: string };
}

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'openpnc-store-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const freshPath = () => {
  files += 1;
  return join(folder, `${files}.sqlite`);
};

async function withItems(path: string, use: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  const db = openSqlite<Tables>(path, { transaction_ms: 50 });
  try {
    await sql`create table if not exists item (id integer primary key, name text not null)`.execute(db);
    await use(db);
  } finally {
    await db.destroy();
  }
}

/** What another process would see: committed rows only. */
function committed(path: string): number {
  const other = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(other.prepare('select count(*) as n from item').get()!.n);
  } finally {
    other.close();
  }
}

test('the file is in WAL mode, its log synced by the group and not by each commit, and foreign keys are on', async () => {
  await withItems(freshPath(), async (db) => {
    const value = async (name: string) => Object.values((await sql`pragma ${sql.raw(name)}`.execute(db)).rows[0]!)[0];
    assert.deepEqual(
      [await value('journal_mode'), await value('synchronous'), await value('foreign_keys')],
      ['wal', 1, 1],
    );
  });
});

test('writes of one turn are acknowledged after one common commit, and none before it', async () => {
  const path = freshPath();
  await withItems(path, async (db) => {
    const seen: number[] = [];
    await Promise.all(
      [1, 2, 3].map(async (id) => {
        await db.insertInto('item').values({ id, name: 'a' }).execute();
        seen.push(committed(path));
      }),
    );
    assert.deepEqual(seen, [3, 3, 3]);
  });
});

test('a failing write rejects alone; the others of its turn are kept', async () => {
  const path = freshPath();
  await withItems(path, async (db) => {
    const outcomes = await Promise.allSettled(
      [1, 1, 2].map((id) => db.insertInto('item').values({ id, name: 'a' }).execute()),
    );
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.equal(committed(path), 2);
    await assert.rejects(db.insertInto('item').values({ id: 2, name: 'alone' }).execute(), /UNIQUE/);
    await db.insertInto('item').values({ id: 3, name: 'after' }).execute();
    assert.equal(committed(path), 3);
  });
});

test('a statement that rolls the common transaction back rejects all who wait in it', async () => {
  const path = freshPath();
  await withItems(path, async (db) => {
    await db.insertInto('item').values({ id: 1, name: 'kept' }).execute();
    const outcomes = await Promise.allSettled([
      db.insertInto('item').values({ id: 2, name: 'lost' }).execute(),
      sql`insert or rollback into item values (1, 'again')`.execute(db),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await db.insertInto('item').values({ id: 3, name: 'after' }).execute();
    assert.equal(committed(path), 2);
  });
});

for (const kind of ['file', 'memory']) {
  test(`a transaction is all or nothing and others wait for it (${kind})`, async () => {
    await withItems(kind === 'file' ? freshPath() : ':memory:', async (db) => {
      const order: string[] = [];
      const failing = db.transaction().execute(async (inner) => {
        await inner.insertInto('item').values({ id: 1, name: 'first' }).execute();
        await new Promise(setImmediate);
        await inner.insertInto('item').values({ id: 2, name: 'first' }).execute();
        order.push('failing');
        throw new Error('changed my mind');
      });
      const plain = db
        .insertInto('item')
        .values({ id: 1, name: 'plain' })
        .execute()
        .then(() => order.push('plain'));
      const good = db.transaction().execute(async (inner) => {
        await inner.insertInto('item').values({ id: 2, name: 'good' }).execute();
        assert.equal((await inner.selectFrom('item').selectAll().execute()).length, 2);
        order.push('good');
      });
      await assert.rejects(failing, /changed my mind/);
      await Promise.all([plain, good]);
      assert.equal(order[0], 'failing');
      assert.deepEqual(await db.selectFrom('item').selectAll().orderBy('id').execute(), [
        { id: 1, name: 'plain' },
        { id: 2, name: 'good' },
      ]);
    });
  });
}

test('a turn that ends inside a transaction commits nothing of it', async () => {
  const path = freshPath();
  await withItems(path, async (db) => {
    const write = db.insertInto('item').values({ id: 1, name: 'before' }).execute();
    await db.transaction().execute(async (inner) => {
      await inner.insertInto('item').values({ id: 2, name: 'inside' }).execute();
      for (let i = 0; i < 3; i += 1) await new Promise(setImmediate);
      assert.equal(committed(path), 0);
      assert.deepEqual(await db.selectFrom('item').selectAll().execute(), [], 'a reader sees only what is committed');
    });
    await write;
    assert.equal(committed(path), 2);
  });
});

test('savepoints roll back a part of a transaction', async () => {
  await withItems(freshPath(), async (db) => {
    const outer = await db.startTransaction().execute();
    await outer.insertInto('item').values({ id: 1, name: 'kept' }).execute();
    const part = await outer.savepoint('part').execute();
    await part.insertInto('item').values({ id: 2, name: 'dropped' }).execute();
    await part.rollbackToSavepoint('part').execute();
    await outer.commit().execute();
    assert.deepEqual(await db.selectFrom('item').select('id').execute(), [{ id: 1 }]);
  });
});

test('a transaction that waits for a write outside itself is rolled back at its limit, and nothing hangs', async () => {
  await withItems(freshPath(), async (db) => {
    const stuck = db.transaction().execute(async (inner) => {
      await inner.insertInto('item').values({ id: 1, name: 'inside' }).execute();
      await db.insertInto('item').values({ id: 2, name: 'outside' }).execute();
    });
    await assert.rejects(stuck, { code: 'transaction_ended' });
    assert.deepEqual(await db.selectFrom('item').select('id').execute(), [{ id: 2 }]);
  });
});

test('in memory every query is done in microtasks', async () => {
  await withItems(':memory:', async (db) => {
    let isMacrotask = false;
    const immediate = setImmediate(() => {
      isMacrotask = true;
    });
    await db.insertInto('item').values({ id: 1, name: 'a' }).execute();
    await db
      .transaction()
      .execute((inner) => inner.updateTable('item').set({ name: 'b' }).where('id', '=', 1).execute());
    assert.deepEqual(await db.selectFrom('item').selectAll().execute(), [{ id: 1, name: 'b' }]);
    assert.equal(isMacrotask, false);
    clearImmediate(immediate);
  });
});

test('in memory a failing write takes back itself and nothing else', async () => {
  await withItems(':memory:', async (db) => {
    await db.insertInto('item').values({ id: 3, name: 'before' }).execute();
    const many = [1, 2, 3].map((id) => ({ id, name: 'a' }));
    await assert.rejects(db.insertInto('item').values(many).execute(), /UNIQUE/);
    assert.deepEqual(await db.selectFrom('item').selectAll().execute(), [{ id: 3, name: 'before' }]);
  });
});

test('returning rows, affected rows, booleans and streams come through', async () => {
  await withItems(freshPath(), async (db) => {
    const made = await db.insertInto('item').values({ id: 7, name: 'a' }).returningAll().executeTakeFirstOrThrow();
    assert.deepEqual(made, { id: 7, name: 'a' });
    await db.insertInto('item').values({ id: 8, name: 'b' }).execute();
    const { numUpdatedRows } = await db.updateTable('item').set({ name: 'c' }).executeTakeFirstOrThrow();
    assert.equal(numUpdatedRows, 2n);
    assert.deepEqual((await sql`select ${true} as yes, ${null} as none`.execute(db)).rows, [{ yes: 1, none: null }]);
    const ids: number[] = [];
    for await (const { id } of db.selectFrom('item').selectAll().orderBy('id').stream(1)) ids.push(id);
    assert.deepEqual(ids, [7, 8]);
    await assert.rejects(sql`select ${{}} as x`.execute(db), { code: 'parameter_type' });
  });
});

test('a limit stands in the SQL as a number, for SQLite would plan the query anew at each run', async () => {
  await withItems(':memory:', async (db) => {
    for (const id of [1, 2, 3]) await db.insertInto('item').values({ id, name: 'a' }).execute();
    const ids = (limit: number) =>
      db.selectFrom('item').select('id').where('name', '=', 'a').orderBy('id').limit(limit);
    const { sql: text, parameters } = ids(2).compile();
    assert.match(text, / limit 2$/);
    assert.deepEqual(parameters, ['a']);
    for (const [limit, found] of [
      [2, [1, 2]],
      [-1, [1, 2, 3]],
      [0, []],
    ] as const)
      assert.deepEqual(
        (await ids(limit).execute()).map(({ id }) => id),
        found,
      );
    assert.deepEqual(await ids(2).offset(2).execute(), [{ id: 3 }]);
    assert.deepEqual(ids(0.5).compile().parameters, ['a', 0.5]);
    await assert.rejects(ids(0.5).execute(), /datatype mismatch/);
  });
});

test('a statement that ran before a table was altered gives its rows by the new columns', async () => {
  await withItems(':memory:', async (db) => {
    await db.insertInto('item').values({ id: 1, name: 'a' }).execute();
    const all = db.selectFrom('item').selectAll();
    assert.deepEqual(await all.execute(), [{ id: 1, name: 'a' }]);
    await sql`alter table item rename column name to title`.execute(db);
    await sql`alter table item add column price integer`.execute(db);
    assert.deepEqual(await all.execute(), [{ id: 1, title: 'a', price: null }]);
  });
});

test('a missing folder, a file in use, a foreign file and a read-only place are one clear line', async () => {
  assert.throws(() => openSqlite(join(folder, 'none', 'a.sqlite')), {
    name: 'OperatorError',
    code: 'store_folder_missing',
    message: /the folder .*none does not exist/,
  });
  const path = freshPath();
  await withItems(path, async () => {
    assert.throws(() => openSqlite(path), { name: 'OperatorError', code: 'store_in_use' });
  });
  await withItems(path, async () => {}); // the lock has gone with its holder
  const text = freshPath();
  writeFileSync(text, 'this is a text of more than a page header so that it is read as one'.repeat(100));
  assert.throws(() => openSqlite(text), { name: 'OperatorError', code: 'store_not_a_database' });
  const directory = freshPath();
  mkdirSync(directory);
  assert.throws(() => openSqlite(directory), { name: 'OperatorError', code: 'store_not_writable' });
});

test('after destroy every query is refused', async () => {
  const db = openSqlite<Tables>(freshPath());
  await sql`create table item (id integer primary key, name text not null)`.execute(db);
  await db.destroy();
  await db.destroy();
  await assert.rejects(db.selectFrom('item').selectAll().execute(), { code: 'store_closed' });
  await assert.rejects(db.insertInto('item').values({ id: 1, name: 'a' }).execute(), { code: 'store_closed' });
  await assert.rejects(
    db.transaction().execute(async () => {}),
    { code: 'store_closed' },
  );
});

test('what was acknowledged before kill -9 is there after it', async () => {
  for (const acknowledged of [1, 40, 200]) {
    const path = freshPath();
    const last = await killedAfter(path, acknowledged);
    const db = openSqlite<Tables>(path);
    const { ids, top } = await db
      .selectFrom('item')
      .select(({ fn }) => [fn.countAll<number>().as('ids'), fn.max('id').as('top')])
      .executeTakeFirstOrThrow();
    await db.destroy();
    assert.ok(ids >= last, `${last} rows were acknowledged, ${ids} are there`);
    assert.equal(top, ids, 'no row is missing in between');
  }
});

/** Lets a child insert rows and name each acknowledged one, kills it after some. @returns the last number it named. */
function killedAfter(path: string, rows: number): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--conditions=openpnc-source', '--no-warnings', join(import.meta.dirname, 'inserter.ts'), path],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let last = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = chunk.toString().trimEnd().split('\n');
    last = Math.max(last, ...lines.map(Number));
    if (last >= rows) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) =>
      signal === 'SIGKILL' ? resolve(last) : reject(new Error(`the inserter ended by itself after ${last} rows`)),
    );
  });
}
