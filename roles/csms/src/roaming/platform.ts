/** Our side of OCPI as a platform: versions, credentials, the receiver of authorization lists, our locations, sessions and CDRs. OCPI 2.3.0, 2.2.1. @module */
import { equalBytes, toUtf8 } from '@openpnc/core/bytes';
import type { Route } from '@openpnc/core/http';
import type { OcpiPorts } from '@openpnc/roaming/ocpi/call';
import { type Cdr, cdrFor } from '@openpnc/roaming/ocpi/cdr';
import type { Location } from '@openpnc/roaming/ocpi/location';
import { locationReadRoutes, ownedRoutes, ownedTokens } from '@openpnc/roaming/ocpi/owned';
import { listRoute, type Page, type PageQuery } from '@openpnc/roaming/ocpi/paging';
import {
  callerByToken,
  credentialsRoutes,
  type Handshake,
  type RegisteredCaller,
} from '@openpnc/roaming/ocpi/registration';
import { type OcpiRoute, type OcpiServed, ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import { type Session, sessionFor } from '@openpnc/roaming/ocpi/session';
import { throttle } from '@openpnc/roaming/ocpi/throttle';
import type { Token } from '@openpnc/roaming/ocpi/token';
import { type OcpiVersion, ocpiVersions } from '@openpnc/roaming/ocpi/values';
import { type ServedModule, versionsRoutes } from '@openpnc/roaming/ocpi/versions';
import type { Services } from '../services.ts';
import { CDR } from '../sessions/cdrWork.ts';
import { ocpiSession } from '../sessions/ocpiSession.ts';
import { allLocations, locationFor } from './locations.ts';
import { tokenStoreOf } from './ocpiTokens.ts';

const BASE = '/ocpi';

/** To mount on a server that partners reach: `/ocpi/versions` and what follows from it. */
export function ocpiPlatform(services: Services): readonly Route[] {
  const { settings, ports } = services;
  const { clock, random } = ports;
  const publicUrl = (headers: Readonly<Record<string, string>>) =>
    settings.publicUrl ?? `http://${headers.host ?? 'localhost'}`;
  const modules = Object.fromEntries(ocpiVersions.map((version) => [version, modulesOf(version)]));
  return ocpiRoutes<RegisteredCaller>(
    {
      clock,
      random,
      parties: [{ country_code: settings.country_code, party_id: settings.party_id }],
      authenticate: (token) => authenticated(services, token),
      throttle: throttle(clock, settings.ocpi),
      seen: (served) => traceServed(services, served),
    },
    [
      ...versionsRoutes<RegisteredCaller>(BASE, modules, publicUrl),
      ...ocpiVersions.flatMap((version) => versionRoutes(services, version, publicUrl)),
    ],
  );
}

/** What a handshake needs, whichever side begins it. */
export function handshakeOf({ settings, ports, partners }: Services): Handshake {
  const { country_code, party_id, name } = settings;
  const { clock, random, http, trace } = ports;
  const ocpi: OcpiPorts = {
    clock,
    random,
    http,
    seen: ({ message, started, took_ms, httpStatus, status_code, problem, url }) =>
      trace({
        type: 'message',
        party: 'csms',
        at: started,
        from: name,
        to: new URL(url).host,
        protocol: 'ocpi',
        message,
        result: problem ?? `HTTP ${httpStatus}, ${status_code}`,
        took_ms,
      }),
  };
  return {
    ports: ocpi,
    store: partners.store,
    roles: [{ role: 'CPO', country_code, party_id, business_details: { name } }],
    versionsUrl: (headers = {}) => `${settings.publicUrl ?? `http://${headers.host ?? 'localhost'}`}${BASE}/versions`,
    required: [{ identifier: 'tokens', role: 'SENDER' }],
    call_ms: settings.ocpi.call_ms,
  };
}

function versionRoutes(
  services: Services,
  version: OcpiVersion,
  publicUrl: (headers: Readonly<Record<string, string>>) => string,
): readonly OcpiRoute<RegisteredCaller>[] {
  const { settings, list, ports, partners } = services;
  const base = `${BASE}/${version}`;
  const rules = { skew_ms: settings.ocpi.clockSkew_s * 1000 };
  const tokens = tokenStoreOf(list, (party) => partners.nameOf(party));
  return [
    ...credentialsRoutes(version, `${base}/credentials`, handshakeOf(services)),
    ...ownedRoutes<Token, RegisteredCaller>(version, `${base}/tokens`, ownedTokens, tokens, rules),
    listRoute<Cdr, RegisteredCaller>(version, {
      path: `${base}/cdrs`,
      message: 'GET cdrs',
      maxLimit: settings.ocpi.pageLimit,
      publicUrl,
      encode: (wanted, cdr) => cdrFor(wanted, cdr),
      page: async ({ from, to, offset, limit }, { caller }) => {
        const mine = ports.db
          .selectFrom('outbox')
          .where('kind', '=', CDR)
          .where('partner', '=', caller.partner.id)
          .where('body', 'is not', null)
          .$if(from !== undefined, (rows) => rows.where('created_at', '>=', from!))
          .$if(to !== undefined, (rows) => rows.where('created_at', '<', to!));
        const { total } = await mine.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow();
        const rows = await mine.select('body').orderBy('id').offset(offset).limit(limit).execute();
        return { items: rows.map(({ body }) => JSON.parse(body!) as Cdr), total: Number(total) };
      },
    }),
    listRoute<Session, RegisteredCaller>(version, {
      path: `${base}/sessions`,
      message: 'GET sessions',
      maxLimit: settings.ocpi.pageLimit,
      publicUrl,
      encode: (wanted, session) => sessionFor(wanted, session),
      page: (query, { caller }) => sessionPage(services, query, caller),
    }),
    listRoute<Location, RegisteredCaller>(version, {
      path: `${base}/locations`,
      message: 'GET locations',
      maxLimit: settings.ocpi.pageLimit,
      publicUrl,
      encode: locationFor,
      page: async ({ from = 0, to = Number.POSITIVE_INFINITY, offset, limit }) => {
        const fitting = (await allLocations(services)).filter(({ changed }) => from <= changed && changed < to);
        const items = fitting.slice(offset, offset + limit).map(({ location }) => location);
        return { items, total: fitting.length };
      },
    }),
    ...locationReadRoutes<RegisteredCaller>(version, `${base}/locations`, async (id) => {
      const wanted = id.toUpperCase();
      const found = (await allLocations(services)).find(({ location }) => location.id.toUpperCase() === wanted);
      return found && locationFor(version, found.location);
    }),
  ];
}

/** The sessions that this partner pays for, oldest change first. */
async function sessionPage(
  services: Services,
  { from, to, offset, limit }: PageQuery,
  { partner: { id } }: RegisteredCaller,
): Promise<Page<Session>> {
  const { ports, partners, decisions, sessions } = services;
  const partner = partners.named(id);
  if (!partner) return { items: [], total: 0 };
  await sessions.catchUp();
  const mine = ports.db
    .selectFrom('charging_session as session')
    .innerJoin('decision', 'decision.id', 'session.decision_id')
    .where('decision.partner', '=', id)
    .where('decision.token_status', '=', 'Accepted')
    .where('session.token_type', '=', 'eMAID')
    .$if(from !== undefined, (rows) => rows.where('session.updated_at', '>=', from!))
    .$if(to !== undefined, (rows) => rows.where('session.updated_at', '<', to!));
  const { total } = await mine.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow();
  const rows = await mine
    .selectAll('session')
    .orderBy('session.updated_at')
    .orderBy('session.station')
    .orderBy('session.transaction_id')
    .offset(offset)
    .limit(limit)
    .execute();
  const items: Session[] = [];
  for (const row of rows) {
    const session = sessions.current(row);
    const decision = session.decision_id === null ? undefined : await decisions.find(session.decision_id);
    items.push(await ocpiSession(services, partner, session, decision));
  }
  return { items, total: Number(total) };
}

function modulesOf(version: OcpiVersion): readonly ServedModule[] {
  const base = `${BASE}/${version}`;
  return [
    { identifier: 'credentials', role: 'SENDER', path: `${base}/credentials` },
    { identifier: 'credentials', role: 'RECEIVER', path: `${base}/credentials` },
    { identifier: 'tokens', role: 'RECEIVER', path: `${base}/tokens` },
    { identifier: 'cdrs', role: 'SENDER', path: `${base}/cdrs` },
    { identifier: 'sessions', role: 'SENDER', path: `${base}/sessions` },
    { identifier: 'locations', role: 'SENDER', path: `${base}/locations` },
  ];
}

/** By the tokens of the settings, and of those that registered or are invited. */
async function authenticated(
  { settings, partners, clock }: Services,
  token: string,
): Promise<RegisteredCaller | undefined> {
  const presented = toUtf8(token);
  const fixed = settings.partners.find(
    ({ tokenIn }) => tokenIn !== undefined && equalBytes(toUtf8(tokenIn), presented),
  );
  if (!fixed) return callerByToken(partners.store, token);
  const roles = fixed.parties.map((party) => ({
    role: 'EMSP' as const,
    ...party,
    business_details: { name: fixed.name },
  }));
  return {
    name: fixed.name,
    parties: fixed.parties,
    partner: {
      id: fixed.name,
      name: fixed.name,
      state: 'registered',
      tokenIn: token,
      endpoints: [],
      roles,
      changedAt: clock.now(),
    },
  };
}

function traceServed({ settings, ports }: Services, served: OcpiServed<RegisteredCaller>): void {
  ports.trace({
    type: 'message',
    party: 'csms',
    at: served.started,
    from: served.caller?.name ?? 'unknown',
    to: settings.name,
    protocol: 'ocpi',
    message: served.message,
    result: `${served.status_code}${served.problem ? ` ${served.problem}` : ''}`,
    took_ms: served.took_ms,
  });
}
