/** Tokens that may be decided without asking: authorization lists of eMSPs, and our own. OCPI 2.3.0 Tokens (receiver), decisions 4 of docs/choices.md. @module */
import { parseEmaid } from '@openpnc/core/emaid';
import type { Kysely } from 'kysely';
import { compiledQuery } from '../store/statements.ts';
import type { CsmsTables, TokenRow } from '../store/tables.ts';

/** The list in its table, read by one statement that is compiled once. */
export class TokenList {
  readonly #db: Kysely<CsmsTables>;
  readonly #find: (key: unknown, type: unknown) => Promise<readonly TokenRow[]>;

  constructor(db: Kysely<CsmsTables>) {
    this.#db = db;
    this.#find = compiledQuery(db, db.selectFrom('token').selectAll().where('key', '=', '').where('type', '=', ''));
  }

  /** The entry for a token of an OCPP type. eMAIDs are found by their first 14 characters; the 15th, where both have one, must be equal. */
  async find(idToken: string, type: string): Promise<TokenRow | undefined> {
    const [row] = await this.#find(tokenKey(idToken, type), type);
    if (!row || type !== 'eMAID') return row;
    const [ours, theirs] = [parseEmaid(row.uid)?.check, parseEmaid(idToken)?.check];
    return ours === undefined || theirs === undefined || ours === theirs ? row : undefined;
  }

  /** Adds entries or replaces them; an older one never replaces a newer one. */
  async put(rows: readonly TokenRow[]): Promise<void> {
    await Promise.all(
      rows.map((row) => {
        const { key: _, type: __, ...values } = row;
        return this.#db
          .insertInto('token')
          .values(row)
          .onConflict((conflict) =>
            conflict
              .columns(['key', 'type'])
              .doUpdateSet(values)
              .where('token.updated_at', '<=', (eb) => eb.ref('excluded.updated_at')),
          )
          .execute();
      }),
    );
  }

  /** Takes an entry away. @returns whether there was one. */
  async remove(idToken: string, type: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('token')
      .where('key', '=', tokenKey(idToken, type))
      .where('type', '=', type)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

/** What tells tokens of one type apart: 14 characters of an eMAID, anything else without case. */
export function tokenKey(idToken: string, type: string): string {
  return (type === 'eMAID' ? parseEmaid(idToken)?.id14 : undefined) ?? idToken.toUpperCase();
}
