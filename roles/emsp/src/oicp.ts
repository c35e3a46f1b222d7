/** The eMSP towards an OICP hub: AuthorizeStart, AuthorizeStop and CDRs of the EMP side. OICP 2.3. @module */
import { equalBytes, toUtf8 } from '@openpnc/core/bytes';
import type { Route } from '@openpnc/core/http';
import type { Clock } from '@openpnc/core/ports';
import type { Trace } from '@openpnc/core/trace';
import { type Emp, empRoutes } from '@openpnc/roaming/oicp/emp';
import type { ChargeDetailRecord, Identification } from '@openpnc/roaming/oicp/messages';
import { evcoIdIn, id14OfEvcoId, plainId } from '@openpnc/roaming/oicp/messages';
import type { Kysely } from 'kysely';
import type { Authorizations } from './authorizations.ts';
import type { EmspSettings } from './settings.ts';
import type { ContractRow, EmspTables } from './store/tables.ts';
import { type Verdict, verdict, verdictFindings } from './verdict.ts';

/** What serving a hub needs. */
interface OicpPorts {
  readonly db: Kysely<EmspTables>;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly authorizations: Authorizations;
}

/** The routes of the EMP; none when the settings have no hub. */
export function oicpRoutes({ oicp }: EmspSettings, { db, clock, trace, authorizations }: OicpPorts): readonly Route[] {
  if (!oicp) return [];
  const { providerId, hubProof } = oicp;
  const expected = toUtf8(hubProof.value);
  const emp: Emp = {
    providerId,
    authorizeStart: async ({ Identification: identification, OperatorID, SessionID, EvseID }) => {
      const now = clock.now();
      const contract = await contractOf(db, identification);
      const party = plainId(OperatorID);
      const decided = contract && verdict(contract, { party, now });
      const code = decided ? CODES[decided.allowed] : '120';
      trace({
        type: 'finding',
        party: 'emsp',
        at: now,
        code: decided ? verdictFindings[decided.allowed] : 'emsp_unknown_token',
        severity: code === '000' ? 'info' : 'refusal',
        text: `contract ${evcoIdIn(identification)} asked by ${party} through the hub: ${decided?.reason ?? 'unknown'}`,
        spec: 'OICP eRoamingAuthorizeStart',
        data: { emaid: evcoIdIn(identification), party, ...(EvseID !== undefined && { evseId: EvseID }) },
      });
      if (code === '000' && contract && SessionID !== undefined) {
        const reference = SessionID.toLowerCase();
        authorizations.add({ reference, id14: contract.id14, party, location_id: null, at: now });
        // The hub chose it, so nothing but its row proves it.
        await authorizations.flush();
      }
      return { code };
    },
    authorizeStop: async ({ Identification: identification, SessionID }) => {
      const contract = await contractOf(db, identification);
      const started = await authorization(db, SessionID);
      // Who may stop: the contract that started, whatever its state is by now.
      return { code: contract && started?.id14 === contract.id14 ? '000' : '106' };
    },
    takeCdr: (record) => takeOicpCdr(db, clock, record),
  };
  return empRoutes(emp, ({ headers }) => equalBytes(toUtf8(headers[hubProof.header.toLowerCase()] ?? ''), expected));
}

/** Keeps a CDR of the hub as it came; one a session, and only for a session that we authorized. */
async function takeOicpCdr(
  db: Kysely<EmspTables>,
  clock: Clock,
  record: ChargeDetailRecord,
): Promise<{ code: string }> {
  const started = await authorization(db, record.SessionID);
  const contract = await contractOf(db, record.Identification);
  if (!contract) return { code: '120' };
  if (started?.id14 !== contract.id14) return { code: '400' };
  const [start, end] = [Date.parse(record.SessionStart), Date.parse(record.SessionEnd)];
  if (!(end >= start)) return { code: '022' };
  const id = record.SessionID.toUpperCase();
  const body = JSON.stringify(record);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('cdr')
    .values({
      key: record.SessionID.toLowerCase(),
      party: started.party,
      id,
      id14: contract.id14,
      version: 'OICP 2.3',
      body,
      received_at: clock.now(),
      session_id: id,
      started_at: start,
      ended_at: end,
      credit_of: null,
      findings: '[]',
    })
    .onConflict((conflict) => conflict.columns(['party', 'id']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return { code: '000' };
  const kept = await db
    .selectFrom('cdr')
    .select('body')
    .where('party', '=', started.party)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return { code: kept.body === body ? '000' : '400' };
}

async function contractOf(db: Kysely<EmspTables>, identification: Identification): Promise<ContractRow | undefined> {
  const evcoId = evcoIdIn(identification);
  const id14 = evcoId === undefined ? undefined : id14OfEvcoId(evcoId);
  if (id14 === undefined) return undefined;
  return db.selectFrom('contract').selectAll().where('id14', '=', id14).executeTakeFirst();
}

function authorization(db: Kysely<EmspTables>, sessionId: string) {
  return db
    .selectFrom('authorization')
    .select(['id14', 'party'])
    .where('reference', '=', sessionId.toLowerCase())
    .executeTakeFirst();
}

/** What the hub is told; it has no word for "not at this operator". */
const CODES: Readonly<Record<Verdict['allowed'], string>> = {
  ALLOWED: '000',
  BLOCKED: '200',
  EXPIRED: '210',
  NO_CREDIT: '210',
  NOT_ALLOWED: '210',
};
