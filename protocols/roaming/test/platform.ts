/** Two OCPI platforms in one process, wired by their host names: what the handshake tests share. @module */
import { HttpFailure, type HttpHandler, serveRoutes } from '@openpnc/core/http';
import type { CredentialsRole } from '@openpnc/roaming/ocpi/credentials';
import {
  callerByToken,
  credentialsRoutes,
  type Handshake,
  memoryPartnerStore,
  type RegisteredCaller,
} from '@openpnc/roaming/ocpi/registration';
import { type OcpiRoute, type OcpiServed, ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import type { OcpiVersion } from '@openpnc/roaming/ocpi/values';
import { type ServedModule, versionsRoutes } from '@openpnc/roaming/ocpi/versions';
import { countedRandom, handClock } from './bench.ts';

/** Sends each request to the platform whose host it names. */
export type Net = Map<string, HttpHandler>;

/** Counts over all platforms of a net, so that no token is made twice. */
const random = countedRandom();

/** A platform at `https://<host>` with versions, credentials and more routes. */
export function platform(
  net: Net,
  host: string,
  role: CredentialsRole,
  {
    versions = ['2.2.1', '2.3.0'],
    required = [],
    modules = [],
    routes = () => [],
  }: {
    readonly versions?: readonly OcpiVersion[];
    readonly required?: Handshake['required'];
    readonly modules?: readonly Omit<ServedModule, 'path'>[];
    readonly routes?: (version: OcpiVersion, base: string) => readonly OcpiRoute<RegisteredCaller>[];
  } = {},
) {
  const clock = handClock();
  const store = memoryPartnerStore();
  const served: OcpiServed<RegisteredCaller>[] = [];
  const http: HttpHandler = (request, context) => {
    const { host: target, pathname, search } = new URL(request.url);
    const handler = net.get(target);
    if (!handler) throw new HttpFailure('unreachable', `no ${target}`);
    return handler({ ...request, url: pathname + search, headers: { ...request.headers, host: target } }, context);
  };
  const handshake: Handshake = {
    ports: { http, clock, random },
    store,
    roles: [role],
    versionsUrl: () => `https://${host}/ocpi/versions`,
    required,
    call_ms: 1000,
  };
  const served_ = Object.fromEntries(
    versions.map((version): [OcpiVersion, ServedModule[]] => [
      version,
      [{ identifier: 'credentials', role: 'RECEIVER' as const }, ...modules].map((module) => ({
        ...module,
        path: `/ocpi/${version}/${module.identifier}`,
      })),
    ]),
  );
  const handler = serveRoutes(
    ocpiRoutes<RegisteredCaller>(
      {
        clock,
        random,
        parties: [role],
        authenticate: (token) => callerByToken(store, token),
        seen: (one) => served.push(one),
      },
      [
        ...versionsRoutes<RegisteredCaller>('/ocpi', served_, () => `https://${host}`),
        ...versions.flatMap((version) => [
          ...credentialsRoutes(version, `/ocpi/${version}/credentials`, handshake),
          ...routes(version, `/ocpi/${version}`),
        ]),
      ],
    ),
  );
  net.set(host, handler);
  return { net, handshake, store, http, served, clock };
}

export const CPO_ROLE: CredentialsRole = {
  role: 'CPO',
  country_code: 'NL',
  party_id: 'CPO',
  business_details: { name: 'Charge Point Operator' },
};
export const EMSP_ROLE: CredentialsRole = {
  role: 'EMSP',
  country_code: 'DE',
  party_id: '8AA',
  business_details: { name: 'Mobility Provider' },
};
