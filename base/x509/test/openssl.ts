/** The openssl command as a foreign judge, where it is installed. @module */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const found = spawnSync('openssl', ['version'], { encoding: 'utf8' });

/** Why tests with openssl are skipped, or false. */
export const noOpenssl: string | false =
  found.status === 0 && /OpenSSL 3/.test(found.stdout) ? false : 'skipped: no OpenSSL 3 on this machine';

/** Runs openssl in a folder that holds `files`; stdout and stderr come back together, and the file that it was to write. */
export function openssl(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>> = {},
  output?: string,
): { status: number; text: string; output: Uint8Array } {
  const folder = mkdtempSync(join(tmpdir(), 'openpnc-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    const written =
      output !== undefined && status === 0 ? new Uint8Array(readFileSync(join(folder, output))) : new Uint8Array();
    return { status: status ?? -1, text: stdout + stderr, output: written };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
