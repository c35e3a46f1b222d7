/** The shared vectors and their codecs, for the tests of this package. @module */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Codec, createCodec, type Schema } from '@openpnc/exi';
import { iso15118v2 } from '@openpnc/exi/iso15118-2';
import { iso15118v20CommonMessages } from '@openpnc/exi/iso15118-20';
import { appProtocol } from '@openpnc/exi/sap';
import { xmldsig } from '@openpnc/exi/xmldsig';

/** A line of a vector file. */
export interface Vector {
  readonly name: string;
  readonly schema: string;
  readonly kind: 'document' | 'fragment';
  readonly exi: string;
  readonly xml: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly expect?: 'reject' | 'schema-reject' | 'policy' | 'no-crash' | 'accept';
  readonly divergence?: { readonly nagasena_encoder?: { readonly exi: string } };
}

/** The schemas by their names in the vector files. */
export const schemas: Readonly<Record<string, Schema>> = {
  sap: appProtocol,
  xmldsig,
  'iso15118-2': iso15118v2,
  'iso15118-20': iso15118v20CommonMessages,
};

/** Their codecs. */
export const codecs: Readonly<Record<string, Codec>> = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, createCodec(schema)]),
);

/** The lines of a vector file. */
export function vectors(file: string): Vector[] {
  return readFileSync(join(import.meta.dirname, '../../../vectors/exi', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Vector);
}

/** Bytes of hex. */
export function bytes(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** Hex of bytes. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
