/** Certificates and trust over HTTP: our roots, the fleet, and why a car would or would not be authorized. @module */
import { ProtocolError, UsageError } from '@openpnc/core/errors';
import { type Certificate, derToPem, parseCertificate, pemToDer } from '@openpnc/x509/certificate';
import type { AnchorUse } from '@openpnc/x509/trustStore';
import Type from 'typebox';
import type { Services } from '../services.ts';
import { endings, staleStations } from '../trust/alarms.ts';
import { explainTrust } from '../trust/explain.ts';
import { renewLeaves } from '../trust/renewLeaves.ts';
import { seccOcsp } from '../trust/seccChains.ts';
import { ApiProblem, type Operation, operation } from './operation.ts';
import { MaybeText, MaybeTime, Time, time } from './page.ts';

const Use = Type.Union([Type.Literal('v2g'), Type.Literal('mo'), Type.Literal('oem'), Type.Literal('csms')]);
const Root = Type.Object({
  use: Use,
  subject: Type.String(),
  fingerprint: Type.String({ description: 'SHA-256, lower-case hex' }),
  notBefore: Time,
  notAfter: Time,
});
const Missing = Type.Object({ use: Type.String(), fingerprint: Type.String(), subject: Type.String() });
const Extra = Type.Object({
  type: Type.String(),
  serialNumber: Type.String(),
  subject: Type.Optional(Type.String({ description: 'Absent when nobody here knows the root' })),
});
const StationTrust = Type.Object({
  station: Type.String(),
  state: Type.String({ description: 'same, differs, failed, never' }),
  comparedAt: MaybeTime,
  missing: Type.Array(Missing),
  extra: Type.Array(Extra),
  problem: MaybeText,
  seccNotAfter: MaybeTime,
  clientNotAfter: MaybeTime,
  seccOcspValidUntil: MaybeTime,
});
const Comparison = Type.Object({
  station: Type.String(),
  state: Type.String(),
  done: Type.Array(Type.Object({ did: Type.String(), subject: Type.String() })),
  missing: Type.Array(Missing),
  extra: Type.Array(Extra),
  problem: Type.Optional(Type.String()),
});

/** The operations. */
export function trustOperations(services: Services): readonly Operation[] {
  const { certificates, ports, trust, rootPools, alarms } = services;
  const { db } = ports;
  return [
    operation(
      {
        method: 'GET',
        path: '/roots',
        summary: 'Roots that the CSMS trusts, by use',
        tag: 'trust',
        role: 'viewer',
        query: Type.Object({ use: Type.Optional(Use) }),
        response: Type.Object({ items: Type.Array(Root) }),
      },
      async ({ query: { use } }) => ({
        value: { items: certificates.anchors(...(use ? [use] : [])).map(rootView) },
      }),
    ),
    operation(
      {
        method: 'POST',
        path: '/roots',
        summary: 'Trust a root',
        tag: 'trust',
        role: 'admin',
        body: Type.Object(
          { use: Use, certificate: Type.String({ description: 'PEM' }) },
          { additionalProperties: false },
        ),
        status: 201,
        response: Root,
      },
      async ({ body: { use, certificate: pem }, caller }) => {
        try {
          const [der] = pemToDer(pem);
          const certificate = await certificates.addRoot(use, der!, `operator:${caller.name}`);
          return { value: rootView({ use, certificate }) };
        } catch (error) {
          if (error instanceof ProtocolError || error instanceof UsageError)
            throw new ApiProblem(422, error.code, `body.certificate: ${error.message}`);
          throw error;
        }
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/roots/:use/:fingerprint',
        summary: 'A root as PEM',
        tag: 'trust',
        role: 'viewer',
        params: Type.Object({ use: Use, fingerprint: Type.String() }),
      },
      async ({ params: { use, fingerprint } }) => {
        const pem = derToPem(rootOf(use, fingerprint).der);
        return {
          response: {
            status: 200,
            headers: { 'content-type': 'application/x-pem-file' },
            body: new TextEncoder().encode(pem),
          },
        };
      },
    ),
    operation(
      {
        method: 'DELETE',
        path: '/roots/:use/:fingerprint',
        summary: 'Trust a root no longer; with trust.remove it also leaves the stations',
        tag: 'trust',
        role: 'admin',
        params: Type.Object({ use: Use, fingerprint: Type.String() }),
        status: 204,
      },
      async ({ params: { use, fingerprint } }) => {
        rootOf(use, fingerprint);
        await certificates.removeRoot(use, fingerprint);
        return { value: undefined };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/trust/stations',
        summary: 'Which station lacks which root, when it was compared, when its SECC certificate ends',
        tag: 'trust',
        role: 'viewer',
        response: Type.Object({ items: Type.Array(StationTrust) }),
      },
      async () => ({ value: { items: await fleet() } }),
    ),
    operation(
      {
        method: 'POST',
        path: '/trust/stations/:identity/compare',
        summary: 'Compare the roots of a station now; with apply=true also install and delete',
        tag: 'trust',
        role: 'operator',
        params: Type.Object({ identity: Type.String() }),
        query: Type.Object({ apply: Type.Boolean({ default: false }) }),
        response: Comparison,
      },
      async ({ params, query: { apply } }) => {
        if (!(await services.stations.find(params.identity)))
          throw new ApiProblem(404, 'station_unknown', `no station ${params.identity}`);
        return { value: await trust.compare(params.identity, { isApplied: apply }) };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/trust/explain',
        summary: 'Would a car with this root be authorized at this station, and if not, why?',
        tag: 'trust',
        role: 'viewer',
        query: Type.Object({
          station: Type.String(),
          root: Type.String({ description: 'SHA-256 fingerprint of a root that the CSMS has, or PEM of any' }),
        }),
        response: Type.Object({
          station: Type.String(),
          root: Type.String(),
          isAuthorized: Type.String({ description: 'yes, no, unknown' }),
          checks: Type.Array(
            Type.Object({
              check: Type.String(),
              outcome: Type.String(),
              text: Type.String(),
              remedy: Type.Optional(Type.String()),
            }),
          ),
        }),
      },
      async ({ query: { station, root } }) => {
        if (!(await services.stations.find(station)))
          throw new ApiProblem(404, 'station_unknown', `no station ${station}`);
        return { value: await explainTrust(services, station, namedRoot(root)) };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/trust/endings',
        summary: 'What ends within so many days, and stations that were not compared for too long',
        tag: 'trust',
        role: 'viewer',
        query: Type.Object({ days: Type.Integer({ default: 90, minimum: 0 }) }),
        response: Type.Object({
          endings: Type.Array(
            Type.Object({
              kind: Type.String(),
              station: Type.Optional(Type.String()),
              subject: Type.String(),
              fingerprint: Type.String(),
              notAfter: Time,
              days: Type.Integer(),
            }),
          ),
          stale: Type.Array(Type.Object({ station: Type.String(), comparedAt: MaybeTime, problem: MaybeText })),
        }),
      },
      async ({ query: { days } }) => ({
        value: {
          endings: (await endings(services, days)).map(({ notAfter, life_days: _, ...one }) => ({
            ...one,
            notAfter: time(notAfter),
          })),
          stale: (await staleStations(services)).map(({ station, compared_at, problem }) => ({
            station,
            comparedAt: time(compared_at),
            problem,
          })),
        },
      }),
    ),
    operation(
      {
        method: 'GET',
        path: '/trust/alarms',
        summary: 'What is wrong with roots and certificates at this moment, and since when',
        tag: 'trust',
        role: 'viewer',
        response: Type.Object({
          items: Type.Array(
            Type.Object({
              code: Type.String(),
              station: MaybeText,
              text: Type.String(),
              days: Type.Union([Type.Integer(), Type.Null()], {
                description: 'The threshold that it has come below; -1: ended; null: it has none',
              }),
              since: Time,
            }),
          ),
        }),
      },
      async () => {
        await alarms.look();
        const items = (await alarms.standing()).map(({ key: _, since, ...one }) => ({ ...one, since: time(since) }));
        return { value: { items } };
      },
    ),
    operation(
      {
        method: 'POST',
        path: '/trust/renew',
        summary: 'Trigger SignV2GCertificate at every connected station that has no SECC chain under this root',
        tag: 'trust',
        role: 'operator',
        query: Type.Object({
          root: Type.String({ description: 'SHA-256 fingerprint of a root that the CSMS has' }),
          dry: Type.Boolean({ default: false, description: 'Only say what would be done' }),
        }),
        response: Type.Object({
          items: Type.Array(
            Type.Object({
              station: Type.String(),
              outcome: Type.String({ description: 'under_root, asked, would_ask, lacks_root, away, refused' }),
              text: Type.Optional(Type.String()),
            }),
          ),
        }),
      },
      async ({ query: { root, dry } }) => ({
        value: { items: await renewLeaves(services, namedRoot(root), { isDry: dry }) },
      }),
    ),
    operation(
      {
        method: 'GET',
        path: '/trust/pools',
        summary: 'When each root pool was last read',
        tag: 'trust',
        role: 'viewer',
        response: Type.Object({
          items: Type.Array(Type.Object({ pool: Type.String(), readAt: MaybeTime, problem: MaybeText })),
        }),
      },
      async () => ({
        value: {
          items: rootPools.states().map(({ pool, read_at, hasBeenRead, problem }) => ({
            pool,
            readAt: hasBeenRead ? time(read_at) : null,
            problem,
          })),
        },
      }),
    ),
    operation(
      {
        method: 'POST',
        path: '/trust/pools/read',
        summary: 'Read the root pools now',
        tag: 'trust',
        role: 'operator',
        response: Type.Object({
          items: Type.Array(
            Type.Object({
              pool: Type.String(),
              added: Type.Array(Type.String()),
              withdrawn: Type.Array(Type.String()),
              problem: Type.Optional(Type.String()),
            }),
          ),
        }),
      },
      async () => ({ value: { items: await rootPools.read() } }),
    ),
  ];

  async function fleet(): Promise<readonly object[]> {
    const rows = await db
      .selectFrom('station')
      .leftJoin('trust_state', 'trust_state.station', 'station.identity')
      .select(['identity', 'state', 'compared_at', 'missing', 'extra', 'problem'])
      .orderBy('identity')
      .execute();
    const leaves = await db
      .selectFrom('station_certificate')
      .select((eb) => ['station', 'type', eb.fn.max('not_after').as('not_after')])
      .groupBy(['station', 'type'])
      .execute();
    const endOf = (station: string, types: readonly string[]) =>
      Math.max(
        0,
        ...(byStation.get(station) ?? []).filter(({ type }) => types.includes(type)).map(({ not_after }) => not_after),
      ) || null;
    const byStation = Map.groupBy(leaves, ({ station }) => station);
    const ocsp = new Map((await seccOcsp(services)).map(({ station, valid_until }) => [station, valid_until]));
    return rows.map(({ identity, state, compared_at, missing, extra, problem }) => ({
      station: identity,
      state: state ?? 'never',
      comparedAt: time(compared_at || null),
      missing: JSON.parse(missing ?? '[]'),
      extra: JSON.parse(extra ?? '[]'),
      problem,
      seccNotAfter: time(endOf(identity, ['V2GCertificate', 'combined'])),
      clientNotAfter: time(endOf(identity, ['ChargingStationCertificate', 'combined'])),
      seccOcspValidUntil: time(ocsp.get(identity) ?? null),
    }));
  }

  function rootOf(use: AnchorUse, fingerprint: string): Certificate {
    const found = certificates.roots(use).find((root) => root.fingerprint === fingerprint);
    if (!found) throw new ApiProblem(404, 'root_unknown', `no ${use} root ${fingerprint}`);
    return found;
  }

  function namedRoot(text: string): Certificate {
    if (!text.includes('BEGIN CERTIFICATE')) {
      const found = certificates.roots().find(({ fingerprint }) => fingerprint === text.toLowerCase());
      if (found) return found;
      throw new ApiProblem(404, 'root_unknown', `no root ${text}; give its PEM to ask about one that is not here`);
    }
    try {
      return parseCertificate(pemToDer(text)[0]!);
    } catch (error) {
      if (error instanceof ProtocolError) throw new ApiProblem(422, error.code, `query.root: ${error.message}`);
      throw error;
    }
  }
}

function rootView({ use, certificate }: { readonly use: AnchorUse; readonly certificate: Certificate }): object {
  const { subject, fingerprint, notBefore, notAfter } = certificate;
  return { use, subject: String(subject), fingerprint, notBefore: time(notBefore), notAfter: time(notAfter) };
}
