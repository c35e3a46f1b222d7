/** The eMSP: contracts, authorization by OCPI and OICP, CDR intake, partners and the management API, as one table of routes. @module */
import { equalBytes, toUtf8 } from '@openpnc/core/bytes';
import { withFirst } from '@openpnc/core/deadline';
import { HttpFailure, type HttpHandler, type Route } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import type { Clock, Random } from '@openpnc/core/ports';
import type { Trace } from '@openpnc/core/trace';
import { ocpiError } from '@openpnc/roaming/errors';
import { endpointOf, type OcpiExchange, type OcpiPorts } from '@openpnc/roaming/ocpi/call';
import { type CdrToken, cdrFrom } from '@openpnc/roaming/ocpi/cdr';
import type { Location } from '@openpnc/roaming/ocpi/location';
import { locationRoutes, type OwnedRules, ownedRoutes, ownedSessions } from '@openpnc/roaming/ocpi/owned';
import { listRoute, pull } from '@openpnc/roaming/ocpi/paging';
import {
  callerByToken,
  changeCredentials,
  connectionOf,
  credentialsRoutes,
  type Handshake,
  type Partner,
  type PartnerStore,
  type RegisteredCaller,
} from '@openpnc/roaming/ocpi/registration';
import { cdrsReceiverRoutes, tokensSenderRoutes } from '@openpnc/roaming/ocpi/routes';
import { type OcpiRoute, type OcpiServed, ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import type { Session } from '@openpnc/roaming/ocpi/session';
import { throttle } from '@openpnc/roaming/ocpi/throttle';
import { emaidTokenType } from '@openpnc/roaming/ocpi/token';
import { isSameParty, type OcpiVersion, ocpiVersions, partyKey } from '@openpnc/roaming/ocpi/values';
import { type ServedModule, versionsRoutes } from '@openpnc/roaming/ocpi/versions';
import type { Kysely } from 'kysely';
import { Type } from 'typebox';
import { apiRoutes } from './api.ts';
import { Authorizations } from './authorizations.ts';
import { authorize, tokenOf, traceIdOf } from './authorize.ts';
import { readCdr, takeCdr } from './cdrs.ts';
import { type ContractCertificates, settleCertificates } from './certificates.ts';
import { type ContractPorts, type ContractSeed, expireContracts, isContract, seedContracts } from './contracts.ts';
import { pushTokens } from './listPush.ts';
import { oicpRoutes } from './oicp.ts';
import type { EmspSettings } from './settings.ts';
import { sqlOwnedStore, sqlPartnerStore } from './store/partners.ts';
import type { EmspTables } from './store/tables.ts';
import { type Counts, tokenPage } from './tokenList.ts';

/** What the eMSP needs of the world. */
export interface EmspPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  /** Migrated with `emspMigrations`. */
  readonly db: Kysely<EmspTables>;
  /** For handshakes, pushes and pulls; without it the eMSP only answers. */
  readonly http?: HttpHandler;
  /** The PKI; without it certificates that contracts order stay ordered. */
  readonly certificates?: ContractCertificates;
}

/** An eMSP in operation. */
export interface Emsp {
  /** To mount on a server: OCPI under `/ocpi` (a CPO begins at `/ocpi/versions`), the API under `/api`, OICP under `/api/oicp`. */
  readonly routes: readonly Route[];
  /** Contracts by code, for a command line: `createContract`, `importContracts` and the like take it. */
  readonly contracts: ContractPorts;
  /** Puts contracts in, for the lab and for tests. */
  seedContracts(seeds: readonly ContractSeed[]): Promise<void>;
  /** Does once what waits: expiries, certificates, tokens to push, credentials to renew. */
  settle(): Promise<Settled>;
  /** Settles again and again until `signal` aborts: after each change at once, else every `retry_s`. */
  run(signal: AbortSignal): Promise<void>;
}

/** How much was done. */
export interface Settled {
  readonly expired: number;
  readonly certificates: number;
  readonly pushed: number;
  readonly renewed: number;
}

/** Makes an eMSP of its settings and ports. */
export function createEmsp(settings: EmspSettings, ports: EmspPorts): Emsp {
  const { random, trace, db, certificates } = ports;
  const clock = wholeMillis(ports.clock);
  const us = { country_code: settings.country_code, party_id: settings.party_id };
  const partners = sqlPartnerStore(db, { pushTokens: settings.pushTokens });
  const ocpi: OcpiPorts = {
    http: ports.http ?? noHttp,
    clock: ports.clock,
    random,
    seen: (exchange) => traceExchange(trace, settings, exchange),
  };
  const publicUrl = (headers: Headers = {}) => settings.publicUrl ?? `http://${headers.host ?? 'localhost'}`;
  const handshakeFor = (headers: Headers = {}): Handshake => ({
    ports: ocpi,
    store: partners,
    roles: [{ role: 'EMSP', ...us, business_details: { name: settings.name } }],
    versionsUrl: (asked) => `${publicUrl(asked ?? headers)}${BASE}/versions`,
    required: [],
    call_ms: settings.call_ms,
  });
  const contracts: ContractPorts = { db, random, party: us, whitelist: settings.whitelist };
  const authorizations = new Authorizations({
    db,
    clock,
    random,
    failed: (error) =>
      trace({
        type: 'finding',
        party: 'emsp',
        at: clock.now(),
        code: 'emsp_authorization_not_kept',
        severity: 'warning',
        text: `authorizations could not be kept: ${String(error)}`,
      }),
  });
  let wake = () => {};

  // One at a time: two would push the same tokens.
  let pushing: Promise<number> | undefined;
  const push = (): Promise<number> => {
    pushing ??= pushTokens({ db, ocpi, partners, settings, trace }).finally(() => {
      pushing = undefined;
    });
    return pushing;
  };

  const settle = async (): Promise<Settled> => ({
    expired: await expireContracts(db, clock.now()),
    certificates: certificates
      ? await settleCertificates({ db, certificates, clock, trace, call_ms: settings.call_ms })
      : 0,
    pushed: settings.pushTokens ? await push() : 0,
    renewed: await renewCredentials(settings, handshakeFor()),
  });

  return {
    contracts,
    routes: [
      ...ocpiTable(settings, ports, { ocpi, authorizations, partners, handshake: handshakeFor(), publicUrl }),
      ...(settings.apiToken === undefined
        ? []
        : apiRoutes({
            ...contracts,
            clock,
            token: settings.apiToken,
            handshake: handshakeFor,
            pullCdrs: (partner, from) =>
              pullCdrs(settings, { ...ports, clock }, { ocpi, authorizations }, partner, from),
            pushTokens: settings.pushTokens ? push : undefined,
            changed: () => wake(),
          })),
      ...oicpRoutes(settings, { db, clock, trace, authorizations }),
    ],
    seedContracts: (seeds) => seedContracts(db, seeds, { now: clock.now(), whitelist: settings.whitelist }),
    settle,
    run: async (signal) => {
      await authorizations.prepare();
      while (!signal.aborted) {
        // A change that comes while we settle ends the pause before it begins.
        const woken = new AbortController();
        wake = () => woken.abort();
        try {
          await settle();
        } catch (error) {
          // What waits is still there: the next round tries it again.
          const text = `what waits could not be done: ${error instanceof Error ? error.message : String(error)}`;
          trace({
            type: 'finding',
            party: 'emsp',
            at: clock.now(),
            code: 'emsp_settle_failed',
            severity: 'warning',
            text,
          });
        }
        await withFirst([signal, woken.signal], (first) => clock.sleep(settings.retry_s * 1000, first)).catch(() => {});
      }
      await authorizations.flush();
    },
  };
}

/** A clock for what is kept: its times are whole milliseconds, as the columns are. */
function wholeMillis(clock: Clock): Clock {
  return {
    now: () => Math.floor(clock.now()),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    alarm: (at, ring) => clock.alarm(at, ring),
  };
}

type Headers = Readonly<Record<string, string>>;

interface OcpiParts {
  readonly ocpi: OcpiPorts;
  readonly authorizations: Authorizations;
  readonly partners: PartnerStore;
  readonly handshake: Handshake;
  publicUrl(headers: Headers): string;
}

function ocpiTable(
  settings: EmspSettings,
  { clock: exact, random, trace, db }: EmspPorts,
  { authorizations, partners, handshake, publicUrl }: OcpiParts,
): readonly Route[] {
  const clock = wholeMillis(exact);
  const business = { db, random, trace, settings, authorizations };
  const rules = { skew_ms: settings.clockSkew_s * 1000 };
  const sessions = sqlOwnedStore<Session>(db, 'sessions', clock);
  const sessionRules: OwnedRules<Session> = {
    ...rules,
    admit: (session, kept) => admitSession(db, settings, session, kept),
  };
  const locations = sqlOwnedStore<Location>(db, 'locations', clock);
  const counts: Counts = new Map();
  const fixed = settings.partners.map(fixedCaller);
  const versionRoutes = (version: OcpiVersion): readonly OcpiRoute<RegisteredCaller>[] => {
    const base = `${BASE}/${version}`;
    return [
      ...credentialsRoutes(version, `${base}/credentials`, handshake),
      ...tokensSenderRoutes<RegisteredCaller>(version, `${base}/tokens`, {
        authorize: (asked) => authorize(business, asked),
      }),
      listRoute(version, {
        path: `${base}/tokens`,
        message: 'GET tokens',
        maxLimit: settings.pageLimit,
        publicUrl,
        page: (query, { caller }) =>
          tokenPage(db, query, counts, clock.now(), (row) =>
            tokenOf(row, caller.partner.emaidType ?? emaidTokenType(version), settings),
          ),
      }),
      ...cdrsReceiverRoutes<RegisteredCaller>(version, `${base}/cdrs`, {
        take: async (cdr, { now, correlationId, headers }) => {
          const { key, isNew } = await takeCdr(business, cdr, { version, now, ...traceIdOf(correlationId) });
          return { location: `${publicUrl(headers)}${base}/cdrs/${key}`, isNew };
        },
        find: (key, { caller }) => readCdr(db, key, caller.parties.map(partyKey)),
      }),
      ...ownedRoutes<Session, RegisteredCaller>(version, `${base}/sessions`, ownedSessions, sessions, sessionRules),
      ...locationRoutes<RegisteredCaller>(version, `${base}/locations`, locations, rules),
    ];
  };
  return ocpiRoutes<RegisteredCaller>(
    {
      clock: exact,
      random,
      parties: [settings],
      authenticate: (token) => authenticated(settings, fixed, partners, clock, token),
      throttle: throttle(clock, settings.rate),
      seen: (served) => traceServed(trace, settings, served),
    },
    [
      ...versionsRoutes<RegisteredCaller>(
        BASE,
        Object.fromEntries(ocpiVersions.map((version) => [version, modulesOf(version)])),
        publicUrl,
      ),
      ...ocpiVersions.flatMap(versionRoutes),
    ],
  );
}

/** By the tokens of the settings, of invitations that nobody has taken yet, and of registered partners. */
async function authenticated(
  settings: EmspSettings,
  fixed: readonly FixedCaller[],
  partners: PartnerStore,
  clock: Clock,
  token: string,
): Promise<RegisteredCaller | undefined> {
  const presented = toUtf8(token);
  const known = fixed.find((one) => equalBytes(one.token, presented));
  if (known) return known.caller;
  const invitation = settings.invitations.find(({ tokenA }) => equalBytes(toUtf8(tokenA), presented));
  if (invitation && !(await partners.find(invitation.id))) {
    const { id, name, tokenA } = invitation;
    const invited = { id, name, state: 'invited', tokenIn: tokenA, endpoints: [], roles: [], changedAt: clock.now() };
    await partners.save(invited as Partner, undefined);
  }
  return callerByToken(partners, token);
}

/** A partner of the settings, by its token. */
interface FixedCaller {
  readonly token: Uint8Array;
  readonly caller: RegisteredCaller;
}

/** It has no handshake: it is registered for good. */
function fixedCaller({ name, token, parties }: EmspSettings['partners'][number]): FixedCaller {
  const partner: Partner = {
    id: `settings/${name}`,
    name,
    state: 'registered',
    tokenIn: token,
    endpoints: [],
    roles: parties.map((party) => ({ role: 'CPO', ...party, business_details: { name } })),
    changedAt: 0,
  };
  return { token: toUtf8(token), caller: { name, parties, partner } };
}

/** Sessions are taken for our own contracts only: the first time, for what `kept` names was looked for then. */
async function admitSession(
  db: Kysely<EmspTables>,
  settings: EmspSettings,
  { cdr_token }: Session,
  kept: Session | undefined,
): Promise<void> {
  const isKnown =
    kept !== undefined && kept.cdr_token.contract_id === cdr_token.contract_id && kept.cdr_token.uid === cdr_token.uid;
  const isOurs = async ({ contract_id, uid }: CdrToken) =>
    (await isContract(db, contract_id)) || (await isContract(db, uid));
  if (!isSameParty(cdr_token, settings) || !(isKnown || (await isOurs(cdr_token))))
    throw ocpiError('unknown_cdr_token', `Session.cdr_token: no contract ${cdr_token.contract_id} of this eMSP`);
}

/** A partner's CDRs since a time: those that it could not push, or did not. */
async function pullCdrs(
  settings: EmspSettings,
  { clock, random, trace, db }: EmspPorts,
  { ocpi, authorizations }: Pick<OcpiParts, 'ocpi' | 'authorizations'>,
  partner: Partner,
  from: Millis,
): Promise<object> {
  const connection = connectionOf(partner, settings, 'CPO');
  const url = connection && endpointOf(connection, 'cdrs', 'SENDER');
  if (!connection || url === undefined)
    return { ok: false, problem: 'no_endpoint', text: `${partner.name} has no cdrs module of role SENDER` };
  const { version } = connection;
  const refused: { readonly id: string; readonly text: string }[] = [];
  let [taken, known] = [0, 0];
  const outcome = await pull(
    ocpi,
    connection,
    { url, message: 'GET cdrs', schema: Type.Object({ id: Type.String() }), from },
    { page_ms: settings.call_ms },
    async ({ items, faulty }) => {
      refused.push(...faulty.map(({ index, text }) => ({ id: `#${index}`, text })));
      for (const item of items) {
        try {
          const cdr = cdrFrom(version, item);
          if (!partner.roles.some((role) => isSameParty(role, cdr)))
            throw ocpiError('invalid_parameters', `${partyKey(cdr)}: not a party of ${partner.name}`);
          const { isNew } = await takeCdr({ db, random, settings, trace, authorizations }, cdr, {
            version,
            now: clock.now(),
          });
          if (isNew) taken += 1;
          else known += 1;
        } catch (error) {
          refused.push({ id: item.id, text: (error as Error).message });
        }
      }
    },
  );
  return { ...outcome, taken, known, refused };
}

/** Renews the credentials of partners that are old; only where we know how others reach us. @returns how many. */
async function renewCredentials(settings: EmspSettings, handshake: Handshake): Promise<number> {
  if (settings.rotate_days === 0 || settings.publicUrl === undefined) return 0;
  const due = handshake.ports.clock.now() - settings.rotate_days * 86_400_000;
  let renewed = 0;
  for (const { id, state, changedAt, version } of await handshake.store.list()) {
    if (state !== 'registered' || changedAt > due || version === undefined) continue;
    if ((await changeCredentials(handshake, id, [version])).ok) renewed += 1;
  }
  return renewed;
}

function modulesOf(version: OcpiVersion): readonly ServedModule[] {
  const base = `${BASE}/${version}`;
  return [
    { identifier: 'credentials', role: 'RECEIVER', path: `${base}/credentials` },
    { identifier: 'tokens', role: 'SENDER', path: `${base}/tokens` },
    { identifier: 'cdrs', role: 'RECEIVER', path: `${base}/cdrs` },
    { identifier: 'sessions', role: 'RECEIVER', path: `${base}/sessions` },
    { identifier: 'locations', role: 'RECEIVER', path: `${base}/locations` },
  ];
}

function traceServed(trace: Trace, settings: EmspSettings, served: OcpiServed<RegisteredCaller>): void {
  trace({
    type: 'message',
    party: 'emsp',
    at: served.started,
    ...traceIdOf(served.correlationId),
    from: served.caller?.name ?? 'unknown',
    to: settings.name,
    protocol: 'ocpi',
    message: served.message,
    result: `${served.status_code}${served.problem ? ` ${served.problem}` : ''}`,
    took_ms: served.took_ms,
  });
}

function traceExchange(trace: Trace, settings: EmspSettings, exchange: OcpiExchange): void {
  trace({
    type: 'message',
    party: 'emsp',
    at: exchange.started,
    ...traceIdOf(exchange.correlationId),
    from: settings.name,
    to: new URL(exchange.url).host,
    protocol: 'ocpi',
    message: exchange.message,
    result: String(exchange.problem ?? exchange.status_code),
    took_ms: exchange.took_ms,
  });
}

const noHttp: HttpHandler = async ({ url }) => {
  throw new HttpFailure('unreachable', `${url}: this eMSP makes no calls`);
};

const BASE = '/ocpi';
