/** OCPP peers that are not ours: `ocpp-rpc` and the Python package `ocpp`, each as station and as CSMS. @module */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonWith } from './bench.ts';
import type { Peer } from './peer.ts';

const root = join(import.meta.dirname, '../..');
const PACKAGES = ['ocpp==2.1.0', 'websockets==17.4'];
let python = '';

/** The flows of two test files with both peers, none left out. */
export const ocpp: Peer = {
  name: 'OCPP (ocpp-rpc, Python ocpp)',
  programs: ['python3'],
  isOverCable: false,
  install(bench) {
    python = pythonWith(bench, 'ocpp', ...PACKAGES);
  },
  cases: [
    { name: 'their stations at our CSMS', run: async () => flows('roles/csms/test/interop.test.ts') },
    { name: 'our station at their CSMSs', run: async () => flows('roles/station/test/interop.test.ts') },
  ],
};

/** @returns the names of what passed. @throws Error for a test that failed or was skipped */
function flows(file: string): string {
  // Left by a test runner above us, this variable would have the run below report to it.
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--conditions=openpnc-source', '--test', '--test-reporter=tap', join(root, file)],
    { cwd: root, encoding: 'utf8', timeout: 300_000, env: { ...environment, OPENPNC_OCPP_PYTHON: python } },
  );
  const tests = [...stdout.matchAll(/^(not ok|ok) \d+ - (.*?)( # SKIP.*)?$/gm)].map(([, result, name, skipped]) => ({
    name,
    isPassed: result === 'ok' && skipped === undefined,
  }));
  const failed = tests.filter(({ isPassed }) => !isPassed);
  if (status !== 0 || tests.length === 0 || failed.length > 0)
    throw new Error(`${failed.map(({ name }) => name).join('; ')}\n${stdout.slice(-3_000)}${stderr.slice(-1_000)}`);
  return tests.map(({ name }) => `\n        ${name}`).join('');
}
