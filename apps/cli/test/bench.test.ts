/** The bench against each of our own parties as a product of its own: every one a process, reached by its sockets alone. @module */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { BenchReport } from '@openpnc/bench/benchReport';
import { type LabStation, labStation } from '@openpnc/bench/labStation';
import type { TraceRecord } from '@openpnc/core/trace';
import { inProcesses } from '../src/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'openpnc-bench-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command; `heard` sees each piece of its output. */
function openpnc(
  args: readonly string[],
  heard: (text: string) => void = () => {},
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      heard(chunk.toString());
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

async function bench(
  target: string,
  ...args: readonly string[]
): Promise<{ report: BenchReport; place: string; code: number | null }> {
  const place = join(folder, `report-${target}-${args.length}`);
  const { code, output } = await openpnc(['bench', target, '--folder', place, ...args]);
  assert.ok(existsSync(join(place, 'report.html')), output);
  return { report: JSON.parse(readFileSync(join(place, 'report.json'), 'utf8')), place, code };
}

/** What `openpnc pcap` shows of the evidence of a case: SDP, TLS opened by the key log, EXI bit by bit; and its JSON. */
async function opened(evidence: string, side: 'car' | 'station', sdpPort: number): Promise<string> {
  const wish = [`${evidence}/${side}.pcap`, '--keylog', `${evidence}/${side}.keys`, '--sdp-port', String(sdpPort)];
  const { code, output } = await openpnc(['pcap', ...wish, '--explain']);
  assert.equal(code, 0, output);
  for (const shown of [/SECCDiscoveryReq/, /TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256/, /AuthorizationReq/])
    assert.match(output, shown);
  assert.match(output, /1 V2G connections, 0 others/);
  assert.match(output, /GenChallenge/, 'the explanation names what is in the stream');
  const bare = await openpnc(['pcap', ...wish, '--json']);
  const records = bare.output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TraceRecord);
  assert.ok(records.some((record) => record.type === 'message' && record.message === 'PaymentDetailsReq'));
  const closed = await openpnc(['pcap', wish[0]!, ...wish.slice(3)]);
  assert.doesNotMatch(closed.output, /PaymentDetailsReq/, 'without the key log nothing is seen');
  const trace = readFileSync(`${evidence}/trace.jsonl`, 'utf8').trimEnd().split('\n');
  assert.ok(trace.length > 10 && trace.every((line) => typeof JSON.parse(line).at === 'number'));
  return output;
}

function verdicts({ cases }: BenchReport): Record<string, readonly string[]> {
  return Object.fromEntries(
    cases.filter(({ verdict }) => verdict !== 'passed').map(({ id, differences }) => [id, differences]),
  );
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

describe('a station with its CSMS, eMSP and PKI, each a process', () => {
  const place = join(folder, 'lab');
  const config = join(place, 'openpnc.json');
  let lab: LabStation;
  before(async () => {
    lab = await labStation({ folder: place, sdpPort: await freePort(), start: inProcesses });
  });
  after(() => lab?.close());

  test('bench evse: good and forged sessions and every kind of contract, each with its capture', async () => {
    const chosen = [
      'ac-pnc',
      'contract-v2g-root',
      'PaymentDetails-emaid-forged',
      'Authorization-challenge-wrong',
      'Authorization-unsigned',
      'Authorization-signature-wrong',
      'PaymentDetailsReq-answer-at-50',
      ...['mo-root', 'expired', 'future', 'revoked', 'blocked', 'no-credit', 'unknown-to-emsp', 'unknown-provider'].map(
        (kind) => `contract-${kind}`,
      ),
      'ev-foreign-root',
    ];
    const {
      report,
      place: made,
      code,
    } = await bench('evse', '--config', config, '--pause', '300', ...chosen.flatMap((id) => ['--case', id]));
    assert.deepEqual(verdicts(report), {});
    assert.equal(code, 0);
    assert.equal(report.counts.passed, chosen.length);
    await opened(join(made, 'cases/ac-pnc'), 'car', lab.sections.ev.sdpPort);
    // Also where nothing good came of it: the refusal is in the capture.
    const forged = await opened(join(made, 'cases/Authorization-challenge-wrong'), 'car', lab.sections.ev.sdpPort);
    assert.match(forged, /FAILED_ChallengeInvalid/);
  });

  test('bench csms: every case', async () => {
    const { report, code } = await bench('csms', '--config', config, '--profile', 'full');
    assert.deepEqual(verdicts(report), {});
    assert.equal(code, 0);
    assert.ok(report.counts.passed >= 17);
  });

  test('bench emsp: every case', async () => {
    const [partner] = lab.sections.csms.partners;
    const [contract] = lab.sections.emsp.contracts;
    const { report, code } = await bench(
      'emsp',
      '--url',
      partner!.versionsUrl!,
      '--token',
      partner!.token!,
      '--emaid',
      contract!.emaid,
      '--profile',
      'full',
    );
    assert.deepEqual(verdicts(report), {});
    assert.equal(code, 0);
    assert.ok(report.counts.passed >= 8);
  });

  test('bench pki: OCSP, tokens, EST and pools of the PKI, as its CPO', async () => {
    const chain = join(folder, 'chain.pem');
    const root = readFileSync(join(place, 'csms/roots/v2g/v2g-root.pem'), 'utf8');
    writeFileSync(chain, readFileSync(join(place, 'ev/contract.pem'), 'utf8') + root);
    const { baseUrl, clientId, clientSecret } = lab.sections.csms.pki.providers[0]!;
    process.env.OPENPNC_PKI_SECRET = clientSecret;
    const wish = ['--chain', chain, '--est', baseUrl, '--pools', baseUrl, '--client', clientId, '--profile', 'full'];
    const { report, code } = await bench('pki', ...wish, '--car', join(place, 'ev'));
    delete process.env.OPENPNC_PKI_SECRET;
    assert.deepEqual(
      report.cases.filter(({ verdict }) => verdict === 'failed').map(({ id, differences }) => [id, ...differences]),
      // The lab puts no car into the pool unless a scenario asks for it.
      [['contract-installed', 'HTTP 404, ResponseCode FAILED_NoCertificateAvailable, expected OK']],
    );
    assert.equal(code, 1);
    assert.ok(report.counts.passed >= 34, JSON.stringify(verdicts(report)));
    const { 'crl-good': crl, 'provisioning-found': car } = verdicts(report);
    assert.match(String(crl), /give --crl/);
    assert.match(String(car), /403/);
  });

  test('a wrong token is a failure with its reason, and the exit code says so', async () => {
    const [partner] = lab.sections.csms.partners;
    const { report, code } = await bench('emsp', '--url', partner!.versionsUrl!, '--token', 'wrong');
    assert.equal(code, 1);
    assert.match(String(verdicts(report).versions), /HTTP 401/);
  });
});

test('bench ev: a car that is a process of its own charges, and leaves when an answer is late', async () => {
  const place = join(folder, 'lab-ev');
  const lab = await labStation({
    folder: place,
    sdpPort: await freePort(),
    start: inProcesses,
    parties: ['pki', 'emsp', 'csms'],
  });
  try {
    const made = join(folder, 'report-ev');
    const cars: Promise<unknown>[] = [];
    const { code, output } = await openpnc(
      [
        'bench',
        'ev',
        '--config',
        join(place, 'openpnc.json'),
        '--folder',
        made,
        '--wait',
        '30000',
        '--case',
        'charges',
        '--case',
        'AuthorizationReq-answer-at-110',
      ],
      (text) => {
        if (text.includes('plug the car in')) cars.push(openpnc(['ev', '--config', join(place, 'openpnc.json')]));
      },
    );
    await Promise.all(cars);
    const report = JSON.parse(readFileSync(join(made, 'report.json'), 'utf8')) as BenchReport;
    assert.deepEqual(verdicts(report), {}, output);
    assert.equal(code, 0);
    assert.match(output, /charges: the car charges: end it at the car \(30 s\)/);
    assert.deepEqual(
      report.cases.map(({ outcome }) => outcome),
      ['charged', 'failed'],
    );
    await opened(join(made, 'cases/charges'), 'station', lab.sections.station.sdpPort);
  } finally {
    await lab.close();
  }
});

test('bench wire: our own parties, with the same evidence', async () => {
  const sdpPort = await freePort();
  const { report, place, code } = await bench('wire', '--sdp-port', String(sdpPort), '--case', 'ac-pnc');
  assert.deepEqual(verdicts(report), {});
  assert.equal(code, 0);
  assert.deepEqual(report.cases[0]!.files, [
    'cases/ac-pnc/trace.jsonl',
    'cases/ac-pnc/car.pcap',
    'cases/ac-pnc/car.keys',
  ]);
  await opened(join(place, 'cases/ac-pnc'), 'car', sdpPort);
});
