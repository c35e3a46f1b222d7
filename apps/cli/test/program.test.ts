/** The command line itself: the vectors through it, faults as one line with an exit code. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../../..');
const openpnc = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [join(root, 'apps/cli/src/main.ts'), ...args], {
    input,
    encoding: 'utf8',
    timeout: 60_000,
  });
const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const vectors = ['ac-pnc-session', 'sap'].flatMap((name) =>
  readFileSync(join(root, `vectors/exi/${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)),
);

test('the session and negotiation vectors are byte-exact both ways through the command line', () => {
  const decoded = openpnc(
    ['exi', 'decode', '--jsonl'],
    lines(vectors.map(({ schema, kind, exi }) => ({ schema, kind, exi }))),
  );
  assert.deepEqual(
    decoded.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).json),
    vectors.map(({ json }) => json),
  );
  const encoded = openpnc(
    ['exi', 'encode', '--jsonl'],
    lines(vectors.map(({ schema, kind, json }) => ({ schema, kind, json }))),
  );
  assert.deepEqual(
    encoded.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).exi),
    vectors.map(({ exi }) => exi),
  );
});

test('exi --jsonl answers each line by its other form', () => {
  const [{ schema, kind, exi, json }] = vectors;
  const { stdout } = openpnc(
    ['exi', '--jsonl'],
    lines([
      { schema, kind, exi },
      { schema, kind, json },
    ]),
  );
  assert.deepEqual(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    [{ json }, { exi }],
  );
});

test('what the person at the keyboard can mend is one clear line and an exit code', () => {
  const faults: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['lab', 'accepted', '--interface', 'eth99'],
      /^openpnc: interface eth99: there is none of that name that is up; there are .*\n$/,
    ],
    [['lab', 'nonsense'], /openpnc: no scenario nonsense; there are accepted, /],
    [['pcap', '/nowhere.pcap'], /^openpnc: \/nowhere\.pcap: ENOENT.*\n$/],
    [['pcap', join(root, 'package.json')], /^openpnc: .*package\.json: magic number 0x7b0a2020, expected pcap .*\n$/],
    [['emsp', '--set', 'emsp.folder=/nowhere'], /^openpnc: emsp: the folder \/nowhere does not exist\n$/],
    [['emsp', '--set', 'emsp.fodler=x'], /^openpnc: emsp\.fodler: unknown key; known here: .*\n$/],
  ];
  for (const [args, message] of faults) {
    const { status, stderr } = openpnc(args);
    assert.match(stderr, message);
    assert.equal(status, 1, args.join(' '));
  }
});
