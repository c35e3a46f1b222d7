/**
 * A whole Plug & Charge session of our own five parties on real sockets: prepares their folders, starts them in this
 * process or in five, drives the car, and judges the outcome by the scenario.
 *
 * @module
 */
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalEmaid } from '@openpnc/core/emaid';
import { type MessageRecord, noTrace, type TraceRecord } from '@openpnc/core/trace';
import { type Diagnosis, diagnose } from '@openpnc/diagnosis/diagnose';
import { realClock } from '@openpnc/node/clock';
import { chooseLink } from '@openpnc/node/interfaces';
import { freePort } from './folder.ts';
import { givenContract, writeMaterial, writeNamesake } from './material.ts';
import { inProcess, type Party, type Starter } from './parties.ts';
import type { Scenario, World } from './scenarios.ts';
import { enrol, listCard } from './wire/csms.ts';
import { startPki } from './wire/pki.ts';
import { closeAll } from './wire/running.ts';
import { type Configuration, configurationOf } from './wire/sections.ts';

/** How a lab runs. */
export interface LabOptions {
  readonly scenario: Scenario;
  /** Where the parties' files and the trace go; emptied first. */
  readonly folder: string;
  /** Network interface of the link between car and station; default by `chooseLink`. */
  readonly interface?: string;
  /** UDP port of SDP; default 15118. Labs that run on one host at the same time need ports of their own. */
  readonly sdpPort?: number;
  /** Sees each record as it comes. */
  readonly watch?: (record: TraceRecord) => void;
  /** Says what is being set up. */
  readonly say?: (line: string) => void;
  /** Starts the parties; default in this process. */
  readonly start?: Starter;
}

/** One exchange of the session with its limit. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly message: string;
  readonly took_ms: number;
  readonly limit_ms: number | null;
}

/** What came of it: the one line that `--json` ends with. */
export interface LabResult {
  readonly scenario: string;
  readonly outcome: 'charged' | 'refused' | 'failed';
  readonly cause: Pick<Diagnosis, 'code' | 'text' | 'remedy'> | null;
  readonly eMAID: string | null;
  /** The car got another contract certificate in this session. */
  readonly isContractNew: boolean;
  readonly sessionId: string | null;
  readonly transactionId: string | null;
  readonly cdrId: string | null;
  readonly energy_Wh: number;
  readonly steps: readonly Step[];
}

/** A result with the judgement and where its evidence is. */
export interface LabRun {
  readonly result: LabResult;
  /** What differs from what the scenario expects; empty when it passed. */
  readonly differences: readonly string[];
  readonly traceFile: string;
  /** Start of the session: zero of the live view. */
  readonly started: number;
}

/** How long the eMSP may take to have the CDR after the session. */
const CDR_WAIT_MS = 5_000;
/** How long the station may take to have the OCSP response of its certificate (GetCertificateStatus) before the car comes. */
const STAPLE_WAIT_MS = 3_000;
const QUIET_MS = 150;

/** Runs one scenario. @throws OperatorError for what the person at the keyboard can mend (interface, port, folder) */
export async function runLab(options: LabOptions): Promise<LabRun> {
  const { scenario, folder, say = () => {}, start = inProcess } = options;
  const link = chooseLink(options.interface);
  say(
    link.kind === 'multicast'
      ? `link: SDP multicast on ${link.interface} (${link.address}), kept on this host`
      : `link: no interface has a link-local address, so SDP goes by unicast to ${link.address}`,
  );
  const { sections, eMAID } = await prepareLab(folder, scenario.world, link.interface, options.sdpPort);

  const records: TraceRecord[] = [];
  const traceFile = join(folder, 'trace.jsonl');
  const traceStream = createWriteStream(traceFile, { mode: 0o600 });
  const trace = (record: TraceRecord) => {
    records.push(record);
    traceStream.write(`${JSON.stringify(record, jsonValue)}\n`);
    if (record.type !== 'message' || isFirstHand(record)) options.watch?.(record);
  };
  const closers: (() => Promise<unknown>)[] = [() => new Promise((done) => traceStream.end(done))];
  try {
    const started = realClock.now();
    const order: readonly Exclude<Party, 'ev'>[] =
      scenario.world.emsp === 'down' ? ['pki', 'csms', 'station'] : ['pki', 'emsp', 'csms', 'station'];
    for (const party of order) {
      const running = await start(party, sections, folder, trace);
      closers.push(() => running.close());
      for (const address of running.addresses) say(`${party}: ${address}`);
    }
    await until(() => hasStaple(records), STAPLE_WAIT_MS);
    const plugIn = async (ev: Configuration['ev']) => {
      const running = await start('ev', configured(folder, { ...sections, ev }), folder, trace);
      closers.push(() => running.close());
      return (await running.outcome!).outcome;
    };
    let outcome = await plugIn(sections.ev);
    if (outcome === 'refused' && scenario.world.isCardShownAfterRefusal) {
      // The driver reads the display; meanwhile the station ends the first session.
      await until(() => realClock.now() - records.at(-1)!.at > QUIET_MS, CDR_WAIT_MS);
      outcome = await plugIn({ ...sections.ev, payment: 'external' });
    }
    if (outcome === 'charged' && scenario.expected.payer !== 'card')
      await until(() => cdrId(records) !== null, CDR_WAIT_MS);
    // What the parties still have to tell each other, e.g. the end of the transaction.
    await until(() => records.length > 0 && realClock.now() - records.at(-1)!.at > QUIET_MS, CDR_WAIT_MS);
    await closeAll(closers.splice(1));
    const result = resultOf(scenario, outcome, eMAID, records);
    return { result, differences: differences(scenario, result), traceFile, started };
  } finally {
    await closeAll(closers);
  }
}

/** Makes folder, certificates and configuration of all parties anew; the configuration is in `folder/openpnc.json`. */
export async function prepareLab(
  folder: string,
  world: World,
  interfaceName: string,
  sdpPort?: number,
): Promise<{ sections: Configuration; eMAID: string }> {
  rmSync(folder, { recursive: true, force: true });
  for (const party of ['pki', 'emsp', 'csms', 'station', 'ev'])
    mkdirSync(join(folder, party), { recursive: true, mode: 0o700 });
  const ports = { pki: await freePort(), emsp: await freePort(), csms: await freePort() };
  const sections = configurationOf({
    folder,
    ports,
    interface: interfaceName,
    ...(sdpPort !== undefined && { sdpPort }),
  });
  const running = await startPki(sections.pki, noTrace);
  try {
    const given = await givenContract(running, sections.pki, world);
    await writeMaterial(folder, running.pki, given.contract, world);
    if (world.hasNamesake) await writeNamesake(folder, running.ports, sections.pki);
    const emaid = normalEmaid(given.eMAID)!;
    const password = await enrol(sections.csms, sections.station.identity);
    if (isCardShown(world)) await listCard(sections.csms, CARD);
    const ready: Configuration = {
      ...sections,
      station: { ...sections.station, password, ...stationIn(world, sections.station) },
      ev: { ...sections.ev, ...carIn(world) },
      ...(world.pool === 'without-update' && { pki: { ...sections.pki, isUpdateOffered: false } }),
      emsp: {
        ...sections.emsp,
        contracts: [{ emaid, status: world.emsp === 'blocked' ? 'blocked' : 'active', hasCredit: true }],
      },
    };
    return { sections: configured(folder, ready), eMAID: emaid };
  } finally {
    await running.close();
  }
}

/** Writes the configuration where parties in processes of their own read it. */
export function configured(folder: string, sections: Configuration): Configuration {
  writeFileSync(join(folder, 'openpnc.json'), `${JSON.stringify(sections, null, 2)}\n`, { mode: 0o600 });
  return sections;
}

/** The card of the lab's driver. */
const CARD = { idToken: '04A1B2C3D4E5F6', type: 'ISO14443' } as const;

function isCardShown({ payment, isCardShownAfterRefusal = false }: World): boolean {
  return payment === 'external' || isCardShownAfterRefusal;
}

/** What the station has that others do not, in a world. */
function stationIn(world: World, { evses }: Configuration['station']): Partial<Configuration['station']> {
  const [evse] = evses;
  return {
    ...(world.energy === 'DC' && { evses: [{ ...evse!, energyTransferModes: ['DC_extended'] as const }] }),
    ...(world.tlsClientCertificate && { clientCertificate: 'require' as const }),
    ...(isCardShown(world) && { driverCard: CARD }),
  };
}

function carIn({ energy, payment, tlsClientCertificate, certificateService }: World): Partial<Configuration['ev']> {
  const shown = tlsClientCertificate === 'same-contract' ? 'contract' : tlsClientCertificate;
  return {
    ...(energy === 'DC' && { energyTransferModes: ['DC_extended' as const] }),
    ...(payment && { payment }),
    ...(certificateService && { certificateService }),
    ...(shown && { tlsClientCertificate: shown }),
  };
}

function resultOf(
  scenario: Scenario,
  outcome: LabResult['outcome'],
  eMAID: string,
  records: readonly TraceRecord[],
): LabResult {
  const cause = diagnose(records);
  const messages = records
    .filter((record) => record.type === 'message' && isFirstHand(record))
    .toSorted((a, b) => a.at - b.at) as MessageRecord[];
  return {
    scenario: scenario.id,
    outcome,
    cause:
      outcome === 'charged' || cause === null ? null : { code: cause.code, text: cause.text, remedy: cause.remedy },
    eMAID,
    isContractNew: hasNewContract(records),
    sessionId: records.find(({ sessionId }) => sessionId !== undefined)?.sessionId ?? null,
    transactionId: milestone(records, 'transactionId'),
    cdrId: cdrId(records),
    energy_Wh: Number(milestone(records, 'energy_Wh') ?? 0),
    steps: messages
      .filter(({ took_ms }) => took_ms !== undefined)
      .map(({ from, to, message, took_ms, limit_ms }) => ({
        from,
        to,
        message,
        took_ms: round(took_ms!),
        limit_ms: limit_ms ?? null,
      })),
  };
}

/**
 * Two parties see each exchange. The one that asked knows how long the whole answer took; between car and station it is
 * the station that measures, since the performance time of the standard is its own.
 */
export function isFirstHand({ party, to, protocol }: MessageRecord): boolean {
  return protocol === 'iso15118-2' ? party === 'station' : party !== to;
}

/** The last value that a party gave of this name with a milestone of the session. */
function milestone(records: readonly TraceRecord[], name: string): string | null {
  const found = records.findLast((record) => record.type === 'session' && record.data?.[name] !== undefined);
  return found?.type === 'session' ? String(found.data?.[name]) : null;
}

function hasNewContract(records: readonly TraceRecord[]): boolean {
  return records.some((record) => record.type === 'finding' && record.code === 'contract_installed');
}

/** Whether the station has been given the OCSP responses of its chain: one for each certificate below the root. */
function hasStaple(records: readonly TraceRecord[]): boolean {
  const isAnswer = (record: TraceRecord) =>
    record.type === 'message' && record.message === 'GetCertificateStatus' && record.party === 'station';
  return records.filter(isAnswer).length >= SECC_CHAIN_LENGTH;
}

const SECC_CHAIN_LENGTH = 3;

async function until(isTrue: () => boolean, limit_ms: number): Promise<void> {
  const end = realClock.now() + limit_ms;
  while (!isTrue() && realClock.now() < end) await realClock.sleep(10);
}

/** The CDR that the eMSP took. */
function cdrId(records: readonly TraceRecord[]): string | null {
  return milestone(
    records.filter(({ party }) => party === 'csms' || party === 'emsp'),
    'cdrId',
  );
}

function differences({ expected }: Scenario, result: LabResult): string[] {
  const { outcome, cause, cdrId: cdr, transactionId, isContractNew } = result;
  const found: string[] = [];
  if (outcome !== expected.outcome) found.push(`outcome ${outcome}, expected ${expected.outcome}`);
  if ((cause?.code ?? null) !== expected.cause)
    found.push(`cause ${cause?.code ?? 'none'}, expected ${expected.cause ?? 'none'}`);
  if (expected.outcome === 'charged' && expected.payer !== 'card' && cdr === null) found.push('the eMSP has no CDR');
  if (expected.outcome === 'charged' && transactionId === null) found.push('the CSMS has no transaction');
  if (isContractNew !== (expected.isContractNew ?? false))
    found.push(`the car ${isContractNew ? 'got a new' : 'got no new'} contract certificate`);
  return found;
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** Bytes as hex and 64-bit integers as text: what JSON has no word for. */
export function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'bigint' ? value.toString() : value;
}
