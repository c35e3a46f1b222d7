/**
 * What was ALLOWED: references that prove themselves, and rows that are written behind the answer, many in one commit. The
 * driver does not wait for the disk; if the process dies before the commit, the CDR's reference still shows that it is ours.
 * OCPI 2.3.0 Tokens, AuthorizationInfo.authorization_reference.
 *
 * @module
 */
import { concatBytes, equalBytes, fromHex, toHex, toUtf8 } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import type { Clock, Random } from '@openpnc/core/ports';
import { compiledInsert } from '@openpnc/core/statements';
import { hmacSha256 } from '@openpnc/x509/mac';
import type { Kysely } from 'kysely';
import type { AuthorizationRow, EmspTables } from './store/tables.ts';

/** What references stand on. */
interface AuthorizationPorts {
  readonly db: Kysely<EmspTables>;
  readonly clock: Clock;
  readonly random: Random;
  /** Told when rows could not be kept. */
  failed(error: unknown): void;
}

/** Gives references and keeps them. One for an eMSP. */
export class Authorizations {
  readonly #ports: AuthorizationPorts;
  /** A hub names its sessions itself, and asks again when it got no answer: the first row stays. */
  readonly #keep: (row: AuthorizationRow) => Promise<bigint>;
  #waiting: AuthorizationRow[] = [];
  #cancel: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #key: Promise<Uint8Array> | undefined;

  constructor(ports: AuthorizationPorts) {
    this.#ports = ports;
    this.#keep = compiledInsert(
      ports.db,
      'authorization',
      ['reference', 'id14', 'party', 'location_id', 'at'],
      (insert) => insert.onConflict((conflict) => conflict.doNothing()),
    );
  }

  /** Reads or makes the key ahead of the first question. */
  async prepare(): Promise<void> {
    await this.#secret();
  }

  /** A fresh reference for this contract at this party: 32 hex digits, half chance and half proof. Its row is kept soon. */
  async give(given: Omit<AuthorizationRow, 'reference'>): Promise<string> {
    const chance = this.#ports.random.bytes(PART);
    const reference = toHex(concatBytes(chance, proof(await this.#secret(), chance, given)));
    this.add({ ...given, reference });
    return reference;
  }

  /** Keeps a row soon: the first one waits for {@link GATHER_ms}, others that come meanwhile go with it. */
  add(row: AuthorizationRow): void {
    this.#waiting.push(row);
    const { clock } = this.#ports;
    this.#cancel ??= clock.alarm(clock.now() + GATHER_ms, () => void this.flush());
  }

  /** Resolves when everything that was given so far is durable, or has been told as failed. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const rows = this.#waiting;
    this.#waiting = [];
    if (rows.length > 0) this.#writing = this.#writing.then(() => this.#write(rows));
    await this.#writing;
  }

  /** Whether a reference of which there is no row was given for this contract at this party all the same. */
  async isOurs(reference: string, given: Pick<AuthorizationRow, 'id14' | 'party'>): Promise<boolean> {
    if (!/^[0-9a-f]{32}$/i.test(reference)) return false;
    const bytes = fromHex(reference.toLowerCase());
    return equalBytes(bytes.subarray(PART), proof(await this.#secret(), bytes.subarray(0, PART), given));
  }

  async #write(rows: readonly AuthorizationRow[]): Promise<void> {
    // Of one turn, so of one commit.
    const outcomes = await Promise.allSettled(rows.map(this.#keep));
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    if (lost) this.#ports.failed(lost.reason);
  }

  /** The key of the proofs: made at the first use, the same after a restart. */
  #secret(): Promise<Uint8Array> {
    this.#key ??= this.#readSecret().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  async #readSecret(): Promise<Uint8Array> {
    const { db, random } = this.#ports;
    await db
      .insertInto('secret')
      .values({ name: REFERENCES, value: toHex(random.bytes(32)) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const { value } = await db
      .selectFrom('secret')
      .select('value')
      .where('name', '=', REFERENCES)
      .executeTakeFirstOrThrow();
    return fromHex(value);
  }
}

function proof(key: Uint8Array, chance: Uint8Array, { id14, party }: Pick<AuthorizationRow, 'id14' | 'party'>) {
  return hmacSha256(key, concatBytes(chance, toUtf8(`${id14}\n${party}`))).slice(0, PART);
}

/** Bytes of chance and of proof in a reference: OCPI allows 36 characters without case. */
const PART = 8;
const REFERENCES = 'authorization_reference';
/** Each commit stops everybody for as long as the disk takes, so there is one a second; nothing is lost by waiting. */
const GATHER_ms: Millis = 1000;
