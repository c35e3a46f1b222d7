/** The eMSP: contracts, real-time authorization by OCPI 2.2.1 and 2.3.0, and CDR intake, as a table of routes. @module */
import { equalBytes, toUtf8 } from '@openpnc/core/bytes';
import type { Route } from '@openpnc/core/http';
import type { Clock, Random } from '@openpnc/core/ports';
import type { Trace } from '@openpnc/core/trace';
import { cdrsReceiverRoutes, tokensSenderRoutes } from '@openpnc/roaming/ocpi/routes';
import { type OcpiCaller, type OcpiRoute, type OcpiServed, ocpiRoutes } from '@openpnc/roaming/ocpi/serve';
import { type OcpiVersion, ocpiVersions, partyKey } from '@openpnc/roaming/ocpi/values';
import { type ServedModule, versionsRoutes } from '@openpnc/roaming/ocpi/versions';
import type { Kysely } from 'kysely';
import { authorize, traceIdOf } from './authorize.ts';
import { readCdr, takeCdr } from './cdrs.ts';
import { type ContractSeed, seedContracts } from './contracts.ts';
import type { EmspSettings } from './settings.ts';
import type { EmspTables } from './store/tables.ts';

/** What the eMSP needs of the world. */
export interface EmspPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly trace: Trace;
  /** Migrated with `emspMigrations`. */
  readonly db: Kysely<EmspTables>;
}

/** An eMSP in operation. */
export interface Emsp {
  /**
   * To mount on a server: `/ocpi/versions`, `/ocpi/{version}`, `/ocpi/{version}/tokens/:uid/authorize`,
   * `/ocpi/{version}/cdrs`.
   */
  readonly routes: readonly Route[];
  /** Puts contracts in, for the lab and for tests. */
  seedContracts(seeds: readonly ContractSeed[]): Promise<void>;
}

/** Makes an eMSP of its settings and ports. */
export function createEmsp(settings: EmspSettings, ports: EmspPorts): Emsp {
  const { clock, random, trace, db } = ports;
  const business = { db, random, trace, settings };
  const publicUrl = (headers: Readonly<Record<string, string>>) =>
    settings.publicUrl ?? `http://${headers.host ?? 'localhost'}`;
  const modules = Object.fromEntries(ocpiVersions.map((version) => [version, modulesOf(version)]));
  const routes = ocpiRoutes<OcpiCaller>(
    {
      clock,
      random,
      parties: [{ country_code: settings.country_code, party_id: settings.party_id }],
      authenticate: async (token) => {
        const presented = toUtf8(token);
        return settings.partners.find((partner) => equalBytes(toUtf8(partner.token), presented));
      },
      seen: (served) => traceServed(trace, settings, served),
    },
    [
      ...versionsRoutes<OcpiCaller>(BASE, modules, publicUrl),
      ...ocpiVersions.flatMap((version): readonly OcpiRoute<OcpiCaller>[] => [
        ...tokensSenderRoutes<OcpiCaller>(version, `${BASE}/${version}/tokens`, {
          authorize: (asked) => authorize(business, asked),
        }),
        ...cdrsReceiverRoutes<OcpiCaller>(version, `${BASE}/${version}/cdrs`, {
          take: async (cdr, request) => {
            const { key, isNew } = await takeCdr(business, cdr, request);
            return { location: `${publicUrl(request.headers)}${BASE}/${version}/cdrs/${key}`, isNew };
          },
          find: (key, { caller }) => readCdr(db, key, caller.parties.map(partyKey)),
        }),
      ]),
    ],
  );
  return {
    routes,
    seedContracts: (seeds) => seedContracts(db, seeds, { now: clock.now(), whitelist: settings.whitelist }),
  };
}

function modulesOf(version: OcpiVersion): readonly ServedModule[] {
  return [
    { identifier: 'tokens', role: 'SENDER', path: `${BASE}/${version}/tokens` },
    { identifier: 'cdrs', role: 'RECEIVER', path: `${BASE}/${version}/cdrs` },
  ];
}

function traceServed(trace: Trace, settings: EmspSettings, served: OcpiServed<OcpiCaller>): void {
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

const BASE = '/ocpi';
