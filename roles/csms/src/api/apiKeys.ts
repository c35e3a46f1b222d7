/** Keys of the HTTP API: a name, a role, a secret that is told once. @module */
import { toBase64, toHex } from '@openpnc/core/bytes';
import type { CsmsPorts } from '../ports.ts';

/** What a key may do: look, command stations, or also change who may. Each includes the one before. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Whose key it is. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** The keys in their table. */
export class ApiKeys {
  readonly #ports: CsmsPorts;

  constructor(ports: CsmsPorts) {
    this.#ports = ports;
  }

  /** Makes a key. @returns the whole key, told this once. */
  async make(name: string, role: Role): Promise<{ readonly id: string; readonly key: string }> {
    const { random, passwords, db, clock } = this.#ports;
    const id = toHex(random.bytes(6));
    const secret = toBase64(random.bytes(24)).replaceAll('+', '-').replaceAll('/', '_');
    await db
      .insertInto('api_key')
      .values({
        id,
        name,
        role,
        secret: await passwords.hash(secret, 'random'),
        created_at: Math.floor(clock.now()),
      })
      .execute();
    return { id, key: `${PREFIX}${id}_${secret}` };
  }

  /** Whose key a request carries: `Authorization: Bearer KEY` or `X-API-Key: KEY`. */
  async caller(headers: Readonly<Record<string, string>>): Promise<Caller | undefined> {
    const key = /^Bearer +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1] ?? headers['x-api-key'];
    const [, id, secret] = new RegExp(`^${PREFIX}([0-9a-f]{12})_(.+)$`).exec(key ?? '') ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const row = await this.#ports.db.selectFrom('api_key').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row || !(await this.#ports.passwords.isPasswordOf(row.secret, secret))) return undefined;
    return { id, name: row.name, role: row.role as Role };
  }

  async list(): Promise<readonly (Caller & { readonly created_at: number })[]> {
    const rows = await this.#ports.db.selectFrom('api_key').selectAll().orderBy('created_at').execute();
    return rows.map(({ id, name, role, created_at }) => ({ id, name, role: role as Role, created_at }));
  }

  /** @returns whether there was one. */
  async remove(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.#ports.db.deleteFrom('api_key').where('id', '=', id).executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

const PREFIX = 'opnc_';
