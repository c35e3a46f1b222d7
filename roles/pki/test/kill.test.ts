/** kill -9 in the middle of issuing: every certificate that left the role is in the database, with its audit line. @module */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PkiTables } from '@openpnc/pki/tables';
import { openSqlite } from '@openpnc/store/sqlite';

test('kill -9 while issuing never leaves an issued but unrecorded certificate', async () => {
  for (let round = 0; round < 3; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'openpnc-kill-'));
    try {
      const path = join(folder, 'pki.sqlite');
      const printed = await killed(path, 40 + 17 * round);
      assert.ok(printed.length >= 40, `${printed.length} certificates before the kill`);
      const database = openSqlite<PkiTables>(path);
      const issued = new Set(
        (await database.selectFrom('pki_issued').select('fingerprint').execute()).map((row) => row.fingerprint),
      );
      const audited = new Set(
        (await database.selectFrom('pki_audit').select('certificate').execute()).map((row) => row.certificate),
      );
      await database.destroy();
      assert.deepEqual(
        printed.filter((fingerprint) => !issued.has(fingerprint)),
        [],
      );
      assert.deepEqual(
        [...issued].filter((fingerprint) => !audited.has(fingerprint)),
        [],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
});

/** Runs the issuer until it has printed `count` fingerprints and kills it. @returns all that it printed */
function killed(path: string, count: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--conditions=openpnc-source', join(import.meta.dirname, 'issuer.ts'), path],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    let [text, errors] = ['', ''];
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.split('\n').length > count + 1) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the issuer ended by itself: ${errors}`));
      // A last line that was cut off was not handed out whole.
      else
        resolve(
          text
            .split('\n')
            .slice(0, -1)
            .filter((line) => /^[0-9a-f]{64}$/.test(line)),
        );
    });
  });
}
