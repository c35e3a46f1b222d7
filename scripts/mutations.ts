/**
 * `npm run sim -- --mutations [ID ...]`: deliberate faults put into our own parties one at a time, in a temporary copy of
 * the sources, each of which the simulation must catch. Prints a table; exit code 1 when one survives, or when the text
 * that one replaces is no longer in its file.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What of the simulation looks for it: `cases` (known outcomes), `explore`, `limits` (sweeps), `faults` (faults everywhere). */
type Probe = 'cases' | 'explore' | 'limits' | 'faults';

export interface Mutation {
  readonly id: string;
  readonly file: string;
  /** Must be in the file exactly once. */
  readonly text: string;
  readonly replacement: string;
  /** What is wrong then, in one sentence. */
  readonly breaks: string;
  readonly probe: Probe;
}

const v2 = 'protocols/iso15118/src/v2';

export const mutations: readonly Mutation[] = [
  // The station's session
  {
    id: 'secc-signature',
    file: `${v2}/answers/authorization.ts`,
    text: '    if (!proof.ok)\n',
    replacement: '    if (!proof.ok && now < 0)\n',
    breaks: 'a wrong signature of AuthorizationReq is taken',
    probe: 'cases',
  },
  {
    id: 'secc-challenge',
    file: `${v2}/answers/authorization.ts`,
    text: 'if (!GenChallenge || !equalBytes(GenChallenge, contract.challenge))',
    replacement: 'if (!GenChallenge)',
    breaks: 'any challenge is taken',
    probe: 'cases',
  },
  {
    id: 'secc-proof-skipped',
    file: `${v2}/answers/authorization.ts`,
    text: 'if (!session.isContractProved || GenChallenge) {',
    replacement: 'if (GenChallenge) {',
    breaks: 'an empty AuthorizationReq needs no proof before it',
    probe: 'explore',
  },
  {
    id: 'secc-pending-accepted',
    file: `${v2}/answers/authorization.ts`,
    text: "if (asked?.outcome === 'accepted')",
    replacement: "if (asked?.outcome !== 'rejected')",
    breaks: 'charging begins while the back end has not answered',
    probe: 'cases',
  },
  {
    id: 'secc-rejected-accepted',
    file: `${v2}/answers/authorization.ts`,
    text: "if (asked?.outcome === 'rejected') return",
    replacement: "if (asked?.outcome === 'rejected' && now < 0) return",
    breaks: 'a refusal of the back end is Ongoing for ever',
    probe: 'cases',
  },
  {
    id: 'secc-stale-answer',
    file: `${v2}/secc.ts`,
    text: "if (authorization?.id !== input.id || authorization.outcome !== 'pending') return session;",
    replacement: 'if (!authorization) return session;',
    breaks: 'an acceptance for another session is taken',
    probe: 'explore',
  },
  {
    id: 'secc-foreign-session',
    file: `${v2}/secc.ts`,
    text: "this.#state !== 'WaitForSessionSetup' && !equalBytes(SessionID, this.#session.sessionId)",
    replacement: "this.#state !== 'WaitForSessionSetup' && SessionID.length === 0",
    breaks: 'a request of another session is answered',
    probe: 'explore',
  },
  {
    id: 'secc-failure-open',
    file: `${v2}/secc.ts`,
    text: "      ...findings.map((finding): SeccEffect => ({ do: 'finding', ...finding })),\n      ...this.#end(",
    replacement:
      "      ...findings.map((finding): SeccEffect => ({ do: 'finding', ...finding })),\n      ...[].concat(",
    breaks: 'the connection stays open after a FAILED answer',
    probe: 'explore',
  },
  {
    id: 'secc-failure-untold',
    file: `${v2}/secc.ts`,
    text: "      ...findings.map((finding): SeccEffect => ({ do: 'finding', ...finding })),\n",
    replacement: '',
    breaks: 'the station refuses and tells nobody why',
    probe: 'explore',
  },
  {
    id: 'secc-power-stays',
    file: `${v2}/secc.ts`,
    text: "    if (this.#session.energy === 'off') return [];\n",
    replacement: '    return [];\n',
    breaks: 'the power stays on when a session ends',
    probe: 'explore',
  },
  {
    id: 'secc-held-overtaken',
    file: `${v2}/secc.ts`,
    text: "    if (this.#held)\n      return this.#fail(name, body, now, 'FAILED_SequenceError', [",
    replacement: "    if (this.#held && now < 0)\n      return this.#fail(name, body, now, 'FAILED_SequenceError', [",
    breaks: 'a request overtakes one whose answer is due',
    probe: 'explore',
  },
  {
    id: 'secc-sequence-timeout',
    file: `${v2}/timing.ts`,
    text: 'V2G_SECC_Sequence_Timeout: 60_000',
    replacement: 'V2G_SECC_Sequence_Timeout: 90_000',
    breaks: 'a silent car holds the station for 90 s',
    probe: 'limits',
  },
  {
    id: 'secc-emaid',
    file: `${v2}/contract.ts`,
    text: 'if (!isSameEmaid(named, eMAID))',
    replacement: 'if (named === eMAID && eMAID === named + named)',
    breaks: 'a contract is charged under the eMAID of another one',
    probe: 'explore',
  },
  {
    id: 'secc-schedule',
    file: `${v2}/answers/powerDelivery.ts`,
    text: 'SAScheduleTupleID === req.SAScheduleTupleID,',
    replacement: 'SAScheduleTupleID > 0,',
    breaks: 'a schedule that was never offered is taken',
    probe: 'explore',
  },
  {
    id: 'secc-energy-unconfirmed',
    file: `${v2}/answers/powerDelivery.ts`,
    text: "      return now < hold ? { hold } : notFollowed(kind, 'the power is not on');",
    replacement: '      return { hold: now + 60_000 };',
    breaks: 'PowerDeliveryRes waits for a contactor that never closes',
    probe: 'explore',
  },
  {
    id: 'secc-receipt',
    file: `${v2}/answers/loop.ts`,
    text: "    proof === 'unsigned'\n      ? 'not signed'",
    replacement: "    proof === 'unsigned'\n      ? undefined",
    breaks: 'an unsigned receipt is taken',
    probe: 'cases',
  },
  // The car
  {
    id: 'ev-message-timeout',
    file: `${v2}/evcc.ts`,
    text: 'until: now + timeout_ms }',
    replacement: 'until: now + 2 * timeout_ms }',
    breaks: 'the car waits twice as long as it may',
    probe: 'limits',
  },
  {
    id: 'ev-current-demand',
    file: `${v2}/timing.ts`,
    text: '  CurrentDemandReq: 250,',
    replacement: '  CurrentDemandReq: 2_500,',
    breaks: 'the car waits 2.5 s for CurrentDemandRes',
    probe: 'limits',
  },
  {
    id: 'ev-root',
    file: 'roles/ev/src/seccChain.ts',
    text: "        code: 'ev_root_unknown',\n        severity,",
    replacement: "        code: 'ev_root_unknown',\n        severity: 'warning',",
    breaks: 'the car talks to a station under a root that it does not know',
    probe: 'cases',
  },
  // The station
  {
    id: 'station-refusal-accepted',
    file: 'protocols/ocpp/src/authorizeAnswer.ts',
    text: "  if (status === 'Accepted' && (certificateStatus",
    replacement: "  if (status !== 'Unknown' && (certificateStatus",
    breaks: 'the station charges though the token is not Accepted',
    probe: 'cases',
  },
  {
    id: 'csms-pair',
    file: 'protocols/ocpp/src/authorizeAnswer.ts',
    text: "'ContractCancelled' : 'Accepted', status: token };",
    replacement: "'ContractCancelled' : 'Accepted', status: 'Accepted' };",
    breaks: 'what the eMSP says is lost where the certificate is good',
    probe: 'cases',
  },
  {
    id: 'station-no-retry',
    file: 'roles/station/src/transactions/eventQueue.ts',
    text: '      if (isNoAttempt) return;',
    replacement: '      if (isNoAttempt) return this.#remove(queued);',
    breaks: 'events that were lost with the connection never come again',
    probe: 'cases',
  },
  {
    id: 'station-event-kept',
    file: 'roles/station/src/transactions/eventQueue.ts',
    text: '    return this.#delete(queued.id);',
    replacement: '    return Promise.resolve(queued);',
    breaks: 'events that were acknowledged stay in the queue',
    probe: 'cases',
  },
  {
    id: 'station-restart',
    file: 'roles/station/src/evse/evse.ts',
    text: '    if (this.transactionId !== undefined)\n      this.#tx.occur({ ...powerLoss,',
    replacement: '    if (this.transactionId === null)\n      this.#tx.occur({ ...powerLoss,',
    breaks: 'a transaction that a power cut ended is never ended',
    probe: 'cases',
  },
  {
    id: 'station-unplugged',
    file: 'roles/station/src/evse/evse.ts',
    text: "    this.#tx.occur({ ...unplugged, points: nothing, chargingState: 'Idle' });",
    replacement: "    this.#tx.occur({ ...unplugged, chargingState: 'Idle' });",
    breaks: 'the transaction does not end when the cable is pulled',
    probe: 'cases',
  },
  {
    id: 'station-again',
    file: 'roles/station/src/transactions/transaction.ts',
    text: 'const isStart = isAgain || rules',
    replacement: 'const isStart = rules',
    breaks: 'a car that begins again on the same plug charges for nothing',
    probe: 'cases',
  },
  {
    id: 'station-meter',
    file: 'roles/station/src/transactions/meterValues.ts',
    text: 'return Math.round(value * 10) / 10;',
    replacement: 'return Math.round(value * 5) / 10;',
    breaks: 'the station tells half of what its meter counts',
    probe: 'cases',
  },
  {
    id: 'station-mo-roots',
    file: 'roles/station/src/evse/evse.ts',
    text: "anchors: () => trust.store.certificates('mo', 'v2g'),",
    replacement: "anchors: () => trust.store.certificates('v2g'),",
    breaks: 'MO roots that are installed are not used',
    probe: 'cases',
  },
  // The CSMS
  {
    id: 'csms-emsp-blocked',
    file: 'roles/csms/src/authorization/tokenAnswer.ts',
    text: "  BLOCKED: 'Blocked',",
    replacement: "  BLOCKED: 'Accepted',",
    breaks: 'a contract that the eMSP blocked is Accepted',
    probe: 'cases',
  },
  {
    id: 'csms-no-credit',
    file: 'roles/csms/src/authorization/tokenAnswer.ts',
    text: "  NO_CREDIT: 'NoCredit',",
    replacement: "  NO_CREDIT: 'Accepted',",
    breaks: 'a contract without credit is Accepted',
    probe: 'cases',
  },
  {
    id: 'csms-revoked',
    file: 'roles/csms/src/authorization/contractCertificates.ts',
    text: "  if (bad.some(({ status }) => status === 'revoked')) return { verdict: 'revoked', findings };",
    replacement: "  if (bad.every(({ status }) => status === 'revoked')) return { verdict: 'good', findings };",
    breaks: 'a revoked contract is good',
    probe: 'cases',
  },
  {
    id: 'csms-ocsp-unproved',
    file: 'roles/csms/src/authorization/contractCertificates.ts',
    text: "  return { verdict: bad.length > 0 && isHard ? 'chain-invalid' : 'good', findings };",
    replacement: "  return { verdict: 'good', findings };",
    breaks: 'no proof of good is as good as one',
    probe: 'cases',
  },
  {
    id: 'csms-cdr-lost',
    file: 'roles/csms/src/sessions/outbox.ts',
    text: 'last_error: attempt.text, due_at });',
    replacement: "last_error: attempt.text, state: 'refused', due_at });",
    breaks: 'a CDR that did not go through at once is given up',
    probe: 'cases',
  },
  {
    id: 'csms-cdr-missing',
    file: 'roles/csms/src/sessions/cdrWork.ts',
    text: '  if (!billed) return undefined;',
    replacement: '  if (billed) return undefined;',
    breaks: 'no CDR is made',
    probe: 'cases',
  },
  {
    id: 'csms-cdr-energy',
    file: 'roles/csms/src/sessions/cdr.ts',
    text: 'readings.push({ at: Math.min(Math.max(at, start), end), energy_Wh: wh });',
    replacement: 'readings.push({ at: Math.min(Math.max(at, start), end), energy_Wh: 2 * wh });',
    breaks: 'twice the energy is billed',
    probe: 'cases',
  },
  {
    id: 'csms-unknown-token',
    file: 'roles/csms/src/authorization/contractDecision.ts',
    text: "  if (verdict.verdict !== 'good') return refused(verdict.verdict, findings);\n  return decided",
    replacement: '  return decided',
    breaks: 'what OCSP says of a certificate is not heard',
    probe: 'cases',
  },
  // The eMSP
  {
    id: 'emsp-blocked',
    file: 'roles/emsp/src/verdict.ts',
    text: "  if (contract.status === 'blocked') return",
    replacement: "  if (contract.status === 'blocked' && now < 0) return",
    breaks: 'a blocked contract is ALLOWED',
    probe: 'cases',
  },
  {
    id: 'emsp-credit',
    file: 'roles/emsp/src/verdict.ts',
    text: '  if (contract.has_credit === 0) return',
    replacement: '  if (contract.has_credit < 0) return',
    breaks: 'a contract without credit is ALLOWED',
    probe: 'cases',
  },
  {
    id: 'emsp-cdr-twice',
    file: 'roles/emsp/src/cdrs.ts',
    text: 'const [party, id] = [partyKey(cdr), cdr.id.toUpperCase()];',
    replacement: 'const [party, id] = [partyKey(cdr), toHex(random.bytes(12))];',
    breaks: 'a CDR that comes again is kept twice',
    probe: 'cases',
  },
  // The PKI
  {
    id: 'pki-revoked-good',
    file: 'roles/pki/src/store/certificates.ts',
    text: "  if (revoked) return { status: 'revoked',",
    replacement: "  if (revoked && serialNumber === '') return { status: 'revoked',",
    breaks: 'the responder calls a revoked certificate good',
    probe: 'cases',
  },
  {
    id: 'pki-ocsp-time',
    file: 'roles/pki/src/ocspResponder.ts',
    text: 'nextUpdate: thisUpdate + validity_ms };',
    replacement: 'nextUpdate: thisUpdate - validity_ms };',
    breaks: 'every OCSP answer is out of date',
    probe: 'cases',
  },
  // What they stand on
  {
    id: 'x509-signature',
    file: 'base/x509/src/ecdsa.ts',
    text: '  return verify(hash, data, key, rawToDer(raw, curve));',
    replacement: '  return verify(hash, data, key, rawToDer(raw, curve)) || raw.length === 64;',
    breaks: 'every XML signature holds',
    probe: 'cases',
  },
  {
    id: 'x509-ocsp-signature',
    file: 'base/x509/src/ocsp.ts',
    text: '    const isIssuer = Buffer.compare(signer.spki, issuer.spki) === 0 && signer.subject.equals(issuer.subject);',
    replacement: '    const isIssuer = signer.subject.der.length > 0;',
    breaks: 'anybody may sign OCSP answers for any CA',
    probe: 'cases',
  },
  {
    id: 'diagnosis-cause',
    file: 'diagnosis/src/causes.ts',
    text: "    code: 'emsp_contract_blocked',",
    replacement: "    code: 'emsp_no_credit_at_all',",
    breaks: 'a blocked contract is explained as something else',
    probe: 'cases',
  },
  {
    id: 'ocpp-late-answer',
    file: 'roles/station/src/settings.ts',
    text: '    authorize_ms: Type.Integer({\n      default: 30_000,',
    replacement: '    authorize_ms: Type.Integer({\n      default: 50_000,',
    breaks: 'the station waits 50 s for Authorize',
    probe: 'limits',
  },
];

const root = join(import.meta.dirname, '..');

/** Runs all mutations, or those named. @returns whether none survived */
export async function runMutations(only: readonly string[], log: (line: string) => void): Promise<boolean> {
  const chosen = mutations.filter(({ id }) => only.length === 0 || only.includes(id));
  const copy = mkdtempSync(join(tmpdir(), 'openpnc-mutations-'));
  const results: { readonly mutation: Mutation; readonly caughtBy: string | undefined }[] = [];
  try {
    copySources(copy);
    const waiting = [...chosen];
    const unchanged = new Set(waiting.map(({ probe }) => probe));
    for (const probe of unchanged) {
      const broken = await runProbe(copy, probe);
      if (broken !== undefined) throw new Error(`without any mutation the probe ${probe} finds: ${broken}`);
    }
    for (const mutation of waiting) {
      const caughtBy = await tried(copy, mutation);
      results.push({ mutation, caughtBy });
      log(
        `${caughtBy === undefined ? 'SURVIVED' : 'caught  '}  ${mutation.id.padEnd(26)} ${mutation.breaks.padEnd(66)} ${caughtBy ?? ''}`.trimEnd(),
      );
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  const survived = results.filter(({ caughtBy }) => caughtBy === undefined);
  log(`${results.length - survived.length} of ${results.length} mutations caught`);
  return survived.length === 0;
}

/** Sources, and links to the installed packages; the house's own packages lead into the copy. */
function copySources(copy: string): void {
  for (const name of ['base', 'protocols', 'diagnosis', 'roles', 'drivers', 'apps', 'scripts', 'package.json'])
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/[\\/](node_modules|dist|test)$/.test(path),
    });
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@openpnc'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@openpnc') symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const group of ['base', 'protocols', 'roles', 'drivers', 'apps'])
    for (const name of readdirSync(join(copy, group))) {
      const manifest = JSON.parse(readFileSync(join(copy, group, name, 'package.json'), 'utf8')) as { name: string };
      symlinkSync(join(copy, group, name), join(modules, manifest.name));
    }
  symlinkSync(join(copy, 'diagnosis'), join(modules, '@openpnc/diagnosis'));
}

async function tried(copy: string, { id, file, text, replacement, probe }: Mutation): Promise<string | undefined> {
  const path = join(copy, file);
  const original = readFileSync(path, 'utf8');
  const count = original.split(text).length - 1;
  if (count !== 1) throw new Error(`mutation ${id}: its text is ${count} times in ${file}, expected once`);
  writeFileSync(
    path,
    original.replace(text, () => replacement),
  );
  try {
    return await runProbe(copy, probe);
  } finally {
    writeFileSync(path, original);
  }
}

/** @returns what was found, undefined when all is as it must be */
function runProbe(copy: string, probe: Probe): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(copy, 'scripts/sim.ts'), '--probe', probe], {
      cwd: copy,
      env: { ...process.env, NODE_OPTIONS: '--conditions=openpnc-source' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, error] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      error += data.toString();
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), PROBE_MS);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(undefined);
      else if (signal) resolve(`${probe}: did not end in ${PROBE_MS / 1_000} s`);
      else
        resolve(
          `${probe}: ${(out.trim().split('\n').at(-1) || error.trim().split('\n').at(-1) || `code ${code}`).slice(0, 160)}`,
        );
    });
  });
}

const PROBE_MS = 300_000;
