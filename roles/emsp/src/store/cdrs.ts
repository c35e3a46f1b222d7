/** CDRs in the database: what is asked of them, compiled once. @module */
import type { Millis } from '@openpnc/core/machine';
import { compiledInsert, compiledQuery } from '@openpnc/core/statements';
import type { Kysely } from 'kysely';
import type { CdrRow, EmspTables } from './tables.ts';

/** The CDR of a party by its id. */
export function findCdr(db: Kysely<EmspTables>, party: string, id: string) {
  return db
    .selectFrom('cdr')
    .select(['key', 'body'])
    .where('party', '=', party)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The credit CDR that takes this one back. */
export function creditOf(db: Kysely<EmspTables>, party: string, id: string) {
  return db.selectFrom('cdr').select('id').where('party', '=', party).where('credit_of', '=', id).executeTakeFirst();
}

/** What a CDR of the same session is known by. */
export type SessionCdr = Pick<CdrRow, 'id' | 'key' | 'body' | 'credit_of'>;

/** What every CDR asks of a database, compiled once. */
interface CdrStatements {
  /** A CDR by its id with those of its session, of one party. */
  ofSession(party: string, id: string, session_id: string | null): Promise<readonly SessionCdr[]>;
  /** CDRs of a contract in this time that stand: neither credited nor credits. */
  overlapping(id14: string, start: Millis, end: Millis): Promise<readonly Pick<CdrRow, 'id'>[]>;
  /** @returns 0 when this party's id is taken */
  put(row: CdrRow): Promise<bigint>;
}

/** One set for a database. */
export function cdrStatements(db: Kysely<EmspTables>): CdrStatements {
  let known = compiled.get(db);
  if (!known) {
    known = compile(db);
    compiled.set(db, known);
  }
  return known;
}

function compile(db: Kysely<EmspTables>): CdrStatements {
  const cdrs = db.selectFrom('cdr').select(['id', 'key', 'body', 'credit_of']).where('party', '=', '');
  // Two searches: with `or` SQLite reads all CDRs of the party.
  const ofSession = compiledQuery(db, cdrs.where('id', '=', '').unionAll(cdrs.where('session_id', '=', '')));
  return {
    ofSession: (party, id, session_id) => ofSession(party, id, party, session_id),
    overlapping: compiledQuery(
      db,
      db
        .selectFrom('cdr')
        .select('id')
        .where('credit_of', 'is', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('cdr as credit')
                .select('credit.key')
                .whereRef('credit.party', '=', 'cdr.party')
                .whereRef('credit.credit_of', '=', 'cdr.id'),
            ),
          ),
        )
        .where('id14', '=', '')
        .where('ended_at', '>', 0)
        .where('started_at', '<', 0),
    ),
    put: compiledInsert(
      db,
      'cdr',
      [
        'key',
        'party',
        'id',
        'id14',
        'version',
        'body',
        'received_at',
        'session_id',
        'started_at',
        'ended_at',
        'credit_of',
        'findings',
      ],
      (insert) => insert.onConflict((conflict) => conflict.doNothing()),
    ),
  };
}

const compiled = new WeakMap<Kysely<EmspTables>, CdrStatements>();
