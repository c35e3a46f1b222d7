/** `/metrics`: what an alarm of the operator's own watches, in the text format of Prometheus 0.0.4. @module */
import type { HttpResponse } from '@openpnc/core/http';
import type { Services } from '../services.ts';
import { seccOcsp } from '../trust/seccChains.ts';

/** One sample with its labels. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** The metrics of this moment. */
export async function metrics(services: Services): Promise<HttpResponse> {
  const { ports, connections, certificates, rootPools, alarms } = services;
  const { db } = ports;
  const trust = await db
    .selectFrom('station')
    .leftJoin('trust_state', 'trust_state.station', 'station.identity')
    .select(['station.identity', 'trust_state.compared_at', 'trust_state.missing', 'trust_state.extra'])
    .orderBy('station.identity')
    .execute();
  const leaves = await db
    .selectFrom('station_certificate')
    .innerJoin('station', 'station.identity', 'station_certificate.station')
    .select((eb) => ['station', 'type', eb.fn.max('not_after').as('not_after')])
    .groupBy(['station', 'type'])
    .execute();
  const running = await db
    .selectFrom('charging_session')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const outbox = await db
    .selectFrom('outbox')
    .select((eb) => ['kind', 'state', eb.fn.countAll().as('count')])
    .where('state', '!=', 'done')
    .groupBy(['kind', 'state'])
    .execute();
  const standing = Map.groupBy(await alarms.standing(), ({ code }) => code);
  const count = (json: string | null) => (JSON.parse(json ?? '[]') as unknown[]).length;
  const families: readonly (readonly [name: string, help: string, samples: readonly Sample[]])[] = [
    ['openpnc_csms_stations', 'Enrolled stations', [[{}, trust.length]]],
    ['openpnc_csms_stations_connected', 'Stations that are connected', [[{}, connections.identities().length]]],
    ['openpnc_csms_sessions_running', 'Transactions that have not ended', [[{}, Number(running?.count ?? 0)]]],
    [
      'openpnc_csms_outbox',
      'Work towards others that waits or was refused: CDRs, station certificates, alarms',
      outbox.map(({ kind, state, count: many }) => [{ kind, state }, Number(many)]),
    ],
    [
      'openpnc_root_not_after_seconds',
      'End of a trusted root, Unix time',
      certificates
        .anchors()
        .map(({ use, certificate: { subject, fingerprint, notAfter } }) => [
          { use, subject: String(subject), fingerprint },
          notAfter / 1000,
        ]),
    ],
    [
      'openpnc_station_certificate_not_after_seconds',
      'End of the latest certificate of a station, Unix time',
      leaves.map(({ station, type, not_after }) => [{ station, type }, not_after / 1000]),
    ],
    [
      'openpnc_station_trust_compared_seconds',
      'When the roots of a station were last compared, Unix time; 0: never',
      trust.map(({ identity, compared_at }) => [{ station: identity }, (compared_at ?? 0) / 1000]),
    ],
    [
      'openpnc_station_roots_missing',
      'Wanted roots that a station lacks',
      trust.map(({ identity, missing }) => [{ station: identity }, count(missing)]),
    ],
    [
      'openpnc_station_roots_extra',
      'Roots of a station that nobody wants',
      trust.map(({ identity, extra }) => [{ station: identity }, count(extra)]),
    ],
    [
      'openpnc_station_secc_ocsp_valid_until_seconds',
      'Until when the OCSP answers for the SECC chain of a station are valid, Unix time',
      (await seccOcsp(services)).map(({ station, valid_until }) => [{ station }, valid_until / 1000]),
    ],
    [
      'openpnc_root_pool_read_seconds',
      'When a root pool was last read well, Unix time; 0: not since the start',
      rootPools.states().map(({ pool, read_at, hasBeenRead }) => [{ pool }, hasBeenRead ? read_at / 1000 : 0]),
    ],
    [
      'openpnc_trust_alarms',
      'Alarms of the watch over trust that stand, by code',
      [...standing].map(([code, rows]) => [{ code }, rows.length]),
    ],
  ];
  const text = families
    .map(
      ([name, help, samples]) =>
        `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${samples.map((sample) => line(name, sample)).join('')}`,
    )
    .join('');
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    body: new TextEncoder().encode(text),
  };
}

function line(name: string, [labels, value]: Sample): string {
  const inner = Object.entries(labels)
    .map(([label, text]) => `${label}="${text.replace(/[\\"\n]/g, (one) => (one === '\n' ? '\\n' : `\\${one}`))}"`)
    .join(',');
  return `${name}${inner === '' ? '' : `{${inner}}`} ${value}\n`;
}
