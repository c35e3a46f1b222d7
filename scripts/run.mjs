/**
 * Sets the checkout up and runs a script of it under Node 24. Plain JavaScript without dependencies: it is what runs
 * first on a machine that has only Node >= 20 and npm.
 *
 * `node scripts/run.mjs FILE [ARG ...]`
 *
 * @module
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.setup-stamp');
const condition = '--conditions=openpnc-source';

await setUp();
const node = node24();
const [file, ...args] = process.argv.slice(2);
if (file === undefined) fail('usage: node scripts/run.mjs FILE [ARG ...]');
run(node, [join(root, file), ...args]);

/** Installs the packages when the lock file is not the one that was installed last. */
async function setUp() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const isReady = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isReady()) return;
  // Two npm commands at once on a fresh clone would race: the first one to make the folder installs.
  const lock = join(root, '.openpnc', 'setup.lock');
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (Date.now() - statSync(lock, { throwIfNoEntry: false })?.mtimeMs > 300_000)
        rmSync(lock, { recursive: true, force: true });
      await new Promise((done) => setTimeout(done, 200));
    }
  }
  const unlock = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', unlock);
  try {
    if (isReady()) return;
    console.error('openpnc: installing packages (once) ...');
    const npm = process.env.npm_execpath;
    const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    const { status, error } = spawnSync(command, [...first, 'ci', '--no-fund', '--no-audit', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && command === 'npm',
      env: cleanEnvironment(),
    });
    if (status !== 0) fail(`setting up failed: npm ci ended with ${error?.message ?? `code ${status}`}`);
    writeFileSync(stamp, wanted);
  } finally {
    unlock();
    process.removeListener('exit', unlock);
  }
}

/** npm hands its own settings down in the environment; `npm ci` must not take them for its own. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^npm_(config_(omit|include|production|ignore_scripts|global|prefix)|lifecycle|package)/i.test(key),
    ),
  );
}

/** The Node to run with: this one from version 24 on, else the one that npm installed. */
function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const folders = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  const names = process.platform === 'win32' ? ['bin/node.exe', 'node.exe'] : ['bin/node'];
  for (const folder of folders) {
    for (const name of names) {
      const found = join(modules, folder, name);
      if (existsSync(found)) return found;
    }
  }
  return fail(
    `Node 24 is needed and no package has it for ${process.platform}-${process.arch}: install Node 24 and run again (this is Node ${process.versions.node})`,
  );
}

/** Runs Node with the source condition, hands its exit code on and passes signals to it. */
function run(node, args) {
  const options = process.env.NODE_OPTIONS ?? '';
  const child = spawn(node, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_OPTIONS: options.includes(condition) ? options : `${options} ${condition}`.trim(),
      PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function fail(message) {
  console.error(`openpnc: ${message}`);
  process.exit(1);
}
