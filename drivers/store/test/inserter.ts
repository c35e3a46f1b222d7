/** A process that inserts rows in groups of three and names each one after its acknowledgement; killed by sqlite.test.ts. @module */
import { writeSync } from 'node:fs';
import { openSqlite } from '@openpnc/store/sqlite';
import { sql } from 'kysely';

const db = openSqlite<{ item: { id: number; name: string } }>(process.argv[2]!);
await sql`create table item (id integer primary key, name text not null)`.execute(db);
for (let id = 1; id < 100_000; id += 3) {
  await Promise.all(
    [id, id + 1, id + 2].map(async (each) => {
      await db
        .insertInto('item')
        .values({ id: each, name: 'x'.repeat(300) })
        .execute();
      writeSync(1, `${each}\n`);
    }),
  );
}
