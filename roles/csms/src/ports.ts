/** What the CSMS needs of the world. @module */
import type { HttpHandler } from '@openpnc/core/http';
import type { Clock, PasswordHash, Publish, Random } from '@openpnc/core/ports';
import type { Trace } from '@openpnc/core/trace';
import type { Kysely } from 'kysely';
import type { SortableIds } from './store/sortableId.ts';
import type { CsmsTables } from './store/tables.ts';

/** The doors of the role. */
export interface CsmsPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** Migrated with `csmsMigrations`. */
  readonly db: Kysely<CsmsTables>;
  /** Calls eMSPs and OCSP responders; addresses from a certificate come with a guard. */
  readonly http: HttpHandler;
  readonly passwords: PasswordHash;
  readonly trace: Trace;
  /** Topics: `station`, `session`, `decision`, `trust`, `trace`. */
  readonly publish: Publish;
}

/** The doors with what the role makes of them for itself. */
export interface InnerPorts extends CsmsPorts {
  readonly ids: SortableIds;
}
