/** The example of the README runs and prints what it says. @module */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = join(import.meta.dirname, '..');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');

test('the example of the README runs and prints what the README says', () => {
  const example = /```ts\n([\s\S]*?)```/.exec(readme)![1]!;
  assert.ok(example.trimEnd().split('\n').length <= 20, 'at most 20 lines');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=openpnc-source', '--input-type=module-typescript', '--eval', example],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  const shown = /```text\n( +bit[\s\S]*?)```/.exec(readme)![1]!;
  assert.ok(
    stdout.startsWith(`Finished\nend_of_stream V2G_Message/Body/AuthorizationRes/ResponseCode 102\n${shown}`),
    stdout + stderr,
  );
});

test('every entry of the package is in the README', () => {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const entry of Object.keys(exports))
    assert.ok(readme.includes(entry.replace(/^\.\/?/, entry === '.' ? '@openpnc/exi`' : '/')), entry);
});
