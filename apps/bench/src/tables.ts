/** What is asked of the parties' tables in each session; each question is compiled once a world. @module */
import { compiledQuery } from '@openpnc/core/statements';
import { sql } from 'kysely';
import type { Parties } from './world.ts';

export type TableQuestions = ReturnType<typeof tableQuestions>;

/** The questions to the tables of one world. Each resolves with the rows as they are now. */
export function tableQuestions({ station, csms, emsp }: Parties['databases']) {
  const kept = emsp.selectFrom('cdr').select(['id', 'body']).where('party', '=', OPERATOR).where('session_id', '=', '');
  const cdrs = compiledQuery(emsp, kept);
  return {
    /** Transactions of the CSMS that have no end. */
    openTransactions: compiledQuery(
      csms,
      csms.selectFrom('charging_session').select('transaction_id').where('ended_at', 'is', null),
    ),
    /** The events that the station keeps, oldest first: the newest of an outlet has the state of its open transaction. */
    keptEvents: compiledQuery(station, station.selectFrom('transaction_event').select(['evse', 'state']).orderBy('id')),
    /** CDRs that the eMSP keeps of a session of our operator. */
    cdrs: (sessionId: string) => cdrs(OPERATOR, sessionId.toUpperCase()),
    /** V2G roots that the station has got or given away since it left the factory. */
    v2gChanges: compiledQuery(
      station,
      station.selectFrom('anchor').select('is_removed').where('use', '=', sql.lit('v2g')),
    ),
    /** A TransactionEvent that the CSMS has not answered. */
    waitingEvents: compiledQuery(
      station,
      station.selectFrom('transaction_event').select('id').where('payload', '<>', sql.lit('')).limit(sql.lit(1)),
    ),
    /** A message to the eMSP that is under way. */
    waitingWork: compiledQuery(
      csms,
      csms.selectFrom('outbox').select('id').where('state', '=', sql.lit('waiting')).limit(sql.lit(1)),
    ),
  };
}

/** An index for the question about open transactions, which no party asks of all its sessions. */
export async function indexTables({ csms }: Parties['databases']): Promise<void> {
  await sql`create index bench_open on charging_session (transaction_id) where ended_at is null`.execute(csms);
}

/** DE*OPC, as OCPI's client owned objects name it. */
const OPERATOR = 'DEOPC';
