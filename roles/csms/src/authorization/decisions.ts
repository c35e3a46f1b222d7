/** Every answer to a token, kept with its reasons before it goes out, and told to the trace. @module */
import { BoundedMap } from '@openpnc/core/boundedMap';
import type { Millis } from '@openpnc/core/machine';
import { compiledInsert, compiledQuery } from '@openpnc/core/statements';
import type { IdTokenInfoType } from '@openpnc/ocpp/v201';
import type { CdrToken } from '@openpnc/roaming/ocpi/cdr';
import { sql } from 'kysely';
import { type Finding, traceFinding } from '../finding.ts';
import type { InnerPorts } from '../ports.ts';
import { SortableIds } from '../store/sortableId.ts';
import type { DecisionRow } from '../store/tables.ts';
import type { Decision } from './contractDecision.ts';
import { tokenKey } from './tokenList.ts';

/** What a decision is about. */
interface DecisionSubject {
  readonly station: string;
  readonly idToken: string;
  readonly type: string;
  readonly material: 'hash' | 'certificate' | 'both' | 'none';
  readonly traceId?: string | undefined;
  /** When the question came. */
  readonly arrived: Millis;
}

/** A kept decision. */
export interface KeptDecision {
  readonly id: string;
  readonly at: Millis;
  readonly source: string;
  readonly idTokenInfo: IdTokenInfoType;
}

/** What a session needs of the decision that it rests on; `cdrToken` where the eMSP told one. */
export interface SessionDecision extends Pick<DecisionRow, Exclude<(typeof SESSION_DECISION)[number], 'cdr_token'>> {
  readonly cdrToken: CdrToken | null;
}

/** The table of decisions, the latest of each token at each station, and the last ones by their id: a decision never changes. */
export class Decisions {
  readonly #ports: InnerPorts;
  readonly #latest = new BoundedMap<string, KeptDecision>(LATEST);
  readonly #recent = new BoundedMap<string, SessionDecision>(RECENT);
  readonly #put: (row: DecisionRow) => Promise<bigint>;
  readonly #find: (...parameters: readonly unknown[]) => Promise<readonly DecisionRow[]>;
  readonly #read: (id: unknown) => Promise<readonly Pick<DecisionRow, (typeof SESSION_DECISION)[number]>[]>;

  constructor(ports: InnerPorts) {
    this.#ports = ports;
    const { db } = ports;
    this.#put = compiledInsert(db, 'decision', [
      'id',
      'at',
      'station',
      'token',
      'token_type',
      'trace_id',
      'material',
      'certificate_status',
      'token_status',
      'source',
      'partner',
      'authorization_reference',
      'cdr_token',
      'id_token_info',
      'reasons',
      'took_ms',
    ]);
    this.#find = compiledQuery(
      db,
      db
        .selectFrom('decision')
        .selectAll()
        .where('token', '=', '')
        .where('token_type', '=', '')
        .where('station', '=', '')
        .where('id', '>=', '')
        .orderBy('id', 'desc')
        // Literal in every dialect: a parameter would be one more to give.
        .limit(sql.lit(1)),
    );
    this.#read = compiledQuery(db, db.selectFrom('decision').select(SESSION_DECISION).where('id', '=', ''));
  }

  /** Keeps a decision; resolves when it is durable. Its findings go into the trace. */
  async keep(subject: DecisionSubject, decision: Decision): Promise<KeptDecision> {
    const { clock, ids, trace, publish } = this.#ports;
    const { station, idToken, type, material, traceId, arrived } = subject;
    const now = clock.now();
    const at = Math.floor(now);
    const key = tokenKey(idToken, type);
    const row: DecisionRow = {
      id: ids.next(now),
      at,
      station,
      token: key,
      token_type: type,
      trace_id: traceId ?? null,
      material,
      certificate_status: decision.certificateStatus ?? null,
      token_status: decision.idTokenInfo.status,
      source: decision.source,
      partner: decision.partner,
      authorization_reference: decision.authorization_reference,
      cdr_token: decision.cdrToken && JSON.stringify(decision.cdrToken),
      id_token_info: JSON.stringify(decision.idTokenInfo),
      reasons:
        decision.findings.length === 0
          ? '[]'
          : JSON.stringify(decision.findings.map(({ code, severity, text }) => ({ code, severity, text }))),
      took_ms: now - arrived,
    };
    const kept = { id: row.id, at, source: decision.source, idTokenInfo: decision.idTokenInfo };
    this.#latest.set(`${station}\n${type}\n${key}`, kept);
    for (const finding of decision.findings) traceFinding(trace, at, traceId, finding);
    await this.#put(row);
    const { id, trace_id, token_status, source, partner, authorization_reference } = row;
    const { cdrToken } = decision;
    this.#recent.set(id, { id, trace_id, token_status, source, partner, authorization_reference, cdrToken });
    publish('decision', row);
    return kept;
  }

  /** The latest decision for a token at a station that is not older than `since`. */
  async latest(station: string, idToken: string, type: string, since: Millis): Promise<KeptDecision | undefined> {
    const key = tokenKey(idToken, type);
    const known = this.#latest.get(`${station}\n${type}\n${key}`);
    if (known) return known.at >= since ? known : undefined;
    const [row] = await this.#find(key, type, station, SortableIds.from(since));
    if (!row || row.at < since) return undefined;
    return { id: row.id, at: row.at, source: row.source, idTokenInfo: JSON.parse(row.id_token_info) };
  }

  /** A decision by its id. */
  async find(id: string): Promise<SessionDecision | undefined> {
    const known = this.#recent.get(id);
    if (known) return known;
    const [row] = await this.#read(id);
    if (!row) return undefined;
    const { cdr_token, ...rest } = row;
    const decision = { ...rest, cdrToken: cdr_token === null ? null : (JSON.parse(cdr_token) as CdrToken) };
    this.#recent.set(id, decision);
    return decision;
  }
}

/** The reasons of a stored decision. */
export function reasonsOf({ reasons }: Pick<DecisionRow, 'reasons'>): readonly Finding[] {
  return JSON.parse(reasons) as readonly Finding[];
}

const SESSION_DECISION = [
  'id',
  'trace_id',
  'token_status',
  'source',
  'partner',
  'authorization_reference',
  'cdr_token',
] as const satisfies readonly (keyof DecisionRow)[];

const LATEST = 50_000;
const RECENT = 20_000;
