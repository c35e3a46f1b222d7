/** CDR intake: each one once, immutable, checked, readable at its location. OCPI 2.3.0 CDRs, receiver. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Random } from '@openpnc/core/ports';
import type { Trace } from '@openpnc/core/trace';
import { ocpiError } from '@openpnc/roaming/errors';
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import { isSameParty, millisOf, type OcpiVersion, partyKey } from '@openpnc/roaming/ocpi/values';
import type { Kysely } from 'kysely';
import type { Authorizations } from './authorizations.ts';
import { type CdrKnowledge, cdrFindings } from './cdrChecks.ts';
import { findContract } from './contracts.ts';
import type { EmspSettings } from './settings.ts';
import { cdrStatements, creditOf, findCdr, type SessionCdr } from './store/cdrs.ts';
import type { AuthorizationRow, ContractRow, EmspTables } from './store/tables.ts';

/** What taking a CDR needs. */
interface CdrPorts {
  readonly db: Kysely<EmspTables>;
  readonly random: Random;
  readonly authorizations: Authorizations;
  readonly settings: EmspSettings;
  readonly trace: Trace;
}

/** How a CDR came. */
interface CdrReceipt {
  readonly version: OcpiVersion;
  readonly now: Millis;
  /** For the trace, where the sender's correlation id is one. */
  readonly traceId?: string;
}

/**
 * Keeps a CDR with the doubts about it. The same one again changes nothing and gives the same key; another one under its
 * id is refused, for a CDR is never replaced.
 * @throws ProtocolError `unknown_cdr_token` when its token is none of our contracts, `invalid_parameters`.
 */
export async function takeCdr(
  ports: CdrPorts,
  cdr: Cdr,
  { version, now, traceId }: CdrReceipt,
): Promise<{ readonly key: string; readonly isNew: boolean }> {
  const { db, random, settings, trace } = ports;
  const [party, id] = [partyKey(cdr), cdr.id.toUpperCase()];
  const statements = cdrStatements(db);
  const session_id = cdr.session_id?.toUpperCase() ?? null;
  const rows = await statements.ofSession(party, id, session_id);
  const known = rows.find((row) => row.id === id);
  if (known) return sameAgain(known, cdr);
  const contract = await contractOf(db, cdr, settings);
  checkTimes(cdr, now + settings.clockSkew_s * 1000);
  const credited = await creditedBy(db, cdr, party);
  const findings = cdrFindings(cdr, await knowledge(ports, cdr, party, { contract, credited, ofSession: rows }), party);
  const key = toHex(random.bytes(12));
  const changed = await statements.put({
    key,
    party,
    id,
    id14: contract.id14,
    version,
    body: JSON.stringify(cdr),
    received_at: now,
    session_id,
    started_at: millisOf(cdr.start_date_time),
    ended_at: millisOf(cdr.end_date_time),
    credit_of: cdr.credit ? cdr.credit_reference_id!.toUpperCase() : null,
    findings: JSON.stringify(findings),
  });
  // The same CDR came twice at the same time.
  if (changed !== 1n) return sameAgain((await findCdr(db, party, id))!, cdr);
  for (const { code, text } of findings)
    trace({
      type: 'finding',
      party: 'emsp',
      at: now,
      ...(traceId !== undefined && { traceId }),
      code,
      severity: 'warning',
      text: `CDR ${cdr.id} of ${party}: ${text}`,
      data: { cdr: cdr.id, party, emaid: contract.emaid },
    });
  return { key, isNew: true };
}

/** A CDR that one of these parties sent. */
export async function readCdr(
  db: Kysely<EmspTables>,
  key: string,
  parties: readonly string[],
): Promise<Cdr | undefined> {
  const row = await db.selectFrom('cdr').select(['body', 'party']).where('key', '=', key).executeTakeFirst();
  return row && parties.includes(row.party) ? (JSON.parse(row.body) as Cdr) : undefined;
}

async function contractOf(db: Kysely<EmspTables>, { cdr_token }: Cdr, settings: EmspSettings): Promise<ContractRow> {
  if (!isSameParty(cdr_token, settings))
    throw ocpiError('unknown_cdr_token', `CDR.cdr_token: party ${partyKey(cdr_token)} is not this eMSP`);
  const contract = (await findContract(db, cdr_token.contract_id)) ?? (await findContract(db, cdr_token.uid));
  if (!contract) throw ocpiError('unknown_cdr_token', `CDR.cdr_token: no contract ${cdr_token.contract_id}`);
  return contract;
}

function checkTimes({ start_date_time, end_date_time }: Cdr, latest: Millis): void {
  if (millisOf(end_date_time) < millisOf(start_date_time))
    throw ocpiError(
      'invalid_parameters',
      `CDR.end_date_time: ${end_date_time} is before the start, ${start_date_time}`,
    );
  if (millisOf(end_date_time) > latest)
    throw ocpiError('invalid_parameters', `CDR.end_date_time: ${end_date_time} is in the future; check the clock`);
}

/** The CDR that a credit CDR takes back. */
async function creditedBy(db: Kysely<EmspTables>, cdr: Cdr, party: string): Promise<Cdr | undefined> {
  if (!cdr.credit) return undefined;
  if (cdr.credit_reference_id === undefined)
    throw ocpiError('invalid_parameters', 'CDR.credit_reference_id: required in a credit CDR, but absent');
  const reference = cdr.credit_reference_id.toUpperCase();
  const credited = await findCdr(db, party, reference);
  if (!credited)
    throw ocpiError('invalid_parameters', `CDR.credit_reference_id: no CDR ${cdr.credit_reference_id} of ${party}`);
  const twice = await creditOf(db, party, reference);
  if (twice) throw ocpiError('invalid_parameters', `CDR.credit_reference_id: credited already by ${twice.id}`);
  return JSON.parse(credited.body) as Cdr;
}

async function knowledge(
  { db, authorizations: given }: CdrPorts,
  cdr: Cdr,
  party: string,
  { ofSession, ...known }: Pick<CdrKnowledge, 'contract' | 'credited'> & { readonly ofSession: readonly SessionCdr[] },
): Promise<CdrKnowledge> {
  const { id14 } = known.contract;
  const [start, end] = [millisOf(cdr.start_date_time), millisOf(cdr.end_date_time)];
  let sameSession: string | undefined;
  for (const { id, credit_of } of ofSession) {
    // Credited CDRs and credits themselves stand for no session any more.
    if (credit_of !== null || (await creditOf(db, party, id))) continue;
    sameSession = id;
    break;
  }
  const [overlapping] = await cdrStatements(db).overlapping(id14, start, end);
  return {
    ...known,
    ...(await authorizationsOf(db, given, cdr, { id14, party })),
    sameSession,
    overlapping: overlapping?.id === sameSession ? undefined : overlapping?.id,
  };
}

/** What this CDR rests on. A reference that proves itself needs no table. */
async function authorizationsOf(
  db: Kysely<EmspTables>,
  given: Authorizations,
  cdr: Cdr,
  { id14, party }: Pick<AuthorizationRow, 'id14' | 'party'>,
): Promise<Pick<CdrKnowledge, 'authorization' | 'lastAuthorization'>> {
  const reference = cdr.authorization_reference ?? '';
  if (await given.isOurs(reference, { id14, party }))
    return { authorization: { id14, party }, lastAuthorization: undefined };
  // What was allowed a moment ago may not be in its table yet.
  await given.flush();
  const authorizations = db.selectFrom('authorization').select(['id14', 'party']).where('id14', '=', id14);
  return {
    authorization: await authorizations.where('reference', '=', reference.toLowerCase()).executeTakeFirst(),
    lastAuthorization: await authorizations
      .where('party', '=', party)
      .where('at', '>=', millisOf(cdr.start_date_time) - BEFORE_ms)
      .where('at', '<=', millisOf(cdr.end_date_time))
      .executeTakeFirst(),
  };
}

function sameAgain(known: { readonly key: string; readonly body: string }, cdr: Cdr) {
  if (canonical(JSON.parse(known.body)) !== canonical(cdr))
    throw ocpiError('invalid_parameters', `CDR ${cdr.id}: taken before with other contents; send a credit CDR`);
  return { key: known.key, isNew: false };
}

/** JSON with the keys of each object in order, so that two spellings of one CDR are equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** How long before the session's start its authorization may lie. */
const BEFORE_ms = 3_600_000;
