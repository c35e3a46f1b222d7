/** What ends soon and what is stale: told once a threshold, in time to do something. @module */
import type { Millis } from '@openpnc/core/machine';
import { traceFinding } from '../finding.ts';
import type { Services } from '../services.ts';

/** Something that ends. */
interface Ending {
  readonly kind: 'root' | 'sub-ca' | 'station_certificate';
  /** Of a station certificate. */
  readonly station?: string;
  readonly subject: string;
  readonly fingerprint: string;
  readonly notAfter: Millis;
  readonly days: number;
}

/** A station that was not compared for too long. */
interface Stale {
  readonly station: string;
  readonly compared_at: Millis | null;
  readonly problem: string | null;
}

/** Looks once a day and tells what has come below a threshold since. */
export class TrustAlarms {
  readonly #services: () => Services;
  readonly #told = new Map<string, number>();
  #cancel: (() => void) | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(services: () => Services) {
    this.#services = services;
  }

  start(): void {
    const { ports } = this.#services();
    const again = () => {
      this.#running = this.#look().catch((error: unknown) =>
        traceFinding(ports.trace, ports.clock.now(), undefined, {
          code: 'internal_error',
          severity: 'warning',
          text: `trust alarms: ${String(error)}`,
        }),
      );
      this.#cancel = ports.clock.alarm(ports.clock.now() + DAY_MS, again);
    };
    again();
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    await this.#running;
  }

  async #look(): Promise<void> {
    const { settings, ports } = this.#services();
    const thresholds = settings.trust.alarm_days.toSorted((a, b) => a - b);
    for (const ending of await endings(this.#services(), thresholds.at(-1) ?? 0)) {
      const threshold = thresholds.find((days) => ending.days <= days)!;
      const key = `${ending.station ?? ''}\n${ending.fingerprint}`;
      if ((this.#told.get(key) ?? Number.POSITIVE_INFINITY) <= threshold) continue;
      this.#told.set(key, threshold);
      const what = ending.station ? `certificate of ${ending.station}, ${ending.subject}` : ending.subject;
      const text = ending.days < 0 ? `${what}: ended ${-ending.days} days ago` : `${what}: ends in ${ending.days} days`;
      traceFinding(ports.trace, ports.clock.now(), undefined, {
        code: ending.days < 0 ? `${ending.kind}_ended` : `${ending.kind}_ends_soon`,
        severity: 'warning',
        text,
      });
      ports.publish('trust', { event: 'ends', ...ending, threshold });
    }
    for (const { station, compared_at, problem } of await staleStations(this.#services())) {
      traceFinding(ports.trace, ports.clock.now(), undefined, {
        code: 'trust_stale',
        severity: 'warning',
        text: `${station}: roots last compared ${compared_at === null ? 'never' : new Date(compared_at).toISOString()}${problem ? ` (${problem})` : ''}`,
      });
      ports.publish('trust', { event: 'stale', station, compared_at, problem });
    }
  }
}

/** Roots, sub-CAs and station certificates that end within so many days, or have ended; of a station only its latest one of a type. */
export async function endings({ certificates, ports }: Services, within_days: number): Promise<readonly Ending[]> {
  const now = ports.clock.now();
  const rows = await ports.db
    .selectFrom('station_certificate')
    .select(['station', 'type', 'fingerprint', 'subject', 'not_after'])
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
  for (const { station, fingerprint, subject, not_after } of latest.values())
    all.push({
      kind: 'station_certificate',
      station,
      subject,
      fingerprint,
      notAfter: not_after,
      days: daysTo(not_after),
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
    .select(['station.identity', 'station.enrolled_at', 'trust_state.compared_at', 'trust_state.problem'])
    .execute();
  return rows
    .filter(({ enrolled_at, compared_at }) => (compared_at || enrolled_at) < limit)
    .map(({ identity, compared_at, problem }) => ({
      station: identity,
      compared_at: compared_at || null,
      problem,
    }));
}

const DAY_MS = 86_400_000;
