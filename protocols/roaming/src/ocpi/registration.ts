/**
 * The handshake of two platforms: who may call whom, where, with which token. Both sides over one store of partners.
 * OCPI 2.3.0 Credentials module, 2.2.1 the same.
 *
 * An invitation is our token A for the other side; it sends us its token B in a POST, we look at its versions with B and
 * answer with token C; A is dead then. The other way round for an invitation that we got.
 *
 * @module
 */
import { toHex } from '@openpnc/core/bytes';
import type { AddressPolicy } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { ocpiError } from '../errors.ts';
import {
  type CallFailed,
  type CallOptions,
  callOcpi,
  type Endpoint,
  endpointOf,
  type InterfaceRole,
  type OcpiPartner,
  type OcpiPorts,
} from './call.ts';
import { checked } from './check.ts';
import { Credentials, type CredentialsRole } from './credentials.ts';
import type { OcpiCaller, OcpiRequest, OcpiRoute } from './serve.ts';
import type { EmaidForm, TokenType } from './token.ts';
import { isSameParty, type OcpiVersion, ocpiVersions, type Party, partyKey } from './values.ts';
import { discover } from './versions.ts';

/**
 * A platform that we are or were connected with. `invited`: has our token A and has not come yet. `connecting`: we are
 * in a handshake that we began. `registered`: both call each other. `unregistered`: neither does.
 */
export interface Partner {
  /** Our own key. */
  readonly id: string;
  /** For people and traces. */
  readonly name: string;
  readonly state: 'invited' | 'connecting' | 'registered' | 'unregistered';
  /** The token that it sends to us; absent when it may not call. */
  readonly tokenIn?: string;
  /** The token that it will send when a change of credentials that we began is through; both are good until then. */
  readonly tokenInNext?: string;
  /** The token that we send to it. */
  readonly tokenOut?: string;
  readonly isTokenRaw?: boolean;
  readonly versionsUrl?: string;
  readonly version?: OcpiVersion;
  readonly endpoints: readonly Endpoint[];
  readonly roles: readonly CredentialsRole[];
  readonly hub_party_id?: string;
  /** How it names and writes eMAIDs, as agreed. */
  readonly emaidType?: TokenType;
  readonly emaidForm?: EmaidForm;
  /** ms since the epoch. */
  readonly changedAt: Millis;
}

/** Keeps partners. */
export interface PartnerStore {
  find(id: string): Promise<Partner | undefined>;
  /** By `tokenIn` or `tokenInNext`. */
  findByToken(token: string): Promise<Partner | undefined>;
  list(): Promise<readonly Partner[]>;
  /**
   * Keeps `partner` if the kept one still has the `tokenIn` of `was` (undefined: there is none of this id), and says
   * whether it did: two handshakes at a time cannot both win. Resolves when it is durable.
   */
  save(partner: Partner, was: Partner | undefined): Promise<boolean>;
}

/** A module of a partner that we cannot do without. */
export interface RequiredModule {
  readonly identifier: string;
  readonly role: InterfaceRole;
}

/** What a handshake needs, the same for both sides. */
export interface Handshake {
  readonly ports: OcpiPorts;
  readonly store: PartnerStore;
  /** Our roles; the first is the party that we speak for. */
  readonly roles: readonly [CredentialsRole, ...CredentialsRole[]];
  /** Our versions URL as a partner reaches it; the headers are those of its request, when there is one. */
  versionsUrl(headers?: Readonly<Record<string, string>>): string;
  /** Modules that a partner must have, or the handshake fails. */
  readonly required: readonly RequiredModule[];
  /** For the calls that a handshake makes itself. */
  readonly call_ms: Millis;
  /** Where the versions URL of a partner may lead. */
  readonly guard?: AddressPolicy;
}

/** Who calls, with the record that its token belongs to. */
export interface RegisteredCaller extends OcpiCaller {
  readonly partner: Partner;
}

/** For `OcpiServer.authenticate`. */
export async function callerByToken(store: PartnerStore, token: string): Promise<RegisteredCaller | undefined> {
  const partner = await store.findByToken(token);
  if (!partner) return undefined;
  return {
    partner,
    name: partner.name,
    parties: partner.roles,
    ...(partner.state !== 'registered' && { isRegistering: true }),
  };
}

/** How to call a registered partner; undefined when it is not. `to` is its first party of that role. */
export function connectionOf(partner: Partner, from: Party, role?: CredentialsRole['role']): OcpiPartner | undefined {
  const { state, version, tokenOut, endpoints } = partner;
  if (state !== 'registered' || version === undefined || tokenOut === undefined) return undefined;
  const to = role === undefined ? partner.roles[0] : partner.roles.find((one) => one.role === role);
  return {
    version,
    token: tokenOut,
    endpoints,
    from: { country_code: from.country_code, party_id: from.party_id },
    ...(to && { to: { country_code: to.country_code, party_id: to.party_id } }),
    ...(partner.isTokenRaw !== undefined && { isTokenRaw: partner.isTokenRaw }),
    ...(partner.emaidType !== undefined && { emaidType: partner.emaidType }),
    ...(partner.emaidForm !== undefined && { emaidForm: partner.emaidForm }),
  };
}

/** Options of a partner that the handshake does not carry. */
export type PartnerOptions = Pick<Partner, 'isTokenRaw' | 'emaidType' | 'emaidForm'>;

/** Makes an invitation: the token A to hand over, outside of OCPI, with our versions URL. A known id begins anew. */
export async function invite(
  handshake: Handshake,
  id: string,
  name: string,
  options: PartnerOptions = {},
): Promise<{ readonly tokenA: string; readonly versionsUrl: string }> {
  const tokenA = freshToken(handshake);
  const was = await handshake.store.find(id);
  const partner: Partner = {
    id,
    name,
    ...options,
    state: 'invited',
    tokenIn: tokenA,
    endpoints: [],
    roles: [],
    changedAt: handshake.ports.clock.now(),
  };
  if (!(await handshake.store.save(partner, was))) throw ocpiError('method_not_allowed', CHANGED_MEANWHILE);
  return { tokenA, versionsUrl: handshake.versionsUrl() };
}

/** How a handshake that we began ended. */
export type HandshakeOutcome =
  | { readonly ok: true; readonly partner: Partner }
  | CallFailed
  | {
      readonly ok: false;
      readonly problem: 'no_common_version' | 'endpoints_missing' | 'wrong_state' | 'roles_taken';
      readonly text: string;
    };

/** An invitation that we got. */
export interface Invitation extends PartnerOptions {
  readonly id: string;
  readonly name: string;
  readonly versionsUrl: string;
  readonly tokenA: string;
  /** The versions that may be chosen from; by default all of ours, the highest wins. */
  readonly versions?: readonly OcpiVersion[];
}

/** Takes an invitation: versions, details, POST credentials. OCPI 2.3.0 Credentials, Registration. */
export async function register(handshake: Handshake, invitation: Invitation): Promise<HandshakeOutcome> {
  const { id, name, versionsUrl, tokenA, versions, ...options } = invitation;
  const was = await handshake.store.find(id);
  if (was?.state === 'registered')
    return { ok: false, problem: 'wrong_state', text: `${name} is registered already; change its credentials instead` };
  const begun: Partner = {
    id,
    name,
    ...options,
    state: 'connecting',
    tokenIn: freshToken(handshake),
    tokenOut: tokenA,
    versionsUrl,
    endpoints: [],
    roles: [],
    changedAt: handshake.ports.clock.now(),
  };
  // Token B must be good before they have it: they read our versions with it while our POST is open.
  if (!(await handshake.store.save(begun, was))) return { ok: false, problem: 'wrong_state', text: CHANGED_MEANWHILE };
  const outcome = await exchangeCredentials(handshake, begun, 'POST', begun.tokenIn!, versions ?? ocpiVersions);
  if (!outcome.ok) {
    const { tokenIn: _, ...rest } = begun;
    await handshake.store.save({ ...rest, state: 'unregistered' }, begun);
    return outcome;
  }
  return kept(handshake, outcome.partner, begun);
}

/** Renews both tokens, reads their endpoints anew and may change the version: PUT credentials. Once a month at least. */
export async function changeCredentials(
  handshake: Handshake,
  id: string,
  versions: readonly OcpiVersion[] = ocpiVersions,
): Promise<HandshakeOutcome> {
  const was = await handshake.store.find(id);
  if (was?.state !== 'registered')
    return { ok: false, problem: 'wrong_state', text: `${was?.name ?? id} is not registered` };
  const tokenInNext = freshToken(handshake);
  const begun: Partner = { ...was, tokenInNext };
  if (!(await handshake.store.save(begun, was))) return { ok: false, problem: 'wrong_state', text: CHANGED_MEANWHILE };
  const outcome = await exchangeCredentials(handshake, begun, 'PUT', tokenInNext, versions);
  if (!outcome.ok) {
    await handshake.store.save(was, begun);
    return outcome;
  }
  return kept(handshake, outcome.partner, begun);
}

/** Ends the connection: DELETE credentials. When they do not answer, we forget them all the same. */
export async function unregister(handshake: Handshake, id: string): Promise<HandshakeOutcome> {
  const was = await handshake.store.find(id);
  if (was?.state !== 'registered')
    return { ok: false, problem: 'wrong_state', text: `${was?.name ?? id} is not registered` };
  const url = credentialsUrl(was.endpoints);
  const gone = unregistered(was, handshake);
  if (url !== undefined) {
    await callOcpi(
      handshake.ports,
      callable(handshake, was),
      { method: 'DELETE', url, message: 'DELETE credentials', isConfiguration: true },
      options(handshake),
    );
  }
  await handshake.store.save(gone, was);
  return { ok: true, partner: gone };
}

/** GET, POST, PUT, DELETE at `path` (`/ocpi/2.3.0/credentials`). */
export function credentialsRoutes(
  version: OcpiVersion,
  path: string,
  handshake: Handshake,
): readonly OcpiRoute<RegisteredCaller>[] {
  const route = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    handle: OcpiRoute<RegisteredCaller>['handle'],
  ): OcpiRoute<RegisteredCaller> => ({
    method,
    path,
    version,
    message: `${method} credentials`,
    isConfiguration: true,
    handle,
  });
  return [
    route('GET', async ({ caller, headers }) => ({
      data: credentials(handshake, caller.partner.tokenIn!, headers),
    })),
    route('POST', async (request) => {
      if (request.caller.partner.state !== 'invited')
        throw ocpiError('method_not_allowed', 'registered already: change credentials with PUT');
      return { data: await accept(handshake, version, request), http: 201 };
    }),
    route('PUT', async (request) => {
      if (request.caller.partner.state !== 'registered')
        throw ocpiError('method_not_allowed', 'not registered: register with POST');
      return { data: await accept(handshake, version, request) };
    }),
    route('DELETE', async ({ caller }) => {
      if (caller.partner.state !== 'registered') throw ocpiError('method_not_allowed', 'not registered');
      await handshake.store.save(unregistered(caller.partner, handshake), caller.partner);
      return {};
    }),
  ];
}

/** Partners in memory. */
export function memoryPartnerStore(): PartnerStore {
  const partners = new Map<string, Partner>();
  return {
    find: async (id) => partners.get(id),
    findByToken: async (token) =>
      [...partners.values()].find(({ tokenIn, tokenInNext }) => tokenIn === token || tokenInNext === token),
    list: async () => [...partners.values()],
    save: async (partner, was) => {
      const current = partners.get(partner.id);
      if (current?.tokenIn !== was?.tokenIn || (current === undefined) !== (was === undefined)) return false;
      partners.set(partner.id, partner);
      return true;
    },
  };
}

const CHANGED_MEANWHILE = 'the partner was changed by another handshake at the same time';

/** The receiver's part of POST and PUT: looks at the sender's versions with its token, then gives it a new one. */
async function accept(
  handshake: Handshake,
  version: OcpiVersion,
  { caller, body, headers }: OcpiRequest<RegisteredCaller>,
): Promise<Credentials> {
  const theirs = checked(Credentials, body, 'Credentials');
  const was = caller.partner;
  await checkRoles(handshake, was.id, theirs.roles);
  const found = await discover(
    guarded(handshake),
    { token: theirs.token, isTokenRaw: was.isTokenRaw ?? false, from: handshake.roles[0] },
    theirs.url,
    options(handshake),
    [version],
  );
  if (!found.ok && found.problem === 'no_common_version')
    throw ocpiError('unsupported_version', `${theirs.url} does not offer ${version}: ${found.text}`);
  if (!found.ok) throw ocpiError('cannot_use_client', `${theirs.url}: ${found.text}`);
  const lacking = missing(handshake, found.endpoints);
  if (lacking.length > 0) throw ocpiError('endpoints_missing', `missing: ${lacking.join(', ')}`);
  const tokenC = freshToken(handshake);
  const { tokenInNext: _, hub_party_id: __, ...rest } = was;
  const partner: Partner = {
    ...rest,
    state: 'registered',
    tokenIn: tokenC,
    tokenOut: theirs.token,
    versionsUrl: theirs.url,
    version: found.version,
    endpoints: found.endpoints,
    roles: theirs.roles,
    ...(theirs.hub_party_id !== undefined && { hub_party_id: theirs.hub_party_id }),
    changedAt: handshake.ports.clock.now(),
  };
  if (!(await handshake.store.save(partner, was))) throw ocpiError('method_not_allowed', CHANGED_MEANWHILE);
  return credentials(handshake, tokenC, headers);
}

/** The sender's part of POST and PUT. */
async function exchangeCredentials(
  handshake: Handshake,
  partner: Partner,
  method: 'POST' | 'PUT',
  tokenB: string,
  versions: readonly OcpiVersion[],
): Promise<HandshakeOutcome> {
  const us = callable(handshake, partner);
  const found = await discover(guarded(handshake), us, partner.versionsUrl!, options(handshake), versions);
  if (!found.ok) return found as HandshakeOutcome;
  const lacking = missing(handshake, found.endpoints);
  if (lacking.length > 0)
    return { ok: false, problem: 'endpoints_missing', text: `${partner.name} lacks ${lacking.join(', ')}` };
  const url = credentialsUrl(found.endpoints);
  if (url === undefined)
    return { ok: false, problem: 'endpoints_missing', text: `${partner.name} lacks the credentials module` };
  const call = await callOcpi(
    guarded(handshake),
    us,
    {
      method,
      url,
      message: `${method} credentials`,
      body: credentials(handshake, tokenB),
      schema: Credentials,
      isConfiguration: true,
    },
    options(handshake),
  );
  if (!call.ok) return call;
  const taken = await takenRole(handshake, partner.id, call.data.roles);
  if (taken !== undefined) return { ok: false, problem: 'roles_taken', text: taken };
  const { tokenInNext: _, hub_party_id: __, ...rest } = partner;
  return {
    ok: true,
    partner: {
      ...rest,
      state: 'registered',
      tokenIn: tokenB,
      tokenOut: call.data.token,
      version: found.version,
      endpoints: found.endpoints,
      roles: call.data.roles,
      ...(call.data.hub_party_id !== undefined && { hub_party_id: call.data.hub_party_id }),
      changedAt: handshake.ports.clock.now(),
    },
  };
}

async function kept(handshake: Handshake, partner: Partner, begun: Partner): Promise<HandshakeOutcome> {
  if (await handshake.store.save(partner, begun)) return { ok: true, partner };
  return { ok: false, problem: 'wrong_state', text: CHANGED_MEANWHILE };
}

function credentials(
  { roles, versionsUrl }: Handshake,
  token: string,
  headers?: Readonly<Record<string, string>>,
): Credentials {
  return { token, url: versionsUrl(headers), roles: [...roles] };
}

async function checkRoles(handshake: Handshake, id: string, roles: readonly CredentialsRole[]): Promise<void> {
  const keys = roles.map((role) => `${role.role} ${partyKey(role)}`);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined) throw ocpiError('invalid_parameters', `Credentials.roles: ${twice} twice`);
  const taken = await takenRole(handshake, id, roles);
  if (taken !== undefined) throw ocpiError('invalid_parameters', `Credentials.roles: ${taken}`);
}

/** A party can be of one partner only: nobody may speak for another's. */
async function takenRole(
  { store, roles: ours }: Handshake,
  id: string,
  roles: readonly CredentialsRole[],
): Promise<string | undefined> {
  const others = (await store.list()).filter((other) => other.id !== id && other.state === 'registered');
  for (const role of roles) {
    if (ours.some((own) => own.role === role.role && isSameParty(own, role)))
      return `${role.role} ${partyKey(role)} is our own`;
    const other = others.find((one) => one.roles.some((its) => its.role === role.role && isSameParty(its, role)));
    if (other) return `${role.role} ${partyKey(role)} belongs to another partner`;
  }
  return undefined;
}

function missing({ required }: Handshake, endpoints: readonly Endpoint[]): readonly string[] {
  return required
    .filter(({ identifier, role }) => endpointOf({ endpoints } as OcpiPartner, identifier, role) === undefined)
    .map(({ identifier, role }) => `${identifier} ${role}`);
}

/** The role of the credentials module is written either way by the parties; it has one URL. */
function credentialsUrl(endpoints: readonly Endpoint[]): string | undefined {
  return endpoints.find(({ identifier }) => identifier === 'credentials')?.url;
}

function unregistered(partner: Partner, { ports }: Handshake): Partner {
  const { tokenIn: _, tokenInNext: __, tokenOut: ___, ...rest } = partner;
  return { ...rest, state: 'unregistered', endpoints: [], changedAt: ports.clock.now() };
}

function callable({ roles }: Handshake, { tokenOut, isTokenRaw }: Partner) {
  return { token: tokenOut!, isTokenRaw: isTokenRaw ?? false, from: roles[0] };
}

function guarded({ ports, guard }: Handshake): OcpiPorts {
  if (!guard) return ports;
  return { ...ports, http: (request, context) => ports.http(request, { ...context, guard }) };
}

function options({ ports, call_ms }: Handshake): CallOptions {
  return { deadline: ports.clock.now() + call_ms };
}

function freshToken({ ports }: Handshake): string {
  return toHex(ports.random.bytes(32));
}
