/** Files of a role: certificates, keys and settings in a folder, with one clear line when something is missing. @module */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { OperatorError } from '@openpnc/core/errors';

/** Reads a file of a role. @throws OperatorError `file_missing` */
export function readRoleFile(folder: string, name: string): string {
  const path = join(folder, name);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OperatorError(
      'file_missing',
      `${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message}`,
    );
  }
}

/** Writes a file of a role; keys get mode 0600. */
export function writeRoleFile(folder: string, name: string, text: string, isSecret = false): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: isSecret ? 0o600 : 0o644 });
}

/** @throws OperatorError `folder_missing` when the folder of a role is not there. */
export function requireFolder(folder: string, what: string): void {
  if (!existsSync(folder)) throw new OperatorError('folder_missing', `${what}: the folder ${folder} does not exist`);
}

/** A free TCP port of the loopback address. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
