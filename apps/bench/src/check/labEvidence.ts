/** Evidence of our own five parties: a few sessions of the lab on real sockets, captured, with the questions of a CSMS in between. @module */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toUtf8 } from '@openpnc/core/bytes';
import type { Csms } from '@openpnc/csms/csms';
import { runLab } from '@openpnc/lab/lab';
import { openMaterial } from '@openpnc/lab/material';
import { inProcess, type Starter } from '@openpnc/lab/parties';
import { scenarios } from '@openpnc/lab/scenarios';
import { realClock } from '@openpnc/node/clock';
import { derToPem } from '@openpnc/x509/certificate';
import { catalogue } from '../catalogue/catalogue.ts';
import { runInSim } from '../catalogue/simRun.ts';
import { type CaseVerdict, Evidence } from './evidence.ts';
import { parseSubject, type Subject } from './subject.ts';

/** How the lab runs for a check. */
export interface LabCheckOptions {
  /** Where the files go; each scenario has a folder in it. */
  readonly folder: string;
  readonly interface?: string;
  readonly sdpPort?: number;
  readonly say?: (line: string) => void;
}

/** The scenarios that tell something. */
const TELLING = [
  'accepted',
  'accepted-eim',
  'contract-expired',
  'contract-revoked',
  'station-mo-root-missing',
  'emsp-down',
];

/** Cases of the catalogue that items of the checklist rest on. */
const IN_SIM = [
  'PaymentDetails-emaid-forged',
  'Authorization-challenge-wrong',
  'Authorization-signature-wrong',
  'csms-offline',
  'CertificateInstallation-good',
  'CertificateUpdate-good',
  'trust-stale',
  'status-feed',
];

/** The run whose station is asked for what it has: each run has a PKI of its own. */
const QUESTIONED = 'accepted';

/** Our own charging point, as its operator would declare it. */
export const labSubject: Subject = parseSubject({
  name: 'the lab of OpenPnC',
  accessibility: 'public',
  currentType: 'AC',
  mode: 3,
  installedOn: '2026-02-01',
  ratedKw: 11,
  paid: true,
  offersAutoAuth: ['pnc2'],
  country: 'DE',
  isSeccRenewalAutomatic: true,
});

/** Runs them. @throws OperatorError for what the person at the keyboard can mend */
export async function labEvidence(options: LabCheckOptions): Promise<Evidence> {
  const { folder, say = () => {}, sdpPort } = options;
  const evidence = new Evidence();
  const cases: CaseVerdict[] = [];
  for (const id of TELLING) {
    const scenario = scenarios.find((one) => one.id === id)!;
    const place = join(folder, id);
    say(`lab: ${id}: ${scenario.purpose}`);
    const { traceFile, differences } = await runLab({
      scenario,
      folder: place,
      ...(options.interface !== undefined && { interface: options.interface }),
      ...(sdpPort !== undefined && { sdpPort }),
      start: recorded(id === QUESTIONED),
    });
    for (const difference of differences) say(`lab: ${id}: ${difference}`);
    cases.push({ id, verdict: differences.length === 0 ? 'passed' : 'failed' });
    evidence.addTrace(`${id}/trace.jsonl`, readFileSync(traceFile));
    const keyLog = readFileSync(join(place, 'car.keys'), 'utf8');
    evidence.addCapture(`${id}/car.pcap`, readFileSync(join(place, 'car.pcap')), keyLog, sdpPort);
    // Each run makes a PKI of its own.
    const { roots } = await openMaterial(place);
    evidence.addRoots(`${id}/v2g-root.pem`, toUtf8(derToPem(roots.v2g)), id === QUESTIONED);
  }
  // What only a forged message or a fault shows runs in virtual time, against the same parties.
  say(`sim: ${IN_SIM.join(', ')}`);
  const chosen = catalogue.filter(({ id }) => IN_SIM.includes(id));
  for (const { id, verdict } of await runInSim(chosen)) cases.push({ id, verdict });
  evidence.addCases('lab cases', toUtf8(JSON.stringify({ cases })));
  return evidence;
}

/** The lab's parties in this process; car captured, station questioned as soon as it is online. */
function recorded(isQuestioned: boolean): Starter {
  let csms: Csms | undefined;
  return async (party, sections, folder, trace) => {
    const ev = { ...sections.ev, capture: join(folder, 'car') };
    const running = await inProcess(party, { ...sections, ev }, folder, trace);
    if (party === 'csms') csms = running.csms;
    if (isQuestioned && party === 'station' && csms) await question(csms, sections.station.identity);
    return running;
  };
}

/** What an operator asks of a station: its device model, its roots, a sign of life. */
async function question(csms: Csms, station: string): Promise<void> {
  const deadline = realClock.now() + 5_000;
  await csms.link.call(station, 'GetBaseReport', { requestId: 1, reportBase: 'FullInventory' }, deadline);
  await csms.link.call(station, 'GetInstalledCertificateIds', {}, deadline);
  await csms.link.call(station, 'TriggerMessage', { requestedMessage: 'Heartbeat' }, deadline);
}
