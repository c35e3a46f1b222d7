/** What `openpnc bench` does, one function a target: the catalogue in virtual time, over real sockets, or against a real product. @module */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { BenchProfile } from '@openpnc/bench/benchCase';
import type { BenchTarget } from '@openpnc/bench/benchReport';
import { catalogue } from '@openpnc/bench/catalogue';
import { csmsCases, csmsRunner } from '@openpnc/bench/csmsCases';
import { emspCases, emspRunner } from '@openpnc/bench/emspCases';
import { evCases, evRunner } from '@openpnc/bench/evRun';
import { evseCases, evseRunner } from '@openpnc/bench/evseRun';
import { pkiCases, pkiRunner } from '@openpnc/bench/pkiCases';
import { type AnyCase, type CaseRunner, runFolder } from '@openpnc/bench/runFolder';
import { simRunner } from '@openpnc/bench/simRun';
import { wireCases, wireRunner } from '@openpnc/bench/wireRun';
import { normalEmaid } from '@openpnc/core/emaid';
import { OperatorError } from '@openpnc/core/errors';
import { readCertificates, readTrust } from '@openpnc/lab/material';
import { sections } from '@openpnc/lab/sections';
import { fileKeys } from '@openpnc/node/keys';
import type { EstCa } from '@openpnc/opcp/backend';
import type { EstSpelling } from '@openpnc/opcp/est';
import { configuration } from './configuration.ts';

const PROFILES: readonly BenchProfile[] = ['quick', 'full', 'pnc', 'security'];

/** Flags that every target has. */
interface BenchFlags {
  readonly profile: string;
  readonly case?: readonly string[];
  readonly resume?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly folder: string;
}

export interface SimFlags extends BenchFlags {
  readonly seed: string;
}

export interface WireFlags extends BenchFlags {
  readonly interface?: string;
  readonly sdpPort: string;
}

/** Flags of a target with a configuration. */
interface Configured {
  readonly config?: string;
  readonly set: readonly string[];
}

export interface EvseFlags extends WireFlags, Configured {
  readonly pause: string;
  readonly energy: string;
  readonly card?: boolean;
}

export interface EvFlags extends WireFlags, Configured {
  readonly wait: string;
}

export interface CsmsFlags extends BenchFlags, Configured {
  readonly url?: string;
}

export interface EmspFlags extends BenchFlags {
  readonly url: string;
  readonly token: string;
  readonly emaid?: string;
}

export interface PkiFlags extends BenchFlags {
  readonly chain?: string;
  readonly revoked?: string;
  readonly url?: string;
  readonly crl?: string;
  readonly est?: string;
  readonly estPaths: EstSpelling;
  readonly estCa: EstCa;
  readonly cn: string;
  readonly pools?: string;
  readonly dialect: 'opcp' | 'opnc';
  readonly car?: string;
  readonly pcid?: string;
  readonly emaid?: string;
  readonly token?: string;
  readonly client?: string;
  readonly tokenUrl?: string;
  readonly tokenForm: 'json' | 'form';
  readonly audience?: string;
  readonly expiredToken?: string;
}

/** The catalogue against our own parties in virtual time. */
export function benchSim(flags: SimFlags): Promise<void> {
  return run('sim', `seed ${flags.seed}`, catalogue, flags, () => simRunner({ seed: flags.seed }));
}

/** Its wire subset on this host. */
export function benchWire(flags: WireFlags): Promise<void> {
  return run('wire', flags.interface ?? 'this host', wireCases, flags, () =>
    wireRunner({
      folder: resolve(flags.folder, 'lab'),
      sdpPort: portOf(flags.sdpPort),
      ...(flags.interface !== undefined && { interface: flags.interface }),
    }),
  );
}

/** A real charging station. */
export async function benchEvse(flags: EvseFlags): Promise<void> {
  const { ev } = sectionsOf(flags, 'ev');
  const energy = flags.energy.toUpperCase();
  if (energy !== 'AC' && energy !== 'DC')
    throw new OperatorError('energy_unknown', `--energy ${flags.energy}: expected AC or DC`);
  const cases = evseCases(catalogue, { energy, isCardShown: flags.card ?? false });
  const place = ev.interface ?? 'the first interface';
  await run('evse', place, cases, flags, () => evseRunner({ ev, pause_ms: milliseconds('pause', flags.pause) }));
}

/** A real car. */
export async function benchEv(flags: EvFlags): Promise<void> {
  const { station } = sectionsOf(flags, 'station');
  const say = (line: string) => (flags.json ? console.error(line) : console.log(line));
  const wait_ms = milliseconds('wait', flags.wait);
  await run('ev', station.interface ?? 'the first interface', evCases, flags, () =>
    evRunner({ station, wait_ms, say }),
  );
}

/** A real CSMS. */
export async function benchCsms(flags: CsmsFlags): Promise<void> {
  const { station, ev } = sectionsOf(flags);
  const url = flags.url ?? station.csmsUrl;
  const contract = contractIn(ev.folder);
  const roots = readTrust(station.folder)
    .certificates('csms')
    .map(({ der }) => der);
  await run('csms', url, csmsCases, flags, () =>
    csmsRunner({
      url,
      identity: station.identity,
      ...(station.password !== undefined && { password: station.password }),
      roots,
      ...(contract && { contract }),
    }),
  );
}

/** A real eMSP. */
export function benchEmsp(flags: EmspFlags): Promise<void> {
  const { url: versionsUrl, token, emaid } = flags;
  return run('emsp', versionsUrl, emspCases, flags, () =>
    emspRunner({ versionsUrl, token, ...(emaid !== undefined && { eMAID: emaid }) }),
  );
}

/** A real PKI, as far as it is given. */
export async function benchPki(flags: PkiFlags): Promise<void> {
  const { chain, revoked, url, crl, est, pools, expiredToken, emaid } = flags;
  const path = chain === undefined ? undefined : pathIn(chain);
  const car = flags.car === undefined ? undefined : await carIn(flags.car);
  const pcid = flags.pcid ?? car?.provisioning[0]?.subject.commonName;
  const credentials = credentialsIn(flags);
  const subject = pools ?? est ?? url ?? crl ?? String(path?.[0]?.subject ?? 'nothing');
  await run('pki', subject, pkiCases, flags, () =>
    pkiRunner({
      ...(path && { path }),
      ...(revoked !== undefined && { revoked: pathIn(revoked) }),
      ...(url !== undefined && { ocspUrl: url }),
      ...(crl !== undefined && { crlUrl: crl }),
      ...(est !== undefined && { est: { url: est, spelling: flags.estPaths, ca: flags.estCa, CN: flags.cn } }),
      ...(pools !== undefined && { pools: { url: pools, dialect: flags.dialect } }),
      ...(credentials && { credentials }),
      ...(expiredToken !== undefined && { expiredToken }),
      ...(car && { car }),
      ...(pcid !== undefined && { pcid }),
      ...(emaid !== undefined && { eMAID: emaid }),
    }),
  );
}

function pathIn(file: string) {
  return readCertificates(dirname(file), basename(file));
}

/** @throws OperatorError `key_missing`, `file_missing` */
async function carIn(folder: string) {
  const provisioning = readCertificates(folder, 'provisioning.pem');
  const keys = join(folder, 'keys');
  const key = await fileKeys(keys, process.env.OPENPNC_PASSPHRASE).find('provisioning');
  if (!key) throw new OperatorError('key_missing', `${keys}: no key provisioning`);
  return { provisioning, key, roots: readTrust(folder).certificates('v2g') };
}

/** @throws OperatorError `option_missing` for a client without its secret or a server */
function credentialsIn({ token, client, tokenUrl, tokenForm, audience, pools, est }: PkiFlags) {
  if (token !== undefined) return { token };
  if (client === undefined) return undefined;
  const base = (pools ?? est)?.replace(/\/$/, '');
  const at = tokenUrl ?? (base === undefined ? undefined : `${base}/oauth/token`);
  const clientSecret = process.env.OPENPNC_PKI_SECRET;
  if (clientSecret === undefined)
    throw new OperatorError('option_missing', `--client ${client}: its secret has to be in OPENPNC_PKI_SECRET`);
  if (at === undefined)
    throw new OperatorError('option_missing', `--client ${client}: give --token-url, --pools or --est with it`);
  const aimed = audience ?? base;
  return {
    tokenUrl: at,
    clientId: client,
    clientSecret,
    body: tokenForm,
    ...(aimed !== undefined && { audience: aimed }),
  };
}

/** Runs the cases. Exit code 1 when one failed. */
async function run<One extends AnyCase>(
  name: BenchTarget,
  subject: string,
  cases: readonly One[],
  flags: BenchFlags,
  runner: () => CaseRunner<One> | Promise<CaseRunner<One>>,
): Promise<void> {
  const profile = PROFILES.find((one) => one === flags.profile);
  if (!profile)
    throw new OperatorError('profile_unknown', `--profile ${flags.profile}: expected ${PROFILES.join(', ')}`);
  if (flags.list) {
    for (const { id, purpose, profiles } of cases)
      if (profiles.includes(profile)) console.log(`${id.padEnd(46)} ${purpose}${alsoOn(name, id)}`);
    return;
  }
  const folder = resolve(flags.folder);
  const say = flags.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  const report = await runFolder({
    target: name,
    subject,
    profile,
    cases,
    runner: await runner(),
    folder,
    isResumed: flags.resume ?? false,
    ...(flags.case && { only: flags.case }),
    say,
  });
  const { passed, failed, inconclusive } = report.counts;
  say(`${passed} passed, ${failed} failed, ${inconclusive} inconclusive in ${report.seconds} s; ${folder}/report.html`);
  if (flags.json)
    console.log(JSON.stringify({ target: name, profile, counts: report.counts, seconds: report.seconds, folder }));
  if (failed > 0) process.exitCode = 1;
}

/** Where a case of the catalogue runs beside: every one of the wire subset also in virtual time. */
function alsoOn(target: BenchTarget, id: string): string {
  if (target === 'wire') return ' (also: bench sim)';
  return target === 'sim' && wireCases.some((one) => one.id === id) ? ' (also: bench wire)' : '';
}

/** The configuration with what the flags say of one party. */
function sectionsOf(flags: Configured & Partial<Pick<WireFlags, 'interface' | 'sdpPort'>>, party?: 'ev' | 'station') {
  const { config, set, interface: name, sdpPort = '15118' } = flags;
  const file = config ?? process.env.OPENPNC_CONFIG;
  return configuration(sections, {
    ...(file !== undefined && { file }),
    environment: process.env,
    flags: [
      ...set,
      ...(name === undefined ? [] : [`${party}.interface=${name}`]),
      ...(sdpPort === '15118' ? [] : [`${party}.sdpPort=${portOf(sdpPort)}`]),
    ],
  });
}

/** The contract of a car's folder with its root; undefined when there is none. */
function contractIn(folder: string) {
  if (!existsSync(join(folder, 'contract.pem'))) return undefined;
  const chain = readCertificates(folder, 'contract.pem');
  const trust = readTrust(folder);
  const above = chain.at(-1)!.issuer;
  const root = [...trust.certificates('mo'), ...trust.certificates('v2g')].find(
    ({ subject }) => String(subject) === String(above),
  );
  const eMAID = normalEmaid(chain[0]!.subject.commonName ?? '');
  return eMAID === undefined ? undefined : { eMAID, path: root ? [...chain, root] : chain };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new OperatorError('sdp_port_invalid', `--sdp-port ${text}: expected a port from 1 to 65535`);
}

function milliseconds(option: string, text: string): number {
  const ms = Number(text);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  throw new OperatorError('option_invalid', `--${option} ${text}: expected milliseconds`);
}
