/** The management API of the eMSP: contracts, CDRs and partners as JSON under `/api`, behind a bearer token. @module */
import { equalBytes, fromUtf8, toUtf8 } from '@openpnc/core/bytes';
import { displayEmaid } from '@openpnc/core/emaid';
import { OperatorError, ProtocolError } from '@openpnc/core/errors';
import { type HttpResponse, jsonResponse, type Route, type RoutedRequest } from '@openpnc/core/http';
import type { Clock } from '@openpnc/core/ports';
import { checked } from '@openpnc/roaming/ocpi/check';
import { jsonOf } from '@openpnc/roaming/ocpi/envelope';
import {
  changeCredentials,
  type Handshake,
  type HandshakeOutcome,
  invite,
  type Partner,
  register,
  unregister,
} from '@openpnc/roaming/ocpi/registration';
import { ocpiVersions } from '@openpnc/roaming/ocpi/values';
import { type Static, type TSchema, Type } from 'typebox';
import type { CdrFinding } from './cdrChecks.ts';
import {
  type ContractOutcome,
  type ContractPorts,
  type ContractProblem,
  changeContract,
  contractEvents,
  createContract,
  findContract,
  moveContract,
  orderCertificate,
} from './contracts.ts';
import { exportContracts, type ImportedRow, importContracts, importSummary } from './contractsCsv.ts';
import { type ContractRow, type ContractStatus, contractStatuses } from './store/tables.ts';

/** What the API needs. */
interface ApiPorts extends ContractPorts {
  readonly clock: Clock;
  readonly token: string;
  /** With the versions URL as the caller of the API reaches us. */
  handshake(headers: Readonly<Record<string, string>>): Handshake;
  /** Takes a partner's CDRs since a time. */
  pullCdrs(partner: Partner, from: number): Promise<object>;
  /** Pushes now what waits; undefined where tokens are not pushed. @returns how many went out */
  readonly pushTokens: (() => Promise<number>) | undefined;
  /** Something changed that others wait for. */
  changed(): void;
}

const closed = { additionalProperties: false } as const;
const time = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))?$',
});
const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const fields = {
  hasCredit: Type.Optional(Type.Boolean()),
  validFrom: Type.Optional(orNull(time)),
  validTo: Type.Optional(orNull(time)),
  language: Type.Optional(Type.String({ pattern: '^[a-z]{2}$' })),
  whitelist: Type.Optional(
    Type.Unsafe<'ALWAYS' | 'ALLOWED' | 'ALLOWED_OFFLINE' | 'NEVER'>(
      Type.String({ enum: ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'] }),
    ),
  ),
  groupId: Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 36 }))),
  allowedParties: Type.Optional(orNull(Type.Array(Type.String({ pattern: '^[A-Za-z]{2}[A-Za-z0-9]{3}$' })))),
  pcid: Type.Optional(orNull(Type.String())),
  reference: Type.Optional(orNull(Type.String({ maxLength: 255 }))),
};
const ContractChange = Type.Object(fields, closed);
const ContractOrder = Type.Object(
  {
    emaid: Type.Optional(Type.String()),
    status: Type.Optional(Type.Unsafe<'ordered' | 'active'>(Type.String({ enum: ['ordered', 'active'] }))),
    ...fields,
  },
  closed,
);
const Move = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 255 })) }, closed);
const CertificateOrder = Type.Object({ pcid: Type.Optional(Type.String()) }, closed);
const partnerOptions = {
  isTokenRaw: Type.Optional(Type.Boolean()),
  emaidType: Type.Optional(Type.String({ maxLength: 36 })),
  emaidForm: Type.Optional(
    Type.Unsafe<'plain14' | 'plain15' | 'hyphens' | 'asGiven'>(
      Type.String({ enum: ['plain14', 'plain15', 'hyphens', 'asGiven'] }),
    ),
  ),
};
const Invite = Type.Object(
  { id: Type.String({ pattern: '^[\\w.-]{1,64}$' }), name: Type.String({ minLength: 1 }), ...partnerOptions },
  closed,
);
const Register = Type.Object(
  {
    id: Type.String({ pattern: '^[\\w.-]{1,64}$' }),
    name: Type.String({ minLength: 1 }),
    versionsUrl: Type.String({ pattern: '^https?://\\S+$' }),
    tokenA: Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$' }),
    versions: Type.Optional(
      Type.Array(Type.Unsafe<'2.2.1' | '2.3.0'>(Type.String({ enum: [...ocpiVersions] })), { minItems: 1 }),
    ),
    ...partnerOptions,
  },
  closed,
);

/** The routes. Every answer is JSON (CSV where the path says so); an error is `{ error: { code, message } }`. */
export function apiRoutes(ports: ApiPorts): readonly Route[] {
  const { db, clock } = ports;
  const route = (
    method: Route['method'],
    path: string,
    handle: (request: RoutedRequest) => Promise<HttpResponse>,
  ): Route => ({ method, path: `/api${path}`, handler: (request) => guarded(ports, request, handle) });
  const body = <S extends TSchema>(schema: S, request: RoutedRequest): Static<S> =>
    checked(schema, jsonOf(request.body) ?? {}, 'body', { keepNulls: true });
  return [
    route('GET', '/contracts', async ({ query }) => {
      const status = query.get('status');
      const limit = Math.min(Number(query.get('limit') ?? 100) || 100, 1000);
      let rows = db
        .selectFrom('contract')
        .selectAll()
        .where('id14', '>', query.get('after') ?? '')
        .orderBy('id14')
        .limit(limit);
      if (status !== null) rows = rows.where('status', '=', status as ContractStatus);
      const found = await rows.execute();
      const after = found.length === limit ? found.at(-1)!.id14 : undefined;
      return jsonResponse(200, { contracts: found.map(contractJson), ...(after !== undefined && { after }) });
    }),
    route('POST', '/contracts', async (request) => {
      const outcome = await createContract(ports, timed(body(ContractOrder, request)), clock.now());
      return answer(ports, outcome, 201);
    }),
    route('GET', '/contracts/:emaid', async ({ params }) => {
      const contract = await findContract(db, params.emaid!);
      return contract ? jsonResponse(200, contractJson(contract)) : unknownContract(params.emaid!);
    }),
    route('PATCH', '/contracts/:emaid', async (request) => {
      const change = timed(body(ContractChange, request));
      return answer(ports, await changeContract(db, request.params.emaid!, change, clock.now()), 200);
    }),
    ...contractStatuses
      .filter((status) => status !== 'ordered')
      .map((status) =>
        route('POST', `/contracts/:emaid/${VERBS[status]}`, async (request) => {
          const { reason } = body(Move, request);
          const how = { now: clock.now(), ...(reason !== undefined && { reason }) };
          return answer(ports, await moveContract(db, request.params.emaid!, status, how), 200);
        }),
      ),
    route('POST', '/contracts/:emaid/certificate', async (request) => {
      const order = body(CertificateOrder, request);
      return answer(ports, await orderCertificate(db, request.params.emaid!, order, clock.now()), 202);
    }),
    route('GET', '/contracts/:emaid/events', async ({ params }) => {
      const contract = await findContract(db, params.emaid!);
      if (!contract) return unknownContract(params.emaid!);
      const events = await contractEvents(db, contract.id14);
      return jsonResponse(200, {
        events: events.map(({ at, event, reason }) => ({ at: new Date(at).toISOString(), event, reason })),
      });
    }),
    route('GET', '/contracts.csv', async () => {
      let text = '';
      for await (const lines of exportContracts(db)) text += lines;
      return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: toUtf8(text) };
    }),
    route('POST', '/contracts.csv', async (request) => {
      const rows: ImportedRow[] = [];
      for await (const row of importContracts(ports, textOf(request.body), clock.now())) rows.push(row);
      ports.changed();
      return jsonResponse(200, { summary: importSummary(rows), rows });
    }),
    route('GET', '/cdrs', async ({ query }) => {
      const limit = Math.min(Number(query.get('limit') ?? 100) || 100, 1000);
      let rows = db
        .selectFrom('cdr')
        .selectAll()
        .where('key', '>', query.get('after') ?? '')
        .orderBy('key')
        .limit(limit);
      if (query.get('emaid') !== null) {
        const contract = await findContract(db, query.get('emaid')!);
        if (!contract) return unknownContract(query.get('emaid')!);
        rows = rows.where('id14', '=', contract.id14);
      }
      if (query.get('inQuestion') === 'true') rows = rows.where('findings', '!=', '[]');
      const found = await rows.execute();
      const after = found.length === limit ? found.at(-1)!.key : undefined;
      return jsonResponse(200, {
        cdrs: found.map(({ key, party, version, received_at, findings, body: cdr }) => ({
          key,
          party,
          version,
          receivedAt: new Date(received_at).toISOString(),
          findings: JSON.parse(findings) as CdrFinding[],
          cdr: JSON.parse(cdr) as unknown,
        })),
        ...(after !== undefined && { after }),
      });
    }),
    route('POST', '/tokens/push', async () => {
      if (!ports.pushTokens)
        return failure(409, 'push_is_off', 'tokens are not pushed: OCPI 2.3.0 advises against it; set pushTokens');
      const pushed = await ports.pushTokens();
      const waiting = await db
        .selectFrom('token_push')
        .select(['partner', ({ fn }) => fn.countAll<number>().as('count')])
        .groupBy('partner')
        .execute();
      return jsonResponse(200, {
        pushed,
        waiting: waiting.map(({ partner, count }) => ({ partner, count: Number(count) })),
      });
    }),
    route('GET', '/partners', async ({ headers }) => {
      const partners = await ports.handshake(headers).store.list();
      return jsonResponse(200, { partners: partners.map(partnerJson) });
    }),
    route('POST', '/partners/invite', async (request) => {
      const { id, name, ...options } = body(Invite, request);
      return jsonResponse(201, await invite(ports.handshake(request.headers), id, name, options));
    }),
    route('POST', '/partners/register', async (request) => {
      const outcome = await register(ports.handshake(request.headers), body(Register, request));
      ports.changed();
      return handshakeAnswer(outcome);
    }),
    route('POST', '/partners/:id/credentials', async ({ params, headers }) =>
      handshakeAnswer(await changeCredentials(ports.handshake(headers), params.id!)),
    ),
    route('POST', '/partners/:id/pull-cdrs', async ({ params, headers, query }) => {
      const partner = await ports.handshake(headers).store.find(params.id!);
      if (!partner) return failure(404, 'partner_unknown', `no partner ${params.id}`);
      const from = Date.parse(query.get('from') ?? '1970-01-01');
      if (Number.isNaN(from)) return failure(400, 'invalid_parameters', `from: not a time: ${query.get('from')}`);
      return jsonResponse(200, await ports.pullCdrs(partner, from));
    }),
    route('DELETE', '/partners/:id', async ({ params, headers }) =>
      handshakeAnswer(await unregister(ports.handshake(headers), params.id!)),
    ),
  ];
}

/** @throws ProtocolError `not_utf8` */
function textOf(body: Uint8Array = new Uint8Array(0)): string {
  try {
    return fromUtf8(body);
  } catch (cause) {
    throw new ProtocolError('not_utf8', 'the body is not UTF-8', { cause });
  }
}

async function guarded(
  { token }: ApiPorts,
  request: RoutedRequest,
  handle: (request: RoutedRequest) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const sent = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!equalBytes(toUtf8(sent), toUtf8(token)))
    return failure(401, 'not_authenticated', 'expected Authorization: Bearer <apiToken>');
  try {
    return await handle(request);
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof OperatorError)
      return failure(400, error.code, error.message);
    throw error;
  }
}

function answer(ports: ApiPorts, outcome: ContractOutcome, status: number): HttpResponse {
  if (!outcome.ok) return failure(PROBLEM_STATUS[outcome.code] ?? 400, outcome.code, outcome.text);
  ports.changed();
  return jsonResponse(status, contractJson(outcome.contract));
}

function handshakeAnswer(outcome: HandshakeOutcome): HttpResponse {
  if (outcome.ok) return jsonResponse(200, partnerJson(outcome.partner));
  return failure(outcome.problem === 'wrong_state' ? 409 : 502, outcome.problem, outcome.text);
}

/** A contract for people and programs. */
function contractJson(row: ContractRow): object {
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    emaid: displayEmaid(row.emaid),
    status: row.status,
    hasCredit: row.has_credit === 1,
    validFrom: iso(row.valid_from),
    validTo: iso(row.valid_to),
    language: row.language,
    whitelist: row.whitelist,
    groupId: row.group_id,
    allowedParties: row.allowed_parties === null ? null : (JSON.parse(row.allowed_parties) as string[]),
    pcid: row.pcid,
    reference: row.reference,
    certificate: { state: row.certificate_state, id: row.certificate_id, notAfter: iso(row.certificate_not_after) },
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

/** Without its tokens. */
function partnerJson({ tokenIn: _, tokenInNext: __, tokenOut: ___, ...partner }: Partner): object {
  return partner;
}

function timed<T extends { validFrom?: string | null; validTo?: string | null }>({ validFrom, validTo, ...rest }: T) {
  const millis = (text: string | null) => (text === null ? null : Date.parse(text));
  return {
    ...rest,
    ...(validFrom !== undefined && { validFrom: millis(validFrom) }),
    ...(validTo !== undefined && { validTo: millis(validTo) }),
  };
}

function failure(status: number, code: string, message: string): HttpResponse {
  return jsonResponse(status, { error: { code, message } });
}

function unknownContract(emaid: string): HttpResponse {
  return failure(404, 'contract_unknown', `no contract ${emaid}`);
}

const PROBLEM_STATUS: Readonly<Partial<Record<ContractProblem['code'], number>>> = {
  contract_unknown: 404,
  contract_exists: 409,
  transition_not_allowed: 409,
};

const VERBS: Readonly<Record<ContractStatus, string>> = {
  ordered: 'order',
  active: 'activate',
  blocked: 'block',
  expired: 'expire',
  terminated: 'terminate',
};
