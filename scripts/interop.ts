/**
 * `npm run interop`: our parties against implementations that are not ours: OCPP peers on this host, cars and stations over
 * a veth pair between two network namespaces. The strangers come from their package registry into a temporary folder;
 * nothing of theirs is kept. `npm run interop -- ocpp` runs the OCPP peers alone.
 *
 * @module
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { prepareLab } from '@openpnc/lab/lab';
import { openMaterial } from '@openpnc/lab/material';
import { scenarios, type World } from '@openpnc/lab/scenarios';
import { ocpp } from './interop/ocpp.ts';

const root = join(import.meta.dirname, '..');
const main = join(root, 'apps/cli/src/main.ts');
const JOSEV = 'iso15118==0.31.0';
const folder = mkdtempSync(join(tmpdir(), 'openpnc-interop-'));
const hosts = {
  car: { ns: `opnc-car-${process.pid}`, link: 'opncc0' },
  station: { ns: `opnc-st-${process.pid}`, link: 'opncs0' },
} as const;
type Host = keyof typeof hosts;
const children: ChildProcess[] = [];

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
}

const outcomes: Outcome[] = [];
const missing = process.argv.includes('ocpp') ? 'OCPP peers only' : whatIsMissing();
try {
  ocpp.install({ folder });
  for (const { name, run } of ocpp.cases)
    outcomes.push(
      await run().then(
        (text) => ({ name, ok: true, text }),
        (error: Error) => ({ name, ok: false, text: error.message }),
      ),
    );
  if (missing === undefined) {
    makeHosts();
    const python = installJosev();
    await runCases(python);
  } else console.log(`interop: cars and stations skipped: ${missing}`);
} finally {
  for (const child of children) child.kill('SIGKILL');
  for (const { ns } of Object.values(hosts)) spawnSync('ip', ['netns', 'del', ns]);
  rmSync(folder, { recursive: true, force: true });
}
for (const { name, ok, text } of outcomes) console.log(`${ok ? 'passed' : 'FAILED'}  ${name}: ${text}`);
const failed = outcomes.filter(({ ok }) => !ok).length;
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'network namespaces need root on Linux';
  for (const tool of ['ip', 'python3', 'java', 'openssl']) {
    if (spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0) return `${tool} is not installed`;
  }
  return undefined;
}

/** Two hosts joined by a cable, each with its link-local address. */
function makeHosts(): void {
  const { car, station } = hosts;
  for (const { ns } of [car, station]) must('ip', ['netns', 'add', ns]);
  must('ip', [
    'link',
    'add',
    car.link,
    'netns',
    car.ns,
    'type',
    'veth',
    'peer',
    'name',
    station.link,
    'netns',
    station.ns,
  ]);
  for (const { ns, link } of [car, station]) {
    // Without duplicate address detection the address is usable at once.
    spawnSync('ip', ['netns', 'exec', ns, 'sysctl', '-qw', `net.ipv6.conf.${link}.accept_dad=0`]);
    for (const device of ['lo', link]) must('ip', ['-n', ns, 'link', 'set', device, 'up']);
  }
}

function installJosev(): string {
  const venv = join(folder, 'venv');
  must('python3', ['-m', 'venv', venv]);
  must(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', JOSEV, 'aiofile']);
  return join(venv, 'bin/python');
}

async function runCases(python: string): Promise<void> {
  await sleep(2_500); // where duplicate address detection could not be switched off
  const cases: readonly (readonly [string, World, (lab: string, name: string) => Promise<Outcome>])[] = [
    [
      'Josev car, our station, AC PnC, contract under the MO root',
      { contract: 'mo-root' },
      (lab, name) => josevCar(python, lab, name, { isTls: true }),
    ],
    [
      'Josev car, our station, AC PnC, contract under the V2G root',
      {},
      (lab, name) => josevCar(python, lab, name, { isTls: true }),
    ],
    [
      'Josev car, our station, AC EIM without TLS',
      worldOf('accepted-eim'),
      (lab, name) => josevCar(python, lab, name, { isTls: false }),
    ],
    [
      'our car, Josev station, AC PnC',
      { contract: 'mo-root' },
      (lab, name) => josevStation(python, lab, name, 'contract'),
    ],
    [
      'our car, Josev station, AC EIM over TLS',
      { contract: 'mo-root' },
      (lab, name) => josevStation(python, lab, name, 'external'),
    ],
    ['OpenSSL s_client -status, our station', {}, (lab, name) => opensslClient(lab, name)],
  ];
  for (const [i, [name, world, run]] of cases.entries()) {
    const outcome = await lay(`lab-${i}`, world)
      .then((lab) => run(lab, name))
      .catch((error: Error): Outcome => ({ name, ok: false, text: error.message }));
    outcomes.push(outcome);
    for (const child of children.splice(0)) child.kill('SIGKILL');
  }
}

function worldOf(id: string): World {
  return scenarios.find((scenario) => scenario.id === id)?.world ?? {};
}

/** Folders of all parties, and the same certificates in the shape that Josev reads. */
async function lay(place: string, world: World): Promise<string> {
  const lab = join(folder, place);
  await prepareLab(lab, world, hosts.station.link);
  const josev = join(lab, 'josev/iso15118_2');
  for (const part of ['certs', 'private_keys']) mkdirSync(join(josev, part), { recursive: true });
  const files = await openMaterial(lab);
  for (const [name, bytes] of Object.entries(josevFiles(files))) writeFileSync(join(josev, name), bytes);
  return lab;
}

/** The names that Josev wants for what our folders hold. Keys are not encrypted: their password files are empty. */
function josevFiles(material: Awaited<ReturnType<typeof openMaterial>>): Record<string, Uint8Array | string> {
  const { secc, contract, provisioning, roots } = material;
  const chain = (prefix: string, { certificates }: { certificates: readonly Uint8Array[] }, leaf: string) => ({
    [`certs/${leaf}Cert.der`]: certificates[0]!,
    ...(certificates[1] && { [`certs/${prefix}SubCA2Cert.der`]: certificates[1] }),
    ...(certificates[2] && { [`certs/${prefix}SubCA1Cert.der`]: certificates[2] }),
  });
  return {
    ...chain('cpo', secc, 'seccLeaf'),
    ...chain('mo', contract, 'contractLeaf'),
    ...chain('oem', provisioning, 'oemLeaf'),
    'certs/cpoCertChain.pem': material.pem(secc.certificates),
    'certs/v2gRootCACert.pem': material.pem([roots.v2g]),
    'certs/v2gRootCACert.der': roots.v2g,
    'certs/moRootCACert.der': roots.mo,
    'private_keys/seccLeaf.key': secc.keyPem,
    'private_keys/contractLeaf.key': contract.keyPem,
    'private_keys/oemLeaf.key': provisioning.keyPem,
    'private_keys/seccLeafPassword.txt': '',
    'private_keys/contractLeafPassword.txt': '',
    'private_keys/oemLeafPassword.txt': '',
  };
}

/** Josev as EVCC: it is the judge of whether the session went through; our trace says how it ended for us. */
async function josevCar(python: string, lab: string, name: string, { isTls }: { isTls: boolean }): Promise<Outcome> {
  const parties = await startOurs(lab, ['pki', 'emsp', 'csms', 'station']);
  const config = join(lab, 'evcc.json');
  writeFileSync(
    config,
    JSON.stringify({
      supportedProtocols: ['ISO_15118_2'],
      supportedEnergyServices: ['AC'],
      energyTransferMode: 'AC_three_phase_core',
      isCertInstallNeeded: false,
      useTls: isTls,
      enforceTls: isTls,
      chargeLoopCycle: 4,
      chargeLoopDelay: 1,
    }),
  );
  const log = await finished(
    startIn('car', python, ['-m', 'iso15118.evcc.main', config], josevEnvironment('car', lab)),
    40_000,
  );
  const end = /SessionStopRes received/.test(log);
  const trace = parties.lines.filter((line) => line.includes('"type":"session"'));
  await parties.stop();
  const reached = trace.some((line) => line.includes('"charging"'));
  return { name, ok: end && reached, text: end && reached ? 'charged and stopped' : lastTrouble(log, parties.lines) };
}

/** Josev as SECC: our car is the judge. */
async function josevStation(
  python: string,
  lab: string,
  name: string,
  payment: 'contract' | 'external',
): Promise<Outcome> {
  const station = startIn('station', python, ['-m', 'iso15118.secc.main'], {
    ...josevEnvironment('station', lab),
    SECC_ENFORCE_TLS: 'True',
  });
  const stationLog = gather(station);
  await sleep(5_000);
  const car = startIn('car', process.execPath, [
    main,
    'ev',
    '--config',
    join(lab, 'openpnc.json'),
    '--interface',
    hosts.car.link,
    '--set',
    `ev.payment=${payment}`,
    '--set',
    'ev.multicastHops=1',
    '--set',
    'ev.stop.rounds=4',
    '--trace',
    '-',
  ]);
  const log = await finished(car, 40_000);
  station.kill('SIGKILL');
  const outcome = /"type":"outcome","outcome":"(\w+)"/.exec(log)?.[1];
  return {
    name,
    ok: outcome === 'charged',
    text: outcome === 'charged' ? 'charged and stopped' : `${outcome}: ${lastTrouble(stationLog(), log.split('\n'))}`,
  };
}

/** The handshake of a foreign TLS stack, with its reading of our staple. */
async function opensslClient(lab: string, name: string): Promise<Outcome> {
  const parties = await startOurs(lab, ['pki', 'emsp', 'csms', 'station']);
  await sleep(1_500); // the staple is fetched after the boot
  const port = /V2G TLS \[(?<address>[^\]]+)\]:(?<port>\d+)/.exec(parties.lines.join('\n'))?.groups;
  const roots = join(lab, 'ev/roots/v2g/v2g-root.pem');
  const client = spawnSync(
    'ip',
    [
      'netns',
      'exec',
      hosts.car.ns,
      'openssl',
      's_client',
      '-connect',
      `[${port?.address}%${hosts.car.link}]:${port?.port}`,
      '-tls1_2',
      '-status',
      '-CAfile',
      roots,
      '-verify_return_error',
    ],
    { input: '', timeout: 10_000, encoding: 'utf8' },
  );
  await parties.stop();
  const said = `${client.stdout}${client.stderr}`;
  const wanted = [
    /Verify return code: 0 \(ok\)/,
    /OCSP Response Status: successful/,
    /Cert Status: good/,
    /ECDHE-ECDSA-AES128-SHA256/,
  ];
  const lacking = wanted.filter((pattern) => !pattern.test(said));
  return {
    name,
    ok: lacking.length === 0,
    text:
      lacking.length === 0
        ? 'chain verified, staple successful and good'
        : `missing ${lacking.join(', ')}: ${said.slice(0, 400)}`,
  };
}

/** Our parties on the station's host. */
async function startOurs(
  lab: string,
  names: readonly string[],
  settings: readonly string[] = [],
): Promise<{ lines: string[]; stop(): Promise<void> }> {
  const lines: string[] = [];
  const ours: ChildProcess[] = [];
  for (const party of names) {
    const flags = settings
      .filter((setting) => setting.startsWith(`${party}.`))
      .flatMap((setting) => ['--set', setting]);
    const child = startIn('station', process.execPath, [
      main,
      party,
      '--config',
      join(lab, 'openpnc.json'),
      '--trace',
      '-',
      ...flags,
    ]);
    ours.push(child);
    const ready = Promise.withResolvers<void>();
    createInterface({ input: child.stdout! }).on('line', (line) => {
      lines.push(line);
      if (line.includes('"type":"ready"')) ready.resolve();
    });
    child.stderr!.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    child.once('exit', () => ready.reject(new Error(`${party} ended: ${lines.at(-1)}`)));
    await ready.promise;
  }
  return {
    lines,
    async stop() {
      for (const child of ours.toReversed()) {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      }
    },
  };
}

function josevEnvironment(host: Host, lab: string): Record<string, string> {
  return {
    NETWORK_INTERFACE: hosts[host].link,
    PKI_PATH: `${join(lab, 'josev')}/`,
    PROTOCOLS: 'ISO_15118_2',
    MESSAGE_LOG_JSON: 'False',
    LOG_LEVEL: 'INFO',
  };
}

function startIn(
  host: Host,
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): ChildProcess {
  const child = spawn('ip', ['netns', 'exec', hosts[host].ns, command, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  children.push(child);
  return child;
}

function gather(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  return () => text;
}

async function finished(child: ChildProcess, limit_ms: number): Promise<string> {
  const log = gather(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), limit_ms);
  if (child.exitCode === null) await once(child, 'exit');
  clearTimeout(timer);
  return log();
}

function lastTrouble(log: string, lines: readonly string[]): string {
  const theirs = log
    .split('\n')
    .filter((line) => /ERROR|WARN|Traceback|Error/.test(line))
    .slice(-3)
    .join(' | ');
  const ours = lines
    .filter((line) => line.includes('"refusal"'))
    .map((line) => /"text":"([^"]*)"/.exec(line)?.[1])
    .slice(-3)
    .join(' | ');
  return `theirs: ${theirs || log.slice(-300)}; ours: ${ours}`;
}

function must(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
