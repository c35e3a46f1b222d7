/** Certificates of files and folders named on the command line: PEM, DER, PKCS#7, each with where it came from. @module */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError, ProtocolError } from '@openpnc/core/errors';
import type { Certificate } from '@openpnc/x509/certificate';
import { certificatesOf } from '@openpnc/x509/report';

/** A certificate with its file. */
export interface FiledCertificate {
  readonly file: string;
  readonly certificate: Certificate;
}

/** Names of files that a folder is searched for; a file that is named itself may have any name. */
const NAMES = /\.(pem|crt|cer|der|p7b|p7c)$/i;

/**
 * The certificates of files, and of all files of folders below {@link NAMES}, in order of their names.
 * @throws OperatorError `file_missing`, `certificate_unreadable` naming the file, `certificates_missing` where there is none
 */
export function readFiles(paths: readonly string[]): readonly FiledCertificate[] {
  const found = paths.flatMap((path) => filesOf(path).flatMap(certificatesIn));
  if (found.length === 0)
    throw new OperatorError('certificates_missing', `${paths.join(', ')}: no certificate in any file`);
  return found;
}

interface Place {
  readonly file: string;
  /** It was named itself, so it must hold certificates. */
  readonly isNamed: boolean;
}

function filesOf(path: string): readonly Place[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new OperatorError('file_missing', `${path}: ${code === 'ENOENT' ? 'no such file or folder' : message}`);
  }
  if (!isFolder) return [{ file: path, isNamed: true }];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && NAMES.test(entry.name))
    .map((entry) => ({ file: join(entry.parentPath, entry.name), isNamed: false }))
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

function certificatesIn({ file, isNamed }: Place): readonly FiledCertificate[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new OperatorError('file_missing', `${file}: ${(error as Error).message}`);
  }
  const otherBlock = pemLabel(bytes);
  // Keys and requests stand beside certificates in many folders.
  if (otherBlock !== undefined && !isNamed) return [];
  if (otherBlock !== undefined)
    throw new OperatorError('certificate_unreadable', `${file}: expected a certificate, the file holds ${otherBlock}`);
  try {
    return certificatesOf(bytes).map((certificate) => ({ file, certificate }));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new OperatorError(
      'certificate_unreadable',
      `${file}: no certificate in PEM, DER or PKCS#7: ${error.message}`,
    );
  }
}

/** What a PEM file without any certificate holds. */
function pemLabel(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  if (/-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/.test(text)) return undefined;
  return /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1];
}
