/**
 * Keeps the roots of all stations as they are wanted: compares, installs what is missing, deletes what is no longer wanted,
 * and proves it by listing again. OCPP 2.0.1 M03-M05.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { CertificateHashDataChainType, InstallCertificateUseEnumType } from '@openpnc/ocpp/v201';
import { derToPem } from '@openpnc/x509/certificate';
import { traceFinding } from '../finding.ts';
import type { Services } from '../services.ts';
import type { InstalledRow, TrustStateRow } from '../store/tables.ts';
import { rootFlaws } from './rootFlaws.ts';
import { installedAs, type TrustDiff, trustDiff, type WantedRoot } from './trustDiff.ts';

/** How a comparison ended. */
export interface Comparison {
  readonly station: string;
  readonly state: 'same' | 'differs' | 'failed';
  /** What was done, in order. */
  readonly done: readonly { readonly did: 'installed' | 'deleted'; readonly subject: string }[];
  readonly missing: readonly { readonly use: string; readonly fingerprint: string; readonly subject: string }[];
  readonly extra: readonly { readonly type: string; readonly serialNumber: string; readonly subject?: string }[];
  readonly problem?: string;
}

/** Stations are compared one after another, a few at the same time, as they become due. */
export class TrustKeeper {
  readonly #services: () => Services;
  /** When each station is to be compared next, and after how many failures in a row. */
  readonly #due = new Map<string, { readonly at: Millis; readonly failures: number }>();
  readonly #running = new Map<string, Promise<unknown>>();
  /** When stations were changed within the last minute, the earliest first. */
  readonly #recent: Millis[] = [];
  #alarm: { readonly at: Millis; cancel(): void } | undefined;
  #isStarted = false;

  constructor(services: () => Services) {
    this.#services = services;
  }

  start(): void {
    const { settings, certificates } = this.#services();
    if (settings.trust.apply === 'off') return;
    this.#isStarted = true;
    certificates.onChange(() => this.#rootsChanged());
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#alarm?.cancel();
    await Promise.all(this.#running.values());
  }

  /** A station was accepted, or came back: it is compared when its first business is done, or when the last comparison is old. */
  async came(station: string, how: 'booted' | 'reconnected'): Promise<void> {
    if (!this.#isStarted) return;
    const { ports, settings } = this.#services();
    const now = ports.clock.now();
    const last = how === 'booted' ? undefined : await this.state(station);
    const at = last ? last.compared_at + settings.trust.compare_s * 1000 : now;
    this.#plan(station, Math.max(at, now + settings.trust.afterBoot_ms), 0);
  }

  async state(station: string): Promise<TrustStateRow | undefined> {
    const { db } = this.#services().ports;
    return db.selectFrom('trust_state').selectAll().where('station', '=', station).executeTakeFirst();
  }

  /** The roots that a station shall have: of its group, else all V2G and MO roots; of these the valid ones without a flaw. */
  wanted(station: string): readonly WantedRoot[] {
    const { settings, certificates, ports } = this.#services();
    const now = ports.clock.now();
    const group = settings.trust.groups.find(({ stations }) => stations.includes(station));
    return certificates.anchors('v2g', 'mo').flatMap(({ use, certificate }) => {
      const isWanted = group ? group.roots.includes(certificate.fingerprint) : true;
      const isValid = certificate.notBefore <= now && now <= certificate.notAfter;
      const isFit = rootFlaws(certificate, use).length === 0;
      return isWanted && isValid && isFit ? [{ type: installedAs(use)!, certificate }] : [];
    });
  }

  /** Compares one station now, and mends it when `isApplied`. Never rejects on what the station does. */
  async compare(station: string, { isApplied }: { readonly isApplied: boolean }): Promise<Comparison> {
    const running = this.#running.get(station);
    if (running) await running;
    const work = this.#compare(station, isApplied);
    this.#running.set(station, work);
    try {
      return await work;
    } finally {
      if (this.#running.get(station) === work) this.#running.delete(station);
    }
  }

  async #compare(station: string, isApplied: boolean): Promise<Comparison> {
    const done: { did: 'installed' | 'deleted'; subject: string }[] = [];
    let diff: TrustDiff | undefined;
    let problem: string | undefined;
    try {
      diff = this.#diff(station, await this.#list(station));
      if (isApplied && (diff.missing.length > 0 || (this.#isRemoving && diff.extra.length > 0))) {
        problem = await this.#mend(station, diff, done);
        diff = this.#diff(station, await this.#list(station));
      }
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      problem = error.message;
    }
    return this.#keep(station, diff, done, problem);
  }

  /** Installs and deletes. @returns what did not go. */
  async #mend(
    station: string,
    diff: TrustDiff,
    done: { did: 'installed' | 'deleted'; subject: string }[],
  ): Promise<string | undefined> {
    const { connections, settings } = this.#services();
    const deadline = () => this.#services().ports.clock.now() + settings.trust.call_ms;
    const problems: string[] = [];
    const present = [...diff.present];
    for (const root of diff.missing) {
      const { type: certificateType, certificate } = root;
      const subject = String(certificate.subject);
      const payload = { certificateType, certificate: derToPem(certificate.der) };
      const { status, statusInfo } = await connections.call(station, 'InstallCertificate', payload, deadline());
      if (status === 'Accepted') {
        present.push(root);
        done.push({ did: 'installed', subject });
      } else problems.push(`InstallCertificate of ${subject}: ${status}${reason(statusInfo)}`);
    }
    if (!this.#isRemoving) return problems[0];
    for (const { type, hashData, certificate } of diff.extra) {
      const subject = certificate ? String(certificate.subject) : `serial number ${hashData.serialNumber}`;
      // Without any wanted root of this kind the station would serve no car at all.
      if (!present.some((root) => root.type === type)) {
        problems.push(`${subject}: not deleted, it is the last ${type} of the station`);
        continue;
      }
      const payload = { certificateHashData: hashData };
      const { status, statusInfo } = await connections.call(station, 'DeleteCertificate', payload, deadline());
      if (status === 'Failed') problems.push(`DeleteCertificate of ${subject}: ${status}${reason(statusInfo)}`);
      else done.push({ did: 'deleted', subject });
    }
    return problems[0];
  }

  async #list(station: string): Promise<readonly CertificateHashDataChainType[]> {
    const { connections, settings, ports } = this.#services();
    const deadline = ports.clock.now() + settings.trust.call_ms;
    const payload = { certificateType: [...LISTED] };
    const answer = await connections.call(station, 'GetInstalledCertificateIds', payload, deadline);
    const listed = answer.status === 'Accepted' ? (answer.certificateHashDataChain ?? []) : [];
    await this.#keepListed(station, listed);
    return listed;
  }

  async #keepListed(station: string, listed: readonly CertificateHashDataChainType[]): Promise<void> {
    const rows = listed.map(
      ({ certificateType, certificateHashData, childCertificateHashData = [] }): InstalledRow => ({
        station,
        type: certificateType,
        hash_data: JSON.stringify(certificateHashData),
        children: JSON.stringify(childCertificateHashData),
      }),
    );
    await this.#services()
      .ports.db.transaction()
      .execute(async (inner) => {
        await inner.deleteFrom('installed').where('station', '=', station).execute();
        for (const row of rows)
          await inner
            .insertInto('installed')
            .values(row)
            .onConflict((conflict) => conflict.columns(['station', 'type', 'hash_data']).doNothing())
            .execute();
      });
  }

  #diff(station: string, listed: readonly CertificateHashDataChainType[]): TrustDiff {
    return trustDiff(this.wanted(station), listed, this.#services().certificates.anchors(), MANAGED);
  }

  async #keep(
    station: string,
    diff: TrustDiff | undefined,
    done: Comparison['done'],
    problem: string | undefined,
  ): Promise<Comparison> {
    const { ports } = this.#services();
    const now = ports.clock.now();
    const missing = (diff?.missing ?? []).map(({ type, certificate }) => ({
      use: type,
      fingerprint: certificate.fingerprint,
      subject: String(certificate.subject),
    }));
    const extra = (diff?.extra ?? []).map(({ type, hashData, certificate }) => ({
      type,
      serialNumber: hashData.serialNumber,
      ...(certificate && { subject: String(certificate.subject) }),
    }));
    const state = !diff ? 'failed' : missing.length + extra.length > 0 ? 'differs' : 'same';
    const values = {
      ...(diff && { compared_at: Math.floor(now), missing: JSON.stringify(missing), extra: JSON.stringify(extra) }),
      state,
      problem: problem ?? null,
    };
    await ports.db
      .insertInto('trust_state')
      .values({ station, compared_at: 0, missing: '[]', extra: '[]', ...values })
      .onConflict((conflict) => conflict.column('station').doUpdateSet(values))
      .execute();
    const tell = (code: string, severity: 'info' | 'warning', text: string) =>
      traceFinding(ports.trace, now, undefined, {
        code,
        severity,
        text: `${station}: ${text}`,
        spec: 'OCPP 2.0.1 M03',
      });
    for (const { did, subject } of done) tell(`root_${did}`, 'info', `${did} ${subject}`);
    for (const { use, subject } of missing) tell('station_root_missing', 'warning', `lacks the ${use} ${subject}`);
    for (const { type, serialNumber, subject } of extra)
      if (subject === undefined)
        tell('station_root_unknown', 'warning', `has a ${type} that nobody here knows, serial number ${serialNumber}`);
    if (problem !== undefined) tell('trust_not_compared', 'warning', problem);
    const comparison = { station, state, done, missing, extra, ...(problem !== undefined && { problem }) } as const;
    ports.publish('trust', { event: 'compared', ...comparison });
    return comparison;
  }

  get #isRemoving(): boolean {
    return this.#services().settings.trust.remove;
  }

  /** Every connected station is compared soon: the wanted set is another. */
  #rootsChanged(): void {
    const { connections, ports } = this.#services();
    for (const station of connections.identities()) this.#plan(station, ports.clock.now() + SETTLE_MS, 0);
  }

  #plan(station: string, at: Millis, failures: number): void {
    if (!this.#isStarted) return;
    this.#due.set(station, { at, failures });
    this.#wake(at);
  }

  #wake(at: Millis): void {
    if (this.#alarm && this.#alarm.at <= at) return;
    this.#alarm?.cancel();
    const cancel = this.#services().ports.clock.alarm(at, () => {
      this.#alarm = undefined;
      this.#work();
    });
    this.#alarm = { at, cancel };
  }

  #work(): void {
    const { ports, settings, connections } = this.#services();
    const now = ports.clock.now();
    const ordered = [...this.#due].toSorted(([, a], [, b]) => a.at - b.at);
    for (const [station, { at, failures }] of ordered) {
      if (at > now) {
        this.#plan(station, at, failures);
        return;
      }
      // What ends calls for the next; a station that is away comes again by itself.
      if (this.#running.size >= settings.trust.atOnce) return;
      while (this.#recent[0] !== undefined && this.#recent[0] <= now - MINUTE_MS) this.#recent.shift();
      if (this.#recent.length >= settings.trust.perMinute) {
        this.#wake(this.#recent[0]! + MINUTE_MS);
        return;
      }
      this.#due.delete(station);
      if (connections.find(station)?.registration === 'Accepted') void this.#one(station, failures);
    }
  }

  async #one(station: string, failures: number): Promise<void> {
    const { settings, ports } = this.#services();
    const { apply, compare_s, retry_ms } = settings.trust;
    let isGood = false;
    try {
      const { problem, done } = await this.compare(station, { isApplied: apply === 'apply' });
      if (done.length > 0) this.#recent.push(ports.clock.now());
      isGood = problem === undefined;
    } catch (error) {
      traceFinding(ports.trace, ports.clock.now(), undefined, {
        code: 'internal_error',
        severity: 'warning',
        text: `trust of ${station}: ${String(error)}`,
      });
    }
    const wait = isGood ? compare_s * 1000 : Math.min(3_600_000, retry_ms * 2 ** Math.min(failures, 20));
    this.#plan(station, ports.clock.now() + wait, isGood ? 0 : failures + 1);
    this.#work();
  }
}

function reason(statusInfo: { readonly reasonCode: string; readonly additionalInfo?: string } | undefined): string {
  return statusInfo
    ? ` (${statusInfo.reasonCode}${statusInfo.additionalInfo ? `: ${statusInfo.additionalInfo}` : ''})`
    : '';
}

const MANAGED: readonly InstallCertificateUseEnumType[] = ['V2GRootCertificate', 'MORootCertificate'];
const LISTED = ['V2GRootCertificate', 'MORootCertificate', 'CSMSRootCertificate', 'V2GCertificateChain'] as const;
/** Roots often change together: stations are compared once for all of them. */
const SETTLE_MS = 2000;
const MINUTE_MS = 60_000;
