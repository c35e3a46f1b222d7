/** The migration runner. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Migration, migrate } from '@openpnc/store/migrate';
import { openSqlite } from '@openpnc/store/sqlite';
import { sql } from 'kysely';

interface Tables {
  item: { id: number; name: string | null };
}

const steps: readonly Migration[] = [
  { name: '0001_item', up: async (db) => void (await sql`create table item (id integer primary key)`.execute(db)) },
  { name: '0002_name', up: async (db) => void (await sql`alter table item add column name text`.execute(db)) },
];

test('each step is applied once, in order, and a later version adds its own', async () => {
  const db = openSqlite<Tables>(':memory:');
  assert.deepEqual(await migrate(db, 'emsp', steps.slice(0, 1)), ['0001_item']);
  assert.deepEqual(await migrate(db, 'emsp', steps), ['0002_name']);
  assert.deepEqual(await migrate(db, 'emsp', steps), []);
  await db.insertInto('item').values({ id: 1, name: 'a' }).execute();
  await db.destroy();
});

test('a database of a newer version is refused in one clear line and left as it is', async () => {
  const db = openSqlite<Tables>(':memory:');
  await migrate(db, 'emsp', steps);
  await assert.rejects(migrate(db, 'emsp', steps.slice(0, 1)), {
    name: 'OperatorError',
    code: 'store_newer',
    message: /emsp was written by a newer version: it has step 0002_name, this version knows up to 0001_item/,
  });
  await db.destroy();
});

test('steps that are not the beginning of the known ones are refused', async () => {
  const db = openSqlite<Tables>(':memory:');
  await migrate(
    db,
    'emsp',
    [steps[1]!].map((step) => ({ ...step, up: async () => {} })),
  );
  await assert.rejects(migrate(db, 'emsp', steps), { code: 'store_foreign' });
  await db.destroy();
});

test('a step that fails leaves nothing of itself', async () => {
  const db = openSqlite<Tables>(':memory:');
  const broken: Migration = {
    name: '0003_broken',
    up: async (inner) => {
      await sql`create table half (id integer)`.execute(inner);
      await sql`insert into nowhere values (1)`.execute(inner);
    },
  };
  await assert.rejects(migrate(db, 'emsp', [...steps, broken]), /nowhere/);
  assert.deepEqual((await sql`select name from sqlite_master where name = 'half'`.execute(db)).rows, []);
  assert.deepEqual(await migrate(db, 'emsp', steps), []);
  await db.destroy();
});

test('two owners in one database do not see each other’s steps', async () => {
  const db = openSqlite<Tables>(':memory:');
  await migrate(db, 'emsp', steps);
  const other: Migration = {
    name: '0001_other',
    up: async (inner) => void (await sql`create table other (id integer)`.execute(inner)),
  };
  assert.deepEqual(await migrate(db, 'csms', [other]), ['0001_other']);
  await db.destroy();
});

test('names that do not rise are a fault of the caller', async () => {
  const db = openSqlite<Tables>(':memory:');
  await assert.rejects(migrate(db, 'emsp', [...steps].reverse()), { name: 'UsageError', code: 'migration_order' });
  await db.destroy();
});
