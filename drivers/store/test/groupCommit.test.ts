/** Nobody hears of success before the log is on the disk; turns that end during a sync share the next one. @module */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { GroupCommit } from '../src/groupCommit.ts';

/** A group over a database in memory whose syncs end when the test says so. */
function group() {
  const database = new DatabaseSync(':memory:');
  database.exec('create table item (id integer primary key)');
  const syncs: { resolve(): void; reject(error: unknown): void }[] = [];
  const sync = () => new Promise<void>((resolve, reject) => syncs.push({ resolve, reject }));
  const commits = new GroupCommit(database, { isDurable: true, transaction_ms: 1000, sync });
  const told: number[] = [];
  const write = (id: number) =>
    commits.write(() => database.prepare('insert into item values (?)').run(id)).then(() => void told.push(id));
  return { commits, syncs, told, write, database };
}

const turn = () => new Promise((done) => setImmediate(done));

test('a write is told only when a sync that began after its commit has ended', async () => {
  const { syncs, told, write } = group();
  const first = write(1);
  await turn();
  await turn();
  assert.deepEqual([told, syncs.length], [[], 1]);
  const second = write(2);
  const third = write(3);
  await turn();
  await turn();
  assert.equal(syncs.length, 1);
  syncs[0]!.resolve();
  await first;
  assert.deepEqual(told, [1]);
  await turn();
  assert.equal(syncs.length, 2);
  syncs[1]!.resolve();
  await Promise.all([second, third]);
  assert.deepEqual(told, [1, 2, 3]);
});

test('what a reader sees during a sync is durable when that sync has ended', async () => {
  const { commits, syncs, write } = group();
  assert.equal(commits.durable(), undefined);
  const first = write(1);
  await turn();
  await turn();
  let isDurable = false;
  const seen = commits.durable()!.then(() => {
    isDurable = true;
  });
  await turn();
  assert.equal(isDurable, false);
  syncs[0]!.resolve();
  await Promise.all([first, seen]);
  assert.equal(commits.durable(), undefined);
});

test('a sync that fails is told to all whose work is not on the disk, and nothing is written after it', async () => {
  const { commits, syncs, write, database } = group();
  const first = write(1);
  await turn();
  await turn();
  const told = [first, commits.durable()!, write(2)].map((work) => assert.rejects(work, /disk gone/));
  syncs[0]!.reject(new Error('disk gone'));
  await Promise.all(told);
  await assert.rejects(write(3), /disk gone/);
  assert.equal(syncs.length, 1);
  assert.equal(database.prepare('select count(*) as n from item').get()!.n, 1);
  await commits.close();
});

test('closing commits what is open and resolves when it is on the disk', async () => {
  const { commits, syncs, told, write } = group();
  const open = write(1);
  let isClosed = false;
  const closing = commits.close().then(() => {
    isClosed = true;
  });
  await turn();
  assert.deepEqual([told, isClosed], [[], false]);
  syncs[0]!.resolve();
  await Promise.all([open, closing]);
  assert.deepEqual([told, isClosed], [[1], true]);
});
