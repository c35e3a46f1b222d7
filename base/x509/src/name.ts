/** X.501 names: compared as DER, read leniently, printed for people. RFC 5280 4.1.2.4, RFC 4514. @module */

import { ascii, DerReader, tags } from './der.ts';

/** One attribute of a name, in the order of the encoding. */
export interface NameAttribute {
  /** Short name (`CN`, `DC` ...) where it is a common one, else the object identifier. */
  readonly type: string;
  readonly value: string;
}

/** The short names that V2G certificates use, by object identifier. */
export const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** A name: its bytes decide equality, its attributes are for reading. */
export class Name {
  /** DER of the Name SEQUENCE, tag and length included. */
  readonly der: Uint8Array;
  /** The DER as a text of one character a byte: a fast key of maps and comparisons. */
  readonly key: string;
  /** All attributes in the order of the encoding. */
  readonly attributes: readonly NameAttribute[];

  /** @param der kept, not copied. @throws ProtocolError `code` when it is not a Name */
  constructor(der: Uint8Array, code = 'name_malformed') {
    this.der = der;
    this.attributes = attributesOf(der, code);
    this.key = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1');
  }

  /** The values of one attribute type, e.g. `DC`, in order. */
  values(type: string): readonly string[] {
    return this.attributes.filter((attribute) => attribute.type === type).map(({ value }) => value);
  }

  /** The last CN of the encoding (the most specific one), or undefined. */
  get commonName(): string | undefined {
    return this.values('CN').at(-1);
  }

  /** Whether both are the same bytes: the equality of path building. */
  equals(other: Name): boolean {
    return this.key === other.key;
  }

  /** Most specific attribute first, as RFC 4514 writes it: `DC=V2G,C=DE,O=Lab,CN=V2GRootCA`. */
  toString(): string {
    return this.attributes
      .map(({ type, value }) => `${type}=${value.replace(/[,+"\\<>;=]/g, '\\$&')}`)
      .toReversed()
      .join(',');
  }
}

/**
 * Whether a printed distinguished name (X509IssuerName of ListOfRootCertificateIDs) names this one. Stacks print it in RFC
 * 4514 order or reversed, with blanks, with slashes, or as `<Name(...)>`, so the attributes are compared as a set.
 */
export function isPrintedName(text: string, name: Name): boolean {
  const body = /^\s*<Name\((.*)\)>\s*$/s.exec(text)?.[1] ?? text;
  const printed = (
    body.trimStart().startsWith('/')
      ? body
          .trim()
          .slice(1)
          .split(/\/(?=[A-Za-z0-9.]+=)/)
      : splitName(body)
  )
    .map((part) => /^\s*([A-Za-z0-9.]+)\s*=\s*(.*?)\s*$/s.exec(part))
    .map((parts) => parts && key(typeOf(parts[1]!), parts[2]!.replace(/\\(.)/gs, '$1').replace(/^"(.*)"$/s, '$1')));
  if (printed.length === 0 || printed.includes(null)) return false;
  const wanted = name.attributes.map(({ type, value }) => key(type, value));
  return printed.length === wanted.length && printed.toSorted().join('\n') === wanted.toSorted().join('\n');
  function key(type: string, value: string): string {
    return `${type}=${value.trim().replace(/\s+/g, ' ').toLowerCase()}`;
  }
}

/** Splits at commas, semicolons and plus signs that are neither escaped nor quoted. */
function splitName(text: string): string[] {
  const parts: string[] = [];
  let [part, isQuoted] = ['', false];
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]!;
    if (character === '\\') {
      part += character + (text[i + 1] ?? '');
      i += 1;
    } else if (!isQuoted && /[,;+]/.test(character)) {
      parts.push(part);
      part = '';
    } else {
      if (character === '"') isQuoted = !isQuoted;
      part += character;
    }
  }
  parts.push(part);
  return parts.filter((found) => found.trim() !== '');
}

const printedTypes = new Map(
  Object.entries(attributeNames)
    .flatMap(([oid, name]) => [
      [name.toUpperCase(), name],
      [oid, name],
      [`OID.${oid}`, name],
    ])
    .concat([
      ['COMMONNAME', 'CN'],
      ['COUNTRYNAME', 'C'],
      ['ORGANIZATIONNAME', 'O'],
      ['ORGANIZATIONALUNITNAME', 'OU'],
      ['DOMAINCOMPONENT', 'DC'],
      ['S', 'ST'],
      ['E', 'emailAddress'],
    ]) as [string, string][],
);

function typeOf(text: string): string {
  return printedTypes.get(text.toUpperCase()) ?? text;
}

function attributesOf(der: Uint8Array, code: string): readonly NameAttribute[] {
  const attributes: NameAttribute[] = [];
  const outer = new DerReader(der, code);
  const name = outer.enter(tags.sequence, 'name');
  outer.done('name');
  while (!name.isAtEnd) {
    const set = name.enter(tags.set, 'relative distinguished name');
    while (!set.isAtEnd) {
      const attribute = set.enter(tags.sequence, 'name attribute');
      const oid = attribute.oid('name attribute type');
      const value = attribute.any('name attribute value');
      attribute.done('name attribute');
      attributes.push({ type: attributeNames[oid] ?? oid, value: textOf(attribute, value.tag, value.from, value.to) });
    }
  }
  return attributes;
}

function textOf({ bytes }: DerReader, tag: number, from: number, to: number): string {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
  switch (tag) {
    case tags.utf8String:
      return content.toString('utf8');
    case tags.bmpString:
      return Buffer.from(content.subarray(0, content.length & ~1))
        .swap16()
        .toString('utf16le');
    case tags.printableString:
    case tags.ia5String:
      return ascii(bytes, from, to);
    default:
      return content.toString('latin1');
  }
}
