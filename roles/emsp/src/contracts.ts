/** The contracts of the eMSP: made, found, changed, and led through their life. @module */
import { BoundedMap } from '@openpnc/core/boundedMap';
import { checkCharacter, displayEmaid, isSameEmaid, parseEmaid } from '@openpnc/core/emaid';
import { UsageError } from '@openpnc/core/errors';
import { normalPcid } from '@openpnc/core/identifiers';
import type { Millis } from '@openpnc/core/machine';
import type { Random } from '@openpnc/core/ports';
import { compiledQuery } from '@openpnc/core/statements';
import type { WhitelistType } from '@openpnc/roaming/ocpi/token';
import type { Party } from '@openpnc/roaming/ocpi/values';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { ContractEventRow, ContractRow, ContractStatus, EmspTables } from './store/tables.ts';

/** A contract to put in, for the lab and for tests. */
export interface ContractSeed {
  /** In any spelling. */
  readonly emaid: string;
  /** `active` by default. */
  readonly status?: ContractStatus;
  /** True by default. */
  readonly hasCredit?: boolean;
  readonly validFrom?: Millis;
  readonly validTo?: Millis;
  /** `en` by default. */
  readonly language?: string;
  /** By default the setting `whitelist`. */
  readonly whitelist?: WhitelistType;
  readonly groupId?: string;
  /** Party keys (`NLCPO`) where it may charge; everywhere by default. */
  readonly allowedParties?: readonly string[];
}

/** What can be set of a contract; null takes a value away. */
export interface ContractFields {
  readonly hasCredit?: boolean;
  readonly validFrom?: Millis | null;
  readonly validTo?: Millis | null;
  readonly language?: string;
  readonly whitelist?: WhitelistType;
  readonly groupId?: string | null;
  readonly allowedParties?: readonly string[] | null;
  readonly pcid?: string | null;
  readonly reference?: string | null;
}

/** A new contract. */
export interface NewContract extends ContractFields {
  /** Made when absent. */
  readonly emaid?: string;
  /** `ordered` by default. */
  readonly status?: 'ordered' | 'active';
}

/** Why something cannot be done to a contract. */
export interface ContractProblem {
  readonly ok: false;
  readonly code:
    | 'emaid_malformed'
    | 'emaid_of_another_provider'
    | 'emaid_check_character_wrong'
    | 'pcid_malformed'
    | 'validity_inverted'
    | 'contract_exists'
    | 'contract_unknown'
    | 'transition_not_allowed';
  readonly text: string;
}
export type ContractOutcome = { readonly ok: true; readonly contract: ContractRow } | ContractProblem;

/** What the contracts need. */
export interface ContractPorts {
  readonly db: Kysely<EmspTables>;
  readonly random: Random;
  /** The eMSP: the first five characters of its eMAIDs. */
  readonly party: Party;
  readonly whitelist: WhitelistType;
}

/** From a status the ones that may follow. Terminated is the end. */
export const transitions: Readonly<Record<ContractStatus, readonly ContractStatus[]>> = {
  ordered: ['active', 'terminated'],
  active: ['blocked', 'expired', 'terminated'],
  blocked: ['active', 'expired', 'terminated'],
  expired: ['active', 'terminated'],
  terminated: [],
};

/** Makes a contract. With a PCID its certificate is ordered from the PKI as soon as it can be. */
export async function createContract(
  { db, random, party, whitelist }: ContractPorts,
  wanted: NewContract,
  now: Millis,
): Promise<ContractOutcome> {
  const { emaid: given, status = 'ordered', ...fields } = wanted;
  const named = given === undefined ? undefined : ownEmaid(given, party);
  if (named && !named.ok) return named;
  const values = columnsOf(fields);
  if ('ok' in values) return values;
  if (isInverted(values.valid_from, values.valid_to)) return inverted;
  for (;;) {
    const emaid = named?.emaid ?? newEmaid(random, party);
    const row: ContractRow = {
      id14: emaid.slice(0, 14),
      emaid,
      status,
      has_credit: 1,
      valid_from: null,
      valid_to: null,
      language: 'en',
      whitelist,
      group_id: null,
      allowed_parties: null,
      created_at: now,
      updated_at: now,
      pcid: null,
      reference: null,
      certificate_id: null,
      certificate_not_after: null,
      ...values,
      certificate_state: values.pcid ? 'ordered' : 'none',
    };
    const isMade = await db.transaction().execute(async (inner) => {
      const { numInsertedOrUpdatedRows } = await inner
        .insertInto('contract')
        .values(row)
        .onConflict((conflict) => conflict.column('id14').doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) return false;
      await addEvent(inner, row.id14, now, 'created', status);
      await markForPush(inner, row.id14);
      return true;
    });
    if (isMade) return { ok: true, contract: row };
    if (named) return { ok: false, code: 'contract_exists', text: `${displayEmaid(emaid)} is there already` };
    // A made eMAID that is taken, once in 36^8: make another.
  }
}

/** Leads a contract to another status. The same status again is good and changes nothing. */
export async function moveContract(
  db: Kysely<EmspTables>,
  emaid: string,
  to: ContractStatus,
  { now, reason }: { readonly now: Millis; readonly reason?: string },
): Promise<ContractOutcome> {
  return db.transaction().execute(async (inner) => {
    const contract = await findContract(inner, emaid);
    if (!contract) return unknown(emaid);
    if (contract.status === to) return { ok: true, contract };
    if (!transitions[contract.status].includes(to))
      return {
        ok: false,
        code: 'transition_not_allowed',
        text: `${displayEmaid(contract.emaid)} is ${contract.status}: it may become ${transitions[contract.status].join(', ') || 'nothing else'}, not ${to}`,
      };
    const moved: ContractRow = { ...contract, status: to, ...certificateAfter(contract, to), updated_at: now };
    await write(inner, moved);
    await addEvent(inner, contract.id14, now, to, reason ?? null);
    return { ok: true, contract: moved };
  });
}

/** Changes what can be set of a contract. */
export async function changeContract(
  db: Kysely<EmspTables>,
  emaid: string,
  fields: ContractFields,
  now: Millis,
): Promise<ContractOutcome> {
  const values = columnsOf(fields);
  if ('ok' in values) return values;
  return db.transaction().execute(async (inner) => {
    const contract = await findContract(inner, emaid);
    if (!contract) return unknown(emaid);
    const changed: ContractRow = { ...contract, ...values };
    if (isInverted(changed.valid_from, changed.valid_to)) return inverted;
    const names = (Object.keys(values) as (keyof ContractRow)[]).filter((name) => changed[name] !== contract[name]);
    if (names.length === 0) return { ok: true, contract };
    const isOrdered = names.includes('pcid') && changed.pcid !== null && contract.status !== 'terminated';
    const kept: ContractRow = {
      ...changed,
      ...(isOrdered && { certificate_state: 'ordered' as const }),
      updated_at: now,
    };
    await write(inner, kept);
    await addEvent(inner, contract.id14, now, 'changed', names.join(' '));
    return { ok: true, contract: kept };
  });
}

/** Orders the contract certificate for the car of this PCID, or of the one that the contract has; again after a refusal. */
export async function orderCertificate(
  db: Kysely<EmspTables>,
  emaid: string,
  { pcid: given }: { readonly pcid?: string },
  now: Millis,
): Promise<ContractOutcome> {
  const pcid = given === undefined ? undefined : normalPcid(given);
  if (given !== undefined && pcid === undefined)
    return { ok: false, code: 'pcid_malformed', text: `pcid '${given}' is not 17 or 18 letters and digits` };
  return db.transaction().execute(async (inner) => {
    const contract = await findContract(inner, emaid);
    if (!contract) return unknown(emaid);
    const car = pcid ?? contract.pcid;
    if (car === null)
      return { ok: false, code: 'pcid_malformed', text: 'pcid: the contract has none, so it must be given' };
    const { certificate_state, status } = contract;
    if (
      status === 'terminated' ||
      certificate_state === 'revoking' ||
      (certificate_state === 'issued' && car === contract.pcid)
    )
      return {
        ok: false,
        code: 'transition_not_allowed',
        text: `${displayEmaid(contract.emaid)} is ${status}, its certificate ${certificate_state}: none can be ordered`,
      };
    const kept: ContractRow = { ...contract, pcid: car, certificate_state: 'ordered', updated_at: now };
    await write(inner, kept);
    await addEvent(inner, contract.id14, now, 'certificate_ordered', car);
    return { ok: true, contract: kept };
  });
}

/** Sets active contracts whose validity is over to expired. @returns how many. */
export async function expireContracts(db: Kysely<EmspTables>, now: Millis): Promise<number> {
  const due = await db
    .selectFrom('contract')
    .select('emaid')
    .where('status', 'in', ['active', 'blocked'])
    .where('valid_to', '<=', now)
    .limit(1000)
    .execute();
  for (const { emaid } of due) await moveContract(db, emaid, 'expired', { now, reason: 'its validity is over' });
  return due.length;
}

/** What happened to a contract, first to last. */
export function contractEvents(db: Kysely<EmspTables>, id14: string): Promise<ContractEventRow[]> {
  return db.selectFrom('contract_event').selectAll().where('id14', '=', id14).orderBy('seq').execute();
}

/** Adds a line to the story of a contract. */
export async function addEvent(
  db: Kysely<EmspTables> | Transaction<EmspTables>,
  id14: string,
  at: Millis,
  event: string,
  reason: string | null,
): Promise<void> {
  const { seq } = await db
    .selectFrom('contract_event')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .where('id14', '=', id14)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('contract_event')
    .values({ id14, seq: (seq ?? 0) + 1, at, event, reason })
    .execute();
}

/** Notes, in the transaction of the change, that the partners who take tokens have to hear of it. */
export async function markForPush(db: Transaction<EmspTables>, id14: string): Promise<void> {
  await db
    .insertInto('token_push')
    .columns(['partner', 'id14'])
    .expression(
      db
        .selectFrom('partner')
        .select(['partner.id', sql<string>`${id14}`.as('id14')])
        .where('wants_tokens', '=', 1),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Puts contracts in; one that is there already gets these values. @throws UsageError `emaid` for what is no eMAID. */
export async function seedContracts(
  db: Kysely<EmspTables>,
  seeds: readonly ContractSeed[],
  { now, whitelist }: { readonly now: Millis; readonly whitelist: WhitelistType },
): Promise<void> {
  const rows = seeds.map((seed): ContractRow => {
    const emaid = parseEmaid(seed.emaid);
    if (!emaid) throw new UsageError('emaid', `contract ${seed.emaid}: not an eMAID`);
    return {
      id14: emaid.id14,
      emaid: emaid.id14 + checkCharacter(emaid.id14),
      status: seed.status ?? 'active',
      has_credit: seed.hasCredit === false ? 0 : 1,
      valid_from: seed.validFrom ?? null,
      valid_to: seed.validTo ?? null,
      language: seed.language ?? 'en',
      whitelist: seed.whitelist ?? whitelist,
      group_id: seed.groupId ?? null,
      allowed_parties: seed.allowedParties ? JSON.stringify(seed.allowedParties) : null,
      created_at: now,
      updated_at: now,
      pcid: null,
      reference: null,
      certificate_state: 'none',
      certificate_id: null,
      certificate_not_after: null,
    };
  });
  await db.transaction().execute(async (inner) => {
    for (const row of rows) {
      const { id14: _, created_at: __, ...values } = row;
      await inner
        .insertInto('contract')
        .values(row)
        .onConflict((conflict) => conflict.column('id14').doUpdateSet(values))
        .execute();
      await markForPush(inner, row.id14);
    }
  });
}

/**
 * The contract that `text` names, by the one equality of eMAIDs: the first 14 characters, and two present check
 * characters must be equal (ours is always present and right).
 */
export async function findContract(
  db: Kysely<EmspTables> | Transaction<EmspTables>,
  text: string,
): Promise<ContractRow | undefined> {
  const emaid = parseEmaid(text);
  if (!emaid) return undefined;
  const contract = await contractOf(db, emaid.id14);
  if (!contract || !isSameEmaid(contract.emaid, text)) return undefined;
  // What a transaction sees may be taken back.
  if (!db.isTransaction) asked(db).found.set(text, true);
  return contract;
}

/** Whether a text is the eMAID of a contract. Contracts stay for good: one that was found lately is not looked for again. */
export async function isContract(db: Kysely<EmspTables>, text: string): Promise<boolean> {
  return asked(db).found.get(text) === true || (await findContract(db, text)) !== undefined;
}

/** By its key. A transaction builds its own statement; outside there is one a database, compiled once. */
async function contractOf(
  db: Kysely<EmspTables> | Transaction<EmspTables>,
  id14: string,
): Promise<ContractRow | undefined> {
  if (db.isTransaction) return db.selectFrom('contract').selectAll().where('id14', '=', id14).executeTakeFirst();
  return (await asked(db).find(id14))[0];
}

/** How a database is asked for contracts, and what was found there. */
interface Asked {
  readonly find: (id14: string) => Promise<readonly ContractRow[]>;
  /** Texts that a contract was found for. */
  readonly found: BoundedMap<string, true>;
}

function asked(db: Kysely<EmspTables>): Asked {
  let known = askedOf.get(db);
  if (!known) {
    const find = compiledQuery(db, db.selectFrom('contract').selectAll().where('id14', '=', ''));
    known = { find, found: new BoundedMap(FOUND) };
    askedOf.set(db, known);
  }
  return known;
}

const askedOf = new WeakMap<Kysely<EmspTables>, Asked>();

/** Enough for those that charge at the same time. */
const FOUND = 10_000;

/** A fresh eMAID of this provider, 15 characters: `C`, eight random letters and digits, the check character. */
export function newEmaid(random: Random, { country_code, party_id }: Party): string {
  let instance = '';
  while (instance.length < 8) {
    for (const byte of random.bytes(16)) {
      // Bytes above the last whole multiple of 36 would make some characters likelier.
      if (byte < 252 && instance.length < 8) instance += ALPHABET[byte % 36];
    }
  }
  const id14 = `${country_code}${party_id}C${instance}`.toUpperCase();
  return id14 + checkCharacter(id14);
}

/** Whether a given eMAID can be one of ours, with its check character. */
function ownEmaid(text: string, { country_code, party_id }: Party): { ok: true; emaid: string } | ContractProblem {
  const emaid = parseEmaid(text);
  if (!emaid) return { ok: false, code: 'emaid_malformed', text: `'${text}' is not an eMAID` };
  const check = checkCharacter(emaid.id14);
  if (emaid.check !== undefined && emaid.check !== check)
    return {
      ok: false,
      code: 'emaid_check_character_wrong',
      text: `'${text}' ends with ${emaid.check}, its check character is ${check}`,
    };
  const ours = (country_code + party_id).toUpperCase();
  if (emaid.country + emaid.provider !== ours)
    return {
      ok: false,
      code: 'emaid_of_another_provider',
      text: `'${text}' is of ${emaid.country}${emaid.provider}, not of ${ours}`,
    };
  return { ok: true, emaid: emaid.id14 + check };
}

type Columns = Partial<
  Pick<
    ContractRow,
    | 'has_credit'
    | 'valid_from'
    | 'valid_to'
    | 'language'
    | 'whitelist'
    | 'group_id'
    | 'allowed_parties'
    | 'pcid'
    | 'reference'
  >
>;

function columnsOf(fields: ContractFields): Columns | ContractProblem {
  const pcid = typeof fields.pcid === 'string' ? normalPcid(fields.pcid) : fields.pcid;
  if (typeof fields.pcid === 'string' && pcid === undefined)
    return {
      ok: false,
      code: 'pcid_malformed',
      text: `'${fields.pcid}' is not a PCID: expected 17 or 18 letters and digits`,
    };
  const { hasCredit, validFrom, validTo, language, whitelist, groupId, allowedParties, reference } = fields;
  return {
    ...(hasCredit !== undefined && { has_credit: hasCredit ? 1 : 0 }),
    ...(validFrom !== undefined && { valid_from: validFrom }),
    ...(validTo !== undefined && { valid_to: validTo }),
    ...(language !== undefined && { language }),
    ...(whitelist !== undefined && { whitelist }),
    ...(groupId !== undefined && { group_id: groupId }),
    ...(allowedParties !== undefined && {
      allowed_parties: allowedParties && JSON.stringify(allowedParties.map((party) => party.toUpperCase())),
    }),
    ...(pcid !== undefined && { pcid }),
    ...(reference !== undefined && { reference }),
  };
}

/** An ended contract's certificate is revoked; one that was never issued is not ordered any more. */
function certificateAfter(
  { certificate_state }: ContractRow,
  to: ContractStatus,
): Partial<Pick<ContractRow, 'certificate_state'>> {
  if (to !== 'terminated') return {};
  if (certificate_state === 'issued') return { certificate_state: 'revoking' };
  return certificate_state === 'ordered' || certificate_state === 'failed' ? { certificate_state: 'none' } : {};
}

async function write(db: Transaction<EmspTables>, { id14, created_at: _, ...values }: ContractRow): Promise<void> {
  await db.updateTable('contract').set(values).where('id14', '=', id14).execute();
  await markForPush(db, id14);
}

function isInverted(from: Millis | null | undefined, to: Millis | null | undefined): boolean {
  return typeof from === 'number' && typeof to === 'number' && to <= from;
}

const inverted: ContractProblem = {
  ok: false,
  code: 'validity_inverted',
  text: 'the validity must end after it begins',
};

function unknown(emaid: string): ContractProblem {
  return { ok: false, code: 'contract_unknown', text: `no contract ${emaid}` };
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
