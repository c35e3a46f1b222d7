/** Tokens that may be decided without asking: authorization lists of eMSPs, and our own. OCPI 2.3.0 Tokens (receiver), decisions 4 of docs/choices.md. @module */
import { BoundedMap } from '@openpnc/core/boundedMap';
import { parseEmaid } from '@openpnc/core/emaid';
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import { compiledInsert, compiledQuery } from '@openpnc/core/statements';
import type { Kysely } from 'kysely';
import type { CsmsTables, TokenRow } from '../store/tables.ts';

/** The list in its table, read by one statement that is compiled once. */
export class TokenList {
  readonly #db: Kysely<CsmsTables>;
  readonly #clock: Clock;
  readonly #put: (row: TokenRow) => Promise<bigint>;
  readonly #find: (key: unknown, type: unknown) => Promise<readonly TokenRow[]>;
  /** What was found lately, by the token as it was asked; another process may change the table, so not for long. */
  readonly #found = new BoundedMap<string, { readonly row: TokenRow | undefined; readonly until: Millis }>(FOUND);

  #turn: Promise<void> = Promise.resolve();

  constructor(db: Kysely<CsmsTables>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.#put = compiledInsert(db, 'token', [...TOKEN_KEY, ...TOKEN_VALUES], (insert) =>
      insert.onConflict((conflict) =>
        conflict
          .columns(TOKEN_KEY)
          .doUpdateSet((eb) => Object.fromEntries(TOKEN_VALUES.map((column) => [column, eb.ref(`excluded.${column}`)])))
          .where('token.updated_at', '<=', (eb) => eb.ref('excluded.updated_at')),
      ),
    );
    this.#find = compiledQuery(db, db.selectFrom('token').selectAll().where('key', '=', '').where('type', '=', ''));
  }

  /** The entry for a token of an OCPP type. eMAIDs are found by their first 14 characters; the 15th, where both have one, must be equal. */
  async find(idToken: string, type: string): Promise<TokenRow | undefined> {
    const asked = `${type}\n${idToken}`;
    const now = this.#clock.now();
    const found = this.#found.get(asked);
    if (found && now < found.until) return found.row;
    const row = await this.read(idToken, type);
    this.#found.set(asked, { row, until: now + FOUND_MS });
    return row;
  }

  /** The same from the table itself. */
  async read(idToken: string, type: string): Promise<TokenRow | undefined> {
    const [row] = await this.#find(tokenKey(idToken, type), listedAs(type));
    if (!row || type !== 'eMAID') return row;
    const [ours, theirs] = [parseEmaid(row.uid)?.check, parseEmaid(idToken)?.check];
    return ours === undefined || theirs === undefined || ours === theirs ? row : undefined;
  }

  /** Does work that reads and then writes, one piece after another. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  /** Adds entries or replaces them; an older one never replaces a newer one. */
  async put(rows: readonly TokenRow[]): Promise<void> {
    await Promise.all(rows.map((row) => this.#put(row)));
    this.#found.clear();
  }

  /** Takes an entry away. @returns whether there was one. */
  async remove(idToken: string, type: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('token')
      .where('key', '=', tokenKey(idToken, type))
      .where('type', '=', listedAs(type))
      .executeTakeFirst();
    this.#found.clear();
    return numDeletedRows > 0n;
  }
}

/** What tells tokens of one type apart: 14 characters of an eMAID, anything else without case. */
export function tokenKey(idToken: string, type: string): string {
  return (type === 'eMAID' ? parseEmaid(idToken)?.id14 : undefined) ?? idToken.toUpperCase();
}

/** Cards are listed under one type: an eMSP does not know by which standard a card is read. */
export function listedAs(type: string): string {
  return type === 'ISO15693' ? 'ISO14443' : type;
}

/** About a kilobyte each. */
const FOUND = 10_000;
const FOUND_MS = 10_000;

const TOKEN_KEY = ['key', 'type'] as const;
const TOKEN_VALUES = [
  'partner',
  'country_code',
  'party_id',
  'uid',
  'contract_id',
  'valid',
  'whitelist',
  'language',
  'group_id',
  'valid_until',
  'ocpi',
  'updated_at',
] as const satisfies readonly (keyof TokenRow)[];
