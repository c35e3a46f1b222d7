/** Pushing objects that are ours to a partner, and reading what it kept. OCPI 2.3.0 Transport and format, Client Owned Objects. @module */
import { ProtocolError } from '@openpnc/core/errors';
import { Type } from 'typebox';
import {
  type CallFailed,
  type CallOptions,
  callOcpi,
  endpointOf,
  type OcpiPartner,
  type OcpiPorts,
  under,
} from './call.ts';
import type { Location } from './location.ts';
import { type Owned, type OwnedModule, ownedLocations, ownedSessions, ownedTokens } from './owned.ts';
import type { Session } from './session.ts';
import type { Token } from './token.ts';

/** What came of a push. A failed one is not queued: the partner pulls when it is back. */
export type PushOutcome = { readonly ok: true } | CallFailed;

/** PUT of a whole token at a CPO. */
export const putToken = put(ownedTokens);
/** PUT of a whole session at the eMSP of its token. */
export const putSession = put(ownedSessions);
/** PUT of a whole location at an eMSP. */
export const putLocation = put<Location>(ownedLocations);

/** PATCH of a token: the changed fields and `last_updated`. After a failure: look at it, then PUT. */
export const patchToken = patch(ownedTokens);
/** PATCH of a session; `charging_periods` are added to those that are there. */
export const patchSession = patch(ownedSessions);

/** The object as the partner keeps it. */
export const keptToken = kept(ownedTokens);
/** The object as the partner keeps it. */
export const keptSession = kept(ownedSessions);

type Pushed = Token | Session | Location;

function put<T extends Pushed>(module: OwnedModule<T>) {
  return (ports: OcpiPorts, partner: OcpiPartner, object: T, options: CallOptions): Promise<PushOutcome> =>
    push(ports, partner, module, object, 'PUT', module.for(partner.version, object), options);
}

function patch<T extends Pushed>(module: OwnedModule<T>) {
  return (
    ports: OcpiPorts,
    partner: OcpiPartner,
    object: T,
    change: Partial<T> & Pick<Owned, 'last_updated'>,
    options: CallOptions,
  ): Promise<PushOutcome> => {
    const wire = module.for(partner.version, { ...object, ...change }) as Record<string, unknown>;
    // Only what changes goes out, in the form of the partner's version.
    const body = Object.fromEntries(Object.keys(change).map((field) => [field, wire[field]]));
    return push(ports, partner, module, object, 'PATCH', body, options);
  };
}

function kept<T extends Pushed>(module: OwnedModule<T>) {
  return async (
    ports: OcpiPorts,
    partner: OcpiPartner,
    object: T,
    options: CallOptions,
  ): Promise<{ readonly ok: true; readonly object: T } | CallFailed> => {
    const url = urlOf(partner, module, object);
    if (url === undefined) return noEndpoint(module);
    const call = await callOcpi(
      ports,
      partner,
      { method: 'GET', url, message: `GET ${module.identifier}`, schema: Type.Object({}) },
      options,
    );
    if (!call.ok) return call;
    try {
      return { ok: true, object: module.from(partner.version, call.data) };
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return { ok: false, problem: 'invalid_answer', text: error.message };
    }
  };
}

async function push<T extends Owned>(
  ports: OcpiPorts,
  partner: OcpiPartner,
  module: OwnedModule<T>,
  object: T,
  method: 'PUT' | 'PATCH',
  body: unknown,
  options: CallOptions,
): Promise<PushOutcome> {
  const url = urlOf(partner, module, object);
  if (url === undefined) return noEndpoint(module);
  const call = await callOcpi(
    ports,
    partner,
    { method, url, message: `${method} ${module.identifier}`, body },
    options,
  );
  return call.ok ? { ok: true } : call;
}

function urlOf<T extends Owned>(partner: OcpiPartner, module: OwnedModule<T>, object: T): string | undefined {
  const url = endpointOf(partner, module.identifier, 'RECEIVER');
  if (url === undefined) return undefined;
  const type = module.type(object);
  return (
    under(url, object.country_code, object.party_id, module.id(object)) + (type && `?type=${encodeURIComponent(type)}`)
  );
}

function noEndpoint<T extends Owned>({ identifier }: OwnedModule<T>): CallFailed {
  return { ok: false, problem: 'no_endpoint', text: `the partner has no ${identifier} module of role RECEIVER` };
}
