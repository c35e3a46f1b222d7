/** A key log file for Wireshark: the secrets of TLS sessions, one line each. Never in production. @module */
import { closeSync, openSync, writeSync } from 'node:fs';
import { OperatorError } from '@openpnc/core/errors';

/** A file that key log lines are added to. */
export interface KeyLogFile {
  write(line: string): void;
  close(): void;
}

/**
 * Opens a file of mode 0600 (made when missing) for the `keyLog` option of listeners and dialers. Each line is on its way
 * to the disk when `write` returns, so a capture of a session that crashed can still be read.
 * @throws OperatorError `key_log_unusable`
 */
export function keyLogFile(path: string): KeyLogFile {
  let handle: number;
  try {
    handle = openSync(path, 'a', 0o600);
  } catch (error) {
    throw new OperatorError('key_log_unusable', `key log ${path}: ${(error as Error).message}`);
  }
  return { write: (line) => void writeSync(handle, line), close: () => closeSync(handle) };
}
