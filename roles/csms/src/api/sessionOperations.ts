/** Sessions and decisions over HTTP. @module */
import { parseEmaid } from '@openpnc/core/emaid';
import Type from 'typebox';
import { reasonsOf } from '../authorization/decisions.ts';
import type { Services } from '../services.ts';
import { CDR, cdrSubject, takenCdrId } from '../sessions/cdrWork.ts';
import { gapsOf, rangesOf } from '../sessions/foldEvent.ts';
import type { DecisionRow, OutboxRow, SessionRow } from '../store/tables.ts';
import { ApiProblem, type Operation, operation } from './operation.ts';
import { cut, MaybeText, MaybeTime, pageOf, pageQuery, Time, time } from './page.ts';

const MaybeNumber = Type.Union([Type.Number(), Type.Null()]);
const Session = Type.Object({
  station: Type.String(),
  transactionId: Type.String(),
  evseId: MaybeNumber,
  connectorId: MaybeNumber,
  idToken: MaybeText,
  idTokenType: MaybeText,
  startedAt: Time,
  endedAt: MaybeTime,
  chargingState: MaybeText,
  stoppedReason: MaybeText,
  energy_Wh: MaybeNumber,
  missingEvents: Type.Array(Type.Array(Type.Integer()), {
    description: 'Ranges of sequence numbers that have not come',
  }),
  decisionId: MaybeText,
  cdrId: MaybeText,
});
const Cdr = Type.Object({
  state: Type.String({ description: 'waiting, done, refused' }),
  partner: MaybeText,
  attempts: Type.Integer(),
  lastError: MaybeText,
  location: MaybeText,
  body: Type.Unknown({ description: 'The CDR as OCPI 2.3.0 has it, once it is made' }),
});
const SessionDetail = Type.Object({
  ...Session.properties,
  events: Type.Array(Type.Unknown()),
  cdr: Type.Union([Cdr, Type.Null()]),
});
const Decision = Type.Object({
  id: Type.String(),
  at: Time,
  station: Type.String(),
  token: Type.String(),
  tokenType: Type.String(),
  traceId: MaybeText,
  material: Type.String(),
  certificateStatus: MaybeText,
  tokenStatus: Type.String(),
  source: Type.String({ description: 'realtime, list, cache, fallback, local, none' }),
  partner: MaybeText,
  authorizationReference: MaybeText,
  reasons: Type.Array(Type.Object({ code: Type.String(), severity: Type.String(), text: Type.String() })),
  took_ms: Type.Number(),
});
const oneSession = Type.Object({ station: Type.String(), transactionId: Type.String() });

/** The operations. */
export function sessionOperations({ ports, sessions, outbox }: Services): readonly Operation[] {
  const { db } = ports;
  const cdrWork = (station: string, transactionId: string): Promise<OutboxRow | undefined> =>
    db
      .selectFrom('outbox')
      .selectAll()
      .where('kind', '=', CDR)
      .where('subject', '=', cdrSubject(station, transactionId))
      .executeTakeFirst();
  /** The CDRs of sessions that eMSPs have taken, by their subjects. */
  const takenCdrs = async (rows: readonly SessionRow[]) => {
    if (rows.length === 0) return new Map<string, OutboxRow>();
    const subjects = rows.map(({ station, transaction_id }) => cdrSubject(station, transaction_id));
    const works = await db
      .selectFrom('outbox')
      .selectAll()
      .where('kind', '=', CDR)
      .where('subject', 'in', subjects)
      .where('state', '=', 'done')
      .execute();
    return new Map(works.map((work) => [work.subject, work]));
  };
  return [
    operation(
      {
        method: 'GET',
        path: '/sessions',
        summary: 'Sessions, latest first',
        tag: 'sessions',
        role: 'viewer',
        query: Type.Object({
          ...pageQuery,
          station: Type.Optional(Type.String()),
          eMAID: Type.Optional(Type.String({ description: 'In any spelling' })),
          isRunning: Type.Optional(Type.Boolean()),
        }),
        response: pageOf(Session),
      },
      async ({ query: { limit, after, station, eMAID, isRunning } }) => {
        let rows = db
          .selectFrom('charging_session')
          .selectAll()
          .orderBy('started_at', 'desc')
          .orderBy('station', 'desc')
          .orderBy('transaction_id', 'desc')
          .limit(limit + 1);
        if (station !== undefined) rows = rows.where('station', '=', station);
        if (eMAID !== undefined) rows = rows.where('id14', '=', emaidOf(eMAID));
        if (isRunning !== undefined) rows = rows.where('ended_at', isRunning ? 'is' : 'is not', null);
        if (after !== undefined) {
          const [at, afterStation, transaction] = cursorOf(after);
          rows = rows.where(({ eb, and, or }) =>
            or([
              eb('started_at', '<', at),
              and([eb('started_at', '=', at), eb('station', '<', afterStation)]),
              and([
                eb('started_at', '=', at),
                eb('station', '=', afterStation),
                eb('transaction_id', '<', transaction),
              ]),
            ]),
          );
        }
        const cursor = (row: SessionRow) =>
          btoa(encodeURIComponent(JSON.stringify([row.started_at, row.station, row.transaction_id])));
        const found = await rows.execute();
        const taken = await takenCdrs(found);
        return {
          value: cut(found, limit, cursor, (row) =>
            sessionView(sessions.current(row), takenCdrId(taken.get(cdrSubject(row.station, row.transaction_id)))),
          ),
        };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/sessions/:station/:transactionId',
        summary: 'One session with its events and its CDR',
        tag: 'sessions',
        role: 'viewer',
        params: oneSession,
        response: SessionDetail,
      },
      async ({ params: { station, transactionId } }) => {
        const session = await sessions.find(station, transactionId);
        if (!session) throw unknown(station, transactionId);
        const work = await cdrWork(station, transactionId);
        return {
          value: {
            ...sessionView(session, takenCdrId(work)),
            events: await sessions.events(station, transactionId),
            cdr: work
              ? {
                  state: work.state,
                  partner: work.partner,
                  attempts: work.attempts,
                  lastError: work.last_error,
                  location: work.result,
                  body: work.body === null ? null : JSON.parse(work.body),
                }
              : null,
          },
        };
      },
    ),
    operation(
      {
        method: 'POST',
        path: '/sessions/:station/:transactionId/cdr/send',
        summary: 'Send the CDR of a session now, also one that the eMSP refused before',
        tag: 'sessions',
        role: 'operator',
        params: oneSession,
        status: 204,
      },
      async ({ params: { station, transactionId } }) => {
        if (!(await outbox.again(CDR, cdrSubject(station, transactionId))))
          throw new ApiProblem(409, 'no_open_cdr', 'the session has no CDR that waits or was refused');
        return { value: undefined };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/decisions',
        summary: 'Answers to tokens with their reasons, latest first',
        tag: 'decisions',
        role: 'viewer',
        query: Type.Object({
          ...pageQuery,
          station: Type.Optional(Type.String()),
          eMAID: Type.Optional(Type.String({ description: 'In any spelling' })),
          traceId: Type.Optional(Type.String()),
          tokenStatus: Type.Optional(Type.String()),
        }),
        response: pageOf(Decision),
      },
      async ({ query: { limit, after, station, eMAID, traceId, tokenStatus } }) => {
        let rows = db
          .selectFrom('decision')
          .selectAll()
          .orderBy('id', 'desc')
          .limit(limit + 1);
        if (after !== undefined) rows = rows.where('id', '<', after);
        if (station !== undefined) rows = rows.where('station', '=', station);
        if (eMAID !== undefined) rows = rows.where('token', '=', emaidOf(eMAID)).where('token_type', '=', 'eMAID');
        if (traceId !== undefined) rows = rows.where('trace_id', '=', traceId);
        if (tokenStatus !== undefined) rows = rows.where('token_status', '=', tokenStatus);
        return { value: cut(await rows.execute(), limit, ({ id }) => id, decisionView) };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/decisions/:id',
        summary: 'One decision',
        tag: 'decisions',
        role: 'viewer',
        params: Type.Object({ id: Type.String() }),
        response: Decision,
      },
      async ({ params: { id } }) => {
        const row = await db.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirst();
        if (!row) throw new ApiProblem(404, 'decision_unknown', `no decision ${id}`);
        return { value: decisionView(row) };
      },
    ),
  ];
}

function sessionView(row: SessionRow, cdrId: string | null): object {
  const { meter_first_wh, meter_last_wh } = row;
  return {
    station: row.station,
    transactionId: row.transaction_id,
    evseId: row.evse_id,
    connectorId: row.connector_id,
    idToken: row.token,
    idTokenType: row.token_type,
    startedAt: time(row.started_at),
    endedAt: time(row.ended_at),
    chargingState: row.charging_state,
    stoppedReason: row.stopped_reason,
    energy_Wh: meter_first_wh === null || meter_last_wh === null ? null : meter_last_wh - meter_first_wh,
    missingEvents: gapsOf(rangesOf(row)),
    decisionId: row.decision_id,
    cdrId,
  };
}

function decisionView(row: DecisionRow): object {
  return {
    id: row.id,
    at: time(row.at),
    station: row.station,
    token: row.token,
    tokenType: row.token_type,
    traceId: row.trace_id,
    material: row.material,
    certificateStatus: row.certificate_status,
    tokenStatus: row.token_status,
    source: row.source,
    partner: row.partner,
    authorizationReference: row.authorization_reference,
    reasons: reasonsOf(row),
    took_ms: row.took_ms,
  };
}

function emaidOf(text: string): string {
  const emaid = parseEmaid(text);
  if (!emaid) throw new ApiProblem(422, 'emaid_malformed', `query.eMAID: '${text}' is not an eMAID`);
  return emaid.id14;
}

function cursorOf(after: string): readonly [number, string, string] {
  try {
    return JSON.parse(decodeURIComponent(atob(after))) as [number, string, string];
  } catch {
    throw new ApiProblem(422, 'invalid_request', 'query.after: not the `next` of a page');
  }
}

function unknown(station: string, transactionId: string): ApiProblem {
  return new ApiProblem(404, 'session_unknown', `no transaction ${transactionId} of ${station}`);
}
