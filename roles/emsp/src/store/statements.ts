/** Statements of the hot path, compiled once: Kysely's own compilation costs more than the statement itself. @module */
import type { CompiledQuery, Kysely } from 'kysely';
import type { EmspTables } from './tables.ts';

/** A query compiled once from one that was built with `parameters`; each run puts its own in their place. */
export function compiledQuery<Row>(
  db: Kysely<EmspTables>,
  build: { compile(): CompiledQuery<Row> },
): (...parameters: readonly unknown[]) => Promise<readonly Row[]> {
  const query: CompiledQuery<Row> = build.compile();
  return async (...parameters) => (await db.executeQuery<Row>({ ...query, parameters })).rows;
}
