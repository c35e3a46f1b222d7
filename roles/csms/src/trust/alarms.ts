/** What ends soon, what is missing and what is stale: kept while it lasts, told once a threshold and again when it is over. @module */
import { fromUtf8, toHex, toUtf8 } from '@openpnc/core/bytes';
import { HttpFailure } from '@openpnc/core/http';
import type { Millis } from '@openpnc/core/machine';
import { hmacSha256 } from '@openpnc/x509/mac';
import { sql } from 'kysely';
import { traceFinding } from '../finding.ts';
import type { Services } from '../services.ts';
import type { Worker } from '../sessions/outbox.ts';
import type { TrustAlarmRow } from '../store/tables.ts';
import { rootFlaws } from './rootFlaws.ts';
import { seccOcsp } from './seccChains.ts';

/** Something that ends. */
interface Ending {
  readonly kind: 'root' | 'sub-ca' | 'station_certificate';
  /** Of a station certificate. */
  readonly station?: string;
  readonly subject: string;
  readonly fingerprint: string;
  readonly notAfter: Millis;
  readonly days: number;
  /** Of a station certificate: days from its installation to its end. */
  readonly life_days?: number;
}

/** A station that was not compared for too long. */
interface Stale {
  readonly station: string;
  readonly compared_at: Millis | null;
  readonly problem: string | null;
}

/** What is wrong now. */
interface AlarmNow {
  /** The same as long as it is the same trouble. */
  readonly key: string;
  readonly code: string;
  readonly station: string | null;
  readonly text: string;
  /** The threshold that it has come below, days; null where there is none. */
  readonly days: number | null;
}

/** Kind of the calls of the alarm webhook in the outbox. */
export const ALARM = 'alarm';

/** Looks once an hour and tells what is new or graver, and what is over. */
export class TrustAlarms {
  readonly #services: () => Services;
  #cancel: (() => void) | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(services: () => Services) {
    this.#services = services;
  }

  start(): void {
    const { ports } = this.#services();
    const again = () => {
      this.#running = this.look().catch((error: unknown) =>
        traceFinding(ports.trace, ports.clock.now(), undefined, {
          code: 'internal_error',
          severity: 'warning',
          text: `trust alarms: ${String(error)}`,
        }),
      );
      this.#cancel = ports.clock.alarm(ports.clock.now() + LOOK_MS, again);
    };
    again();
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    await this.#running;
  }

  /** The alarms that stand, the oldest first. */
  async standing(): Promise<readonly TrustAlarmRow[]> {
    const { db } = this.#services().ports;
    return db.selectFrom('trust_alarm').selectAll().orderBy('since').orderBy('key').execute();
  }

  /** Looks now. */
  async look(): Promise<void> {
    const { db } = this.#services().ports;
    const kept = new Map((await this.standing()).map((row) => [row.key, row]));
    for (const alarm of await alarmsNow(this.#services())) {
      const before = kept.get(alarm.key);
      kept.delete(alarm.key);
      const isGraver = before?.code !== alarm.code || (before.days ?? 0) > (alarm.days ?? 0);
      const since = before?.since ?? Math.floor(this.#services().clock.now());
      await db
        .insertInto('trust_alarm')
        .values({ ...alarm, since })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ ...alarm }))
        .execute();
      if (isGraver) await this.#tell('raised', { ...alarm, since });
    }
    for (const over of kept.values()) {
      await db.deleteFrom('trust_alarm').where('key', '=', over.key).execute();
      await this.#tell('cleared', over);
    }
  }

  async #tell(event: 'raised' | 'cleared', alarm: TrustAlarmRow): Promise<void> {
    const { ports, settings, outbox } = this.#services();
    const now = ports.clock.now();
    const { code, text, station, days, since } = alarm;
    if (event === 'raised') traceFinding(ports.trace, now, undefined, { code, severity: 'warning', text });
    else
      traceFinding(ports.trace, now, undefined, { code: 'trust_alarm_over', severity: 'info', text: `over: ${text}` });
    ports.publish('trust', { event: `alarm_${event}`, code, station, text, days, since });
    if (!settings.trust.alarmWebhook) return;
    const content = { event, at: iso(now), code, station, text, days, since: iso(since) };
    await outbox.add({ kind: ALARM, subject: ports.ids.next(now), partner: null, content, due_at: now });
  }
}

/** Sends one call of the alarm webhook. Silence, 5xx, 408 and 429 are tried again; any other answer is the receiver's last word. */
export function alarmWorker(services: () => Services): Worker {
  return async ({ id, content }) => {
    const { settings, ports } = services();
    const hook = settings.trust.alarmWebhook;
    if (!hook) return { outcome: 'refused', text: 'no alarm webhook is set any more' };
    const bytes = toUtf8(JSON.stringify(content));
    try {
      const { status, body: told } = await ports.http(
        {
          method: 'POST',
          url: hook.url,
          headers: {
            'content-type': 'application/json',
            'x-openpnc-delivery': id,
            ...(hook.token !== undefined && { authorization: `Bearer ${hook.token}` }),
            ...(hook.secret !== undefined && {
              'x-openpnc-signature': `sha256=${toHex(hmacSha256(toUtf8(hook.secret), bytes))}`,
            }),
          },
          body: bytes,
        },
        { deadline: ports.clock.now() + CALL_MS },
      );
      if (status < 300) return { outcome: 'done' };
      const text = `${hook.url}: HTTP ${status} ${told ? textOf(told) : ''}`.trim();
      return { outcome: status >= 500 || status === 408 || status === 429 ? 'later' : 'refused', text };
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return { outcome: 'later', text: error.message };
    }
  };
}

function textOf(body: Uint8Array): string {
  try {
    return fromUtf8(body).slice(0, 200);
  } catch {
    return `${body.length} bytes`;
  }
}

/** Everything that is wrong at this moment. */
async function alarmsNow(services: Services): Promise<readonly AlarmNow[]> {
  const { settings, rootPools, clock } = services;
  const now = clock.now();
  const thresholds = settings.trust.alarm_days.toSorted((a, b) => a - b);
  const alarms: AlarmNow[] = [];
  for (const ending of await endings(services, thresholds.at(-1) ?? 0)) {
    const { kind, station, subject, fingerprint, days, life_days } = ending;
    // A certificate that lives for 90 days is not near its end on its first day.
    const threshold = thresholds.find((one) => days <= one && (life_days === undefined || one <= life_days / 2));
    if (days >= 0 && threshold === undefined) continue;
    const what = station === undefined ? subject : `certificate of ${station}, ${subject}`;
    const isOver = days < 0;
    alarms.push({
      key: `${kind}\n${station ?? ''}\n${fingerprint}`,
      code: `${kind.replace('-', '_')}_${isOver ? 'ended' : 'ends_soon'}`,
      station: station ?? null,
      text: isOver ? `${what}: ended ${-days} days ago` : `${what}: ends in ${days} days`,
      days: isOver ? -1 : threshold!,
    });
  }
  const add = (code: string, station: string | null, of: string, text: string) =>
    alarms.push({ key: `${code}\n${of}`, code, station, text, days: null });
  for (const { use, certificate } of services.certificates.anchors('v2g', 'mo')) {
    const [flaw] = rootFlaws(certificate, use);
    if (flaw !== undefined)
      add('root_unfit', null, certificate.fingerprint, `${certificate.subject}: never pushed to stations, ${flaw}`);
  }
  for (const { station, compared_at, problem } of await staleStations(services)) {
    const last = compared_at === null ? 'never' : iso(compared_at);
    add('trust_stale', station, station, `${station}: roots last compared ${last}${problem ? ` (${problem})` : ''}`);
  }
  for (const { station, missing } of await lacking(services))
    add('station_root_missing', station, station, `${station}: lacks ${missing.join('; ')}`);
  for (const { pool, read_at, problem } of rootPools.states())
    if (settings.trust.poll_s > 0 && now - read_at > DAY_MS + settings.trust.poll_s * 1000)
      add('root_pool_stale', null, pool, `${pool}: roots last read ${iso(read_at)}${problem ? ` (${problem})` : ''}`);
  for (const { station, valid_until } of await seccOcsp(services))
    if (valid_until < now - DAY_MS)
      add(
        'secc_ocsp_stale',
        station,
        station,
        `${station}: no OCSP answer for its SECC chain since ${iso(valid_until)}`,
      );
  return alarms;
}

/** Stations that lacked a wanted root when they were last compared. */
async function lacking({ ports, settings }: Services) {
  if (settings.trust.apply === 'off') return [];
  const rows = await ports.db
    .selectFrom('trust_state')
    .innerJoin('station', 'station.identity', 'trust_state.station')
    .select(['trust_state.station', 'trust_state.missing'])
    .where('missing', '!=', '[]')
    .execute();
  return rows.map(({ station, missing }) => ({
    station,
    missing: (JSON.parse(missing) as { use: string; subject: string }[]).map(({ use, subject }) => `${use} ${subject}`),
  }));
}

/** Roots, sub-CAs and station certificates that end within so many days, or have ended; of a station only its latest one of a type. */
export async function endings({ certificates, ports }: Services, within_days: number): Promise<readonly Ending[]> {
  const now = ports.clock.now();
  const rows = await ports.db
    .selectFrom('station_certificate')
    .innerJoin('station', 'station.identity', 'station_certificate.station')
    .select(['station', 'type', 'fingerprint', 'subject', 'not_after', 'installed_at'])
    .orderBy('not_after', 'desc')
    .execute();
  const latest = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const key = `${row.station}\n${row.type}`;
    if (!latest.has(key)) latest.set(key, row);
  }
  const all: Ending[] = [
    ...certificates.roots().map((certificate) => ({ kind: 'root' as const, certificate })),
    ...certificates.subCas().map((certificate) => ({ kind: 'sub-ca' as const, certificate })),
  ].map(({ kind, certificate: { subject, fingerprint, notAfter } }) => ({
    kind,
    subject: String(subject),
    fingerprint,
    notAfter,
    days: daysTo(notAfter),
  }));
  for (const { station, fingerprint, subject, not_after, installed_at } of latest.values())
    all.push({
      kind: 'station_certificate',
      station,
      subject,
      fingerprint,
      notAfter: not_after,
      days: daysTo(not_after),
      life_days: Math.round((not_after - installed_at) / DAY_MS),
    });
  return all.filter(({ days }) => days <= within_days).toSorted((a, b) => a.notAfter - b.notAfter);

  function daysTo(at: Millis): number {
    return Math.floor((at - now) / DAY_MS);
  }
}

/** Enrolled stations whose roots were not compared for a day more than planned. */
export async function staleStations({ ports, settings }: Services): Promise<readonly Stale[]> {
  if (settings.trust.apply === 'off') return [];
  const limit = ports.clock.now() - settings.trust.compare_s * 1000 - DAY_MS;
  const rows = await ports.db
    .selectFrom('station')
    .leftJoin('trust_state', 'trust_state.station', 'station.identity')
    .select(['station.identity', 'trust_state.compared_at', 'trust_state.problem'])
    .where(
      (eb) => eb.fn.coalesce(eb.fn('nullif', ['trust_state.compared_at', sql.lit(0)]), 'station.enrolled_at'),
      '<',
      limit,
    )
    .execute();
  return rows.map(({ identity, compared_at, problem }) => ({
    station: identity,
    compared_at: compared_at || null,
    problem,
  }));
}

function iso(at: Millis): string {
  return new Date(at).toISOString();
}

const LOOK_MS = 3_600_000;
const DAY_MS = 86_400_000;
const CALL_MS = 10_000;
