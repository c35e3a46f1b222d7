/** CDR intake: each one once, immutable, readable at its location. OCPI 2.3.0 CDRs, receiver. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Random } from '@openpnc/core/ports';
import { ocpiError } from '@openpnc/roaming/errors';
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import type { OcpiCaller, OcpiRequest } from '@openpnc/roaming/ocpi/serve';
import { isSameParty, partyKey } from '@openpnc/roaming/ocpi/values';
import type { Kysely } from 'kysely';
import { findContract } from './contracts.ts';
import type { EmspSettings } from './settings.ts';
import type { EmspTables } from './store/tables.ts';

/** What taking a CDR needs. */
interface CdrPorts {
  readonly db: Kysely<EmspTables>;
  readonly random: Random;
  readonly settings: EmspSettings;
}

/**
 * Keeps a CDR. The same one again changes nothing and gives the same key; another one under its id is refused, for a CDR
 * is never replaced.
 * @throws ProtocolError `unknown_cdr_token` when its token is none of our contracts, `invalid_parameters`.
 */
export async function takeCdr<Caller extends OcpiCaller>(
  { db, random, settings }: CdrPorts,
  cdr: Cdr,
  { version, now }: OcpiRequest<Caller>,
): Promise<{ readonly key: string; readonly isNew: boolean }> {
  const [party, id] = [partyKey(cdr), cdr.id.toUpperCase()];
  const known = await findCdr(db, party, id);
  if (known) return sameAgain(known, cdr);
  if (!isSameParty(cdr.cdr_token, settings))
    throw ocpiError('unknown_cdr_token', `CDR.cdr_token: party ${partyKey(cdr.cdr_token)} is not this eMSP`);
  const contract = (await findContract(db, cdr.cdr_token.contract_id)) ?? (await findContract(db, cdr.cdr_token.uid));
  if (!contract) throw ocpiError('unknown_cdr_token', `CDR.cdr_token: no contract ${cdr.cdr_token.contract_id}`);
  const key = toHex(random.bytes(12));
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('cdr')
    .values({ key, party, id, id14: contract.id14, version, body: JSON.stringify(cdr), received_at: now })
    .onConflict((conflict) => conflict.columns(['party', 'id']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return { key, isNew: true };
  // The same CDR came twice at the same time.
  return sameAgain((await findCdr(db, party, id))!, cdr);
}

function findCdr(db: Kysely<EmspTables>, party: string, id: string) {
  return db
    .selectFrom('cdr')
    .select(['key', 'body'])
    .where('party', '=', party)
    .where('id', '=', id)
    .executeTakeFirst();
}

function sameAgain(known: { readonly key: string; readonly body: string }, cdr: Cdr) {
  if (canonical(JSON.parse(known.body)) !== canonical(cdr))
    throw ocpiError('invalid_parameters', `CDR ${cdr.id}: taken before with other contents; send a credit CDR`);
  return { key: known.key, isNew: false };
}

/** A CDR that this party sent. */
export async function readCdr(
  db: Kysely<EmspTables>,
  key: string,
  parties: readonly string[],
): Promise<Cdr | undefined> {
  const row = await db.selectFrom('cdr').select(['body', 'party']).where('key', '=', key).executeTakeFirst();
  return row && parties.includes(row.party) ? (JSON.parse(row.body) as Cdr) : undefined;
}

/** JSON with the keys of each object in order, so that two spellings of one CDR are equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
