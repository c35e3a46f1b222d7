/** Compiled statements: what was built once runs with its own values each time, and says what it changed. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compiledInsert, compiledQuery, compiledUpdate } from '@openpnc/core/statements';
import { openSqlite } from '@openpnc/store/sqlite';
import { sql } from 'kysely';

interface Tables {
  readonly car: { readonly id: number; readonly name: string };
}

test('a row is put by the order of its columns, found and changed by the values of each run', async () => {
  const db = openSqlite<Tables>(':memory:');
  await sql`create table car (id integer primary key, name text not null)`.execute(db);
  const put = compiledInsert(db, 'car', ['id', 'name'], (insert) =>
    insert.onConflict((conflict) => conflict.doNothing()),
  );
  const find = compiledQuery(db, db.selectFrom('car').select('name').where('id', '=', 0));
  const rename = compiledUpdate(db, db.updateTable('car').set({ name: '' }).where('id', '=', 0));
  assert.deepEqual(
    [await put({ id: 1, name: 'a' }), await put({ name: 'b', id: 2 }), await put({ id: 1, name: 'c' })],
    [1n, 1n, 0n],
  );
  assert.deepEqual(await find(2), [{ name: 'b' }]);
  assert.deepEqual([await rename('d', 1), await rename('e', 3)], [1n, 0n]);
  assert.deepEqual([await find(1), await find(3)], [[{ name: 'd' }], []]);
  await db.destroy();
});
