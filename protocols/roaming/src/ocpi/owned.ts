/**
 * Objects that belong to the client and are pushed to the server: tokens to the CPO, sessions and locations to the eMSP.
 * GET, PUT and PATCH at `{module}/{country_code}/{party_id}/{id}`. OCPI 2.3.0 Transport and format, Client Owned Objects.
 *
 * A push that is older than what is kept, comes from a clock that runs far ahead, or speaks of another object than its URL
 * is refused and changes nothing; the same push again changes nothing and is good.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import { ocpiError } from '../errors.ts';
import { checked } from './check.ts';
import { Evse, Location } from './location.ts';
import type { OcpiAnswer, OcpiCaller, OcpiRequest, OcpiRoute } from './serve.ts';
import { type Session, sessionFor, sessionFrom } from './session.ts';
import { Token } from './token.ts';
import { isSameParty, millisOf, type OcpiVersion, partyKey } from './values.ts';

/** What every owned object has. */
export interface Owned {
  readonly country_code: string;
  readonly party_id: string;
  readonly last_updated: string;
}

/** Where an object is kept: owner and id in upper case, for OCPI compares without case; the type for tokens. */
export interface OwnedKey {
  /** `DE8AA` */
  readonly party: string;
  readonly id: string;
  /** Of a token, else ''. */
  readonly type: string;
}

/** Keeps owned objects. */
export interface OwnedStore<T> {
  find(key: OwnedKey): Promise<T | undefined>;
  /**
   * Atomically: what `decide` makes of the kept object takes its place; undefined leaves all as it is. What `decide`
   * throws comes through and nothing is changed. It is asked again when the object was changed meanwhile. It resolves
   * when the change is durable.
   */
  change(key: OwnedKey, decide: (kept: T | undefined) => T | undefined | Promise<T | undefined>): Promise<void>;
}

/** How objects of a module are told apart, read and written. */
export interface OwnedModule<T extends Owned> {
  /** `tokens` */
  readonly identifier: string;
  id(object: T): string;
  type(object: T): string;
  from(version: OcpiVersion, value: unknown): T;
  for(version: OcpiVersion, object: T): object;
  /** The wire form with a patch in it; by default the patch's fields take the place of the old. */
  merge?(kept: Readonly<Record<string, unknown>>, patch: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** Tokens, kept by the CPO. */
export const ownedTokens: OwnedModule<Token> = {
  identifier: 'tokens',
  id: ({ uid }) => uid,
  type: ({ type }) => type,
  from: (_, value) => checked(Token, value, 'Token'),
  for: (_, token) => token,
};

/** Sessions, kept by the eMSP. A patch with charging periods adds them; one that is there already is not added again. */
export const ownedSessions: OwnedModule<Session> = {
  identifier: 'sessions',
  id: ({ id }) => id,
  type: () => '',
  from: sessionFrom,
  for: sessionFor,
  merge: (kept, patch) => {
    const { charging_periods: added, ...rest } = patch;
    if (added === undefined) return { ...kept, ...rest };
    const periods = Array.isArray(kept.charging_periods) ? (kept.charging_periods as unknown[]) : [];
    const known = new Set(periods.map((period) => JSON.stringify(period)));
    const fresh = Array.isArray(added) ? added.filter((period) => !known.has(JSON.stringify(period))) : [];
    const isBad = added !== null && !Array.isArray(added);
    return {
      ...kept,
      ...rest,
      ...(isBad ? { charging_periods: added } : fresh.length > 0 && { charging_periods: [...periods, ...fresh] }),
    };
  },
};

/** Locations, kept by the eMSP. */
export const ownedLocations: OwnedModule<Location> = {
  identifier: 'locations',
  id: ({ id }) => id,
  type: () => '',
  from: (_, value) => checked(Location, value, 'Location'),
  for: (_, location) => location,
};

/** How pushes are judged. */
export interface OwnedRules<T = unknown> {
  /** How far a partner's clock may run ahead of ours. */
  readonly skew_ms: Millis;
  /** Whether we take this object at all, in the place of `kept`. @throws ProtocolError when not */
  admit?(object: T, kept: T | undefined): Promise<void>;
}

/** The routes of a module under `base` (`/ocpi/2.3.0/tokens`). */
export function ownedRoutes<T extends Owned, Caller extends OcpiCaller>(
  version: OcpiVersion,
  base: string,
  module: OwnedModule<T>,
  store: OwnedStore<T>,
  rules: OwnedRules<T>,
): readonly OcpiRoute<Caller>[] {
  const path = `${base}/:country_code/:party_id/:id`;
  const route = (
    method: 'GET' | 'PUT' | 'PATCH',
    handle: (request: OcpiRequest<Caller>) => Promise<OcpiAnswer>,
  ): OcpiRoute<Caller> => ({
    method,
    path,
    version,
    message: `${method} ${module.identifier}`,
    handle,
  });
  return [
    route('GET', async (request) => {
      const key = keyOf(module, request);
      const kept = await store.find(key);
      if (!kept) throw unknownObject(module, key);
      return { data: module.for(version, kept) };
    }),
    route('PUT', async (request) => {
      const key = keyOf(module, request);
      const object = module.from(version, request.body);
      checkKey(module, key, object);
      checkClock(object, request.now, rules);
      let isNew = false;
      await store.change(key, async (kept) => {
        await rules.admit?.(object, kept);
        isNew = kept === undefined;
        return kept ? newer(kept, object) : object;
      });
      return { http: isNew ? 201 : 200 };
    }),
    route('PATCH', async (request) => {
      const key = keyOf(module, request);
      const patch = patchOf(request.body);
      await store.change(key, async (kept) => {
        if (!kept) throw unknownObject(module, key);
        const wire = module.for(version, kept) as Record<string, unknown>;
        const object = module.from(version, module.merge ? module.merge(wire, patch) : { ...wire, ...patch });
        checkKey(module, key, object);
        checkClock(object, request.now, rules);
        await rules.admit?.(object, kept);
        return newer(kept, object);
      });
      return {};
    }),
  ];
}

/**
 * The eMSP's locations under `base`: whole locations as {@link ownedRoutes}, and an EVSE or a connector of one by itself at
 * `.../:id/:evse_uid` and `.../:id/:evse_uid/:connector_id`. OCPI 2.3.0 Locations, receiver.
 */
export function locationRoutes<Caller extends OcpiCaller>(
  version: OcpiVersion,
  base: string,
  store: OwnedStore<Location>,
  rules: OwnedRules,
): readonly OcpiRoute<Caller>[] {
  const parts = ['/:evse_uid', '/:evse_uid/:connector_id'].flatMap((suffix) =>
    (['GET', 'PUT', 'PATCH'] as const).map(
      (method): OcpiRoute<Caller> => ({
        method,
        path: `${base}/:country_code/:party_id/:id${suffix}`,
        version,
        message: `${method} locations`,
        handle: async (request) => {
          const key = keyOf(ownedLocations, request);
          if (method === 'GET') {
            const kept = await store.find(key);
            const part = kept && partOf(kept, request.params);
            if (!part) throw unknownObject(ownedLocations, key);
            return { data: part };
          }
          let isNew = false;
          await store.change(key, (kept) => {
            if (!kept) throw unknownObject(ownedLocations, key);
            const known = partOf(kept, request.params);
            if (!known && method === 'PATCH') throw unknownObject(ownedLocations, key);
            isNew = known === undefined;
            const part = method === 'PUT' ? objectOf(request.body) : { ...known, ...patchOf(request.body) };
            const changed = withPart(kept, request.params, part);
            checkClock(changed, request.now, rules);
            return newer(kept, changed);
          });
          return { http: isNew ? 201 : 200 };
        },
      }),
    ),
  );
  return [...ownedRoutes<Location, Caller>(version, base, ownedLocations, store, rules), ...parts];
}

/**
 * The CPO's own locations under `base`, one by one: `GET base/:id`, `base/:id/:evse_uid`,
 * `base/:id/:evse_uid/:connector_id`. The list is a `listRoute`. OCPI 2.3.0 Locations, sender.
 */
export function locationReadRoutes<Caller extends OcpiCaller>(
  version: OcpiVersion,
  base: string,
  find: (id: string, request: OcpiRequest<Caller>) => Promise<Location | undefined>,
): readonly OcpiRoute<Caller>[] {
  return ['', '/:evse_uid', '/:evse_uid/:connector_id'].map((suffix) => ({
    method: 'GET',
    path: `${base}/:id${suffix}`,
    version,
    message: 'GET locations',
    handle: async (request) => {
      const location = await find(request.params.id!, request);
      const part = location && (suffix === '' ? location : partOf(location, request.params));
      if (!part) throw ocpiError('unknown_object', `locations ${Object.values(request.params).join(' ')}: not found`);
      return { data: part };
    },
  }));
}

/** A store in memory. */
export function memoryOwnedStore<T>(): OwnedStore<T> & { readonly objects: ReadonlyMap<string, T> } {
  const objects = new Map<string, T>();
  const text = ({ party, id, type }: OwnedKey) => `${party}/${id}/${type}`;
  return {
    objects,
    find: async (key) => objects.get(text(key)),
    change: async (key, decide) => {
      for (;;) {
        const kept = objects.get(text(key));
        const next = await decide(kept);
        if (objects.get(text(key)) !== kept) continue;
        if (next !== undefined) objects.set(text(key), next);
        return;
      }
    },
  };
}

function keyOf<T extends Owned, Caller extends OcpiCaller>(
  module: OwnedModule<T>,
  { params, query, caller }: OcpiRequest<Caller>,
): OwnedKey {
  const owner = { country_code: params.country_code!, party_id: params.party_id! };
  if (!caller.parties.some((party) => isSameParty(party, owner)))
    throw ocpiError('unknown_object', `${partyKey(owner)}: not a party of the caller`);
  const type = module.identifier === 'tokens' ? (query.get('type') ?? 'RFID') : '';
  return { party: partyKey(owner), id: params.id!.toUpperCase(), type };
}

function checkKey<T extends Owned>(module: OwnedModule<T>, key: OwnedKey, object: T): void {
  const [party, id, type] = [partyKey(object), module.id(object).toUpperCase(), module.type(object)];
  if (party !== key.party || id !== key.id)
    throw ocpiError('invalid_parameters', `the URL is of ${key.party} ${key.id}, the body of ${party} ${id}`);
  if (type !== key.type)
    throw ocpiError('invalid_parameters', `the URL is of type ${key.type} (RFID when absent), the body of ${type}`);
}

function checkClock(object: Owned, now: Millis, { skew_ms }: OwnedRules): void {
  if (millisOf(object.last_updated) > now + skew_ms)
    throw ocpiError(
      'invalid_parameters',
      `last_updated: ${object.last_updated} is more than ${skew_ms / 1000} s in the future; check the clock`,
      'last_updated',
    );
}

/** The object to keep; undefined when it is the same. */
function newer<T extends Owned>(kept: T, object: T): T | undefined {
  const ahead = millisOf(object.last_updated) - millisOf(kept.last_updated);
  if (ahead < 0)
    throw ocpiError(
      'invalid_parameters',
      `last_updated: ${object.last_updated} is older than what is kept, ${kept.last_updated}`,
      'last_updated',
    );
  return ahead === 0 && JSON.stringify(kept) === JSON.stringify(object) ? undefined : object;
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw ocpiError('invalid_parameters', 'body: expected a JSON object');
  return body as Record<string, unknown>;
}

function patchOf(body: unknown): Record<string, unknown> {
  const patch = objectOf(body);
  if (patch.last_updated === undefined || patch.last_updated === null)
    throw ocpiError('invalid_parameters', 'last_updated: required in a PATCH, but absent', 'last_updated');
  return patch;
}

function unknownObject<T extends Owned>(module: OwnedModule<T>, { party, id, type }: OwnedKey) {
  return ocpiError('unknown_object', `${module.identifier} ${party} ${id}${type && ` of type ${type}`}: not found`);
}

type Params = Readonly<Record<string, string>>;

function isNamed(id: string, wanted: string | undefined): boolean {
  return id.toUpperCase() === wanted?.toUpperCase();
}

/** The EVSE or connector that the URL names. */
function partOf(location: Location, { evse_uid, connector_id }: Params): object | undefined {
  const evse = location.evses?.find(({ uid }) => isNamed(uid, evse_uid));
  return connector_id === undefined ? evse : evse?.connectors.find(({ id }) => isNamed(id, connector_id));
}

/** The location with that part in it; all that holds the part has changed with it. */
function withPart(location: Location, params: Params, part: Record<string, unknown>): Location {
  const { evse_uid, connector_id } = params;
  const own = connector_id === undefined ? part.uid : part.id;
  if (typeof own !== 'string' || !isNamed(own, connector_id ?? evse_uid))
    throw ocpiError('invalid_parameters', `the URL is of ${connector_id ?? evse_uid}, the body of ${String(own)}`);
  const { last_updated } = part;
  const evse = (): unknown => {
    if (connector_id === undefined) return part;
    const kept = location.evses?.find(({ uid }) => isNamed(uid, evse_uid));
    if (!kept) throw ocpiError('unknown_object', `EVSE ${evse_uid} of location ${location.id}: not found`);
    return {
      ...kept,
      connectors: [...kept.connectors.filter(({ id }) => !isNamed(id, connector_id)), part],
      last_updated,
    };
  };
  const changed = checked(Evse, evse(), 'EVSE');
  const others = (location.evses ?? []).filter(({ uid }) => !isNamed(uid, evse_uid));
  return checked(Location, { ...location, evses: [...others, changed], last_updated }, 'Location');
}
