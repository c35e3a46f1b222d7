/** What certificates are in V2G terms, and what is wrong with them: the functions behind `openpnc cert inspect | lint | verify | tree`. @module */

import { fromUtf8 } from '@openpnc/core/bytes';
import { displayEmaid, hasWrongCheckCharacter, parseEmaid } from '@openpnc/core/emaid';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import { type Certificate, ekuOids, parseCertificate, pemToDer } from './certificate.ts';
import { contractVerdict } from './contractVerdict.ts';
import { certHashes } from './hashData.ts';
import { guessProfile, type LintFinding, lintCertificate } from './lint.ts';
import { type PathFinding, type Purpose, validatePath } from './path.ts';
import { parseCertsOnly } from './pkcs7.ts';
import type { ProfileName } from './profiles.ts';

/** A report: lines for people, the same as data for `--json`, and whether all is well. */
export interface Report<Data> {
  readonly ok: boolean;
  readonly lines: readonly string[];
  readonly data: Data;
}

/**
 * All certificates of a file: PEM with any number of blocks, one DER, or a PKCS#7 in DER.
 * @throws ProtocolError of the form that it looked like
 */
export function certificatesOf(file: Uint8Array): readonly Certificate[] {
  const head = file.subarray(0, 2);
  if (head[0] === 0x30 && head[1]! >= 0x30 && !isText(file)) {
    try {
      return [parseCertificate(file)];
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      try {
        return parseCertsOnly(file);
      } catch {
        throw error;
      }
    }
  }
  return pemToDer(textOf(file)).map(parseCertificate);
}

/** One certificate as data. */
export interface Inspection {
  /** Where it came from, if the caller told. */
  readonly file?: string;
  readonly kind: ProfileName | 'unknown';
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly key: string;
  readonly signature: string;
  readonly bytes: number;
  readonly isCa: boolean;
  readonly pathLen?: number;
  readonly keyUsage?: readonly string[];
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectKeyIdentifier?: string;
  readonly authorityKeyIdentifier?: string;
  readonly alternativeNames?: readonly string[];
  readonly ocsp: readonly string[];
  readonly crl: readonly string[];
  readonly fingerprint: string;
  /** Of a contract: the eMAID for people, and whether its check character is right. */
  readonly eMAID?: { readonly text: string; readonly checkCharacter: 'right' | 'wrong' | 'absent' };
  readonly pcid?: string;
  /** SHA-256 hash data, where the issuer is at hand. */
  readonly hashData?: {
    readonly issuerNameHash: string;
    readonly issuerKeyHash: string;
    readonly serialNumber: string;
  };
}

/** What each certificate is. @param files where each came from, told with it */
export function inspect(
  certificates: readonly Certificate[],
  at: Millis,
  files: readonly string[] = [],
): Report<readonly Inspection[]> {
  const data = certificates.map((certificate, i) => ({
    ...(files[i] !== undefined && { file: files[i] }),
    ...inspection(certificate, certificates),
  }));
  const lines = data.flatMap((one, i) => [
    ...(i > 0 ? [''] : []),
    `${one.subject}`,
    ...(one.file === undefined ? [] : [`  file       ${one.file}`]),
    `  kind       ${kindNames[one.kind]}`,
    ...(one.eMAID ? [`  eMAID      ${one.eMAID.text} (check character ${one.eMAID.checkCharacter})`] : []),
    ...(one.pcid ? [`  PCID       ${one.pcid}`] : []),
    `  issuer     ${one.issuer}`,
    `  serial     ${one.serialNumber}`,
    `  validity   ${one.notBefore} to ${one.notAfter}: ${remaining(certificates[i]!, at)}`,
    `  key        ${one.key}, signed by ${one.signature}, ${one.bytes} bytes`,
    `  rights     ${[one.isCa ? `CA${one.pathLen === undefined ? '' : `, pathLen ${one.pathLen}`}` : 'end entity', ...(one.keyUsage ?? ['no keyUsage']), ...(one.extendedKeyUsage ?? [])].join(', ')}`,
    ...(one.alternativeNames ? [`  names      ${one.alternativeNames.join(', ')}`] : []),
    ...(one.ocsp.length > 0 ? [`  OCSP       ${one.ocsp.join(', ')}`] : []),
    ...(one.crl.length > 0 ? [`  CRL        ${one.crl.join(', ')}`] : []),
    ...(one.hashData
      ? [`  hash data  name ${one.hashData.issuerNameHash}`, `             key  ${one.hashData.issuerKeyHash}`]
      : []),
    `  SHA-256    ${one.fingerprint}`,
  ]);
  return { ok: true, lines, data };
}

/** Findings of the lint by certificate. @param kind for all; absent: guessed for each. @param files where each came from */
export function lint(
  certificates: readonly Certificate[],
  { at, kind, files = [] }: { readonly at: Millis; readonly kind?: ProfileName; readonly files?: readonly string[] },
): Report<
  readonly {
    readonly file?: string;
    readonly subject: string;
    readonly kind: ProfileName | 'unknown';
    readonly findings: readonly LintFinding[];
  }[]
> {
  const data = certificates.map((certificate, i) => {
    const found = kind ?? guessProfile(certificate, issuerOf(certificate, certificates));
    return {
      ...(files[i] !== undefined && { file: files[i] }),
      subject: String(certificate.subject),
      kind: found ?? ('unknown' as const),
      findings: found ? lintCertificate(certificate, found, { at }) : [],
    };
  });
  const ok = data.every((one) => one.kind !== 'unknown' && one.findings.every(({ severity }) => severity !== 'error'));
  const lines = data.flatMap(({ file, subject, kind: found, findings }) => [
    `${file === undefined ? '' : `${file}: `}${subject}: ${kindNames[found]}`,
    ...(found === 'unknown' ? ['  error    kind_unknown: name the kind, nothing was checked'] : []),
    ...(found !== 'unknown' && findings.length === 0 ? ['  good'] : []),
    ...findings.map(({ severity, code, text, spec }) => `  ${severity.padEnd(8)} ${code}: ${text} (${spec})`),
  ]);
  return { ok, lines, data };
}

/** Whether a chain holds, and the word that a station gives the car for a contract. */
export function verify(
  chain: readonly Certificate[],
  {
    anchors,
    at,
    purpose,
    strict = false,
  }: {
    readonly anchors: readonly Certificate[];
    readonly at: Millis;
    readonly purpose: Purpose;
    readonly strict?: boolean;
  },
): Report<{
  readonly ok: boolean;
  readonly verdict?: string;
  readonly path: readonly string[];
  readonly findings: readonly PathFinding[];
}> {
  const { ok, path, findings } = validatePath({ chain, anchors, at, purpose, strict });
  const verdict = purpose === 'contract' ? contractVerdict(findings, { strict }) : undefined;
  return {
    ok,
    lines: [
      ...path.map(
        (certificate, i) => `${'  '.repeat(i)}${i === path.length - 1 && ok ? 'root ' : ''}${certificate.subject}`,
      ),
      ...findings.map(({ severity, code, text, spec }) => `${severity.padEnd(8)} ${code}: ${text} (${spec})`),
      ok ? `good for ${purpose}` : `refused for ${purpose}${verdict ? `: ${verdict}` : ''}`,
    ],
    data: { ok, ...(verdict && { verdict }), path: path.map(({ subject }) => String(subject)), findings },
  };
}

/** One certificate of a tree, with what it issued. */
export interface TreeNode {
  readonly subject: string;
  readonly kind: ProfileName | 'unknown';
  readonly notAfter: string;
  readonly fingerprint: string;
  /** Its issuer is not among the certificates. */
  readonly isOrphan: boolean;
  readonly issued: readonly TreeNode[];
}

/** Who issued whom, by name and signature. Certificates without their issuer stand at the left and say so. */
export function tree(certificates: readonly Certificate[], at: Millis): Report<readonly TreeNode[]> {
  const all = certificates.filter(
    (one, i) => certificates.findIndex(({ fingerprint }) => fingerprint === one.fingerprint) === i,
  );
  const issuers = new Map(all.map((certificate) => [certificate, issuerOf(certificate, all)]));
  const lines: string[] = [];
  const node = (certificate: Certificate, prefix: string, branch: string): TreeNode => {
    const kind = guessProfile(certificate, issuers.get(certificate)) ?? 'unknown';
    const isOrphan = !certificate.isSelfIssued && !issuers.get(certificate);
    lines.push(
      `${prefix}${branch}${certificate.subject}  [${kindNames[kind]}, ${remaining(certificate, at)}]${isOrphan ? '  issuer not at hand' : ''}`,
    );
    const children = all.filter((other) => other !== certificate && issuers.get(other) === certificate);
    const below = prefix + (branch === '' ? '' : branch.startsWith('└') ? '   ' : '│  ');
    return {
      subject: String(certificate.subject),
      kind,
      notAfter: iso(certificate.notAfter),
      fingerprint: certificate.fingerprint,
      isOrphan,
      issued: children.map((child, i) => node(child, below, i === children.length - 1 ? '└─ ' : '├─ ')),
    };
  };
  const tops = all.filter((certificate) => certificate.isSelfIssued || !issuers.get(certificate));
  return { ok: true, data: tops.map((top) => node(top, '', '')), lines };
}

/** Names of the kinds for people. */
export const kindNames: Readonly<Record<ProfileName | 'unknown', string>> = {
  v2gRoot: 'V2G root',
  moRoot: 'MO root',
  oemRoot: 'OEM root',
  csmsRoot: 'CSMS root',
  cpoSubCa1: 'CPO Sub-CA 1',
  cpoSubCa2: 'CPO Sub-CA 2',
  cpsSubCa1: 'CPS Sub-CA 1',
  cpsSubCa2: 'CPS Sub-CA 2',
  moSubCa1: 'MO Sub-CA 1',
  moSubCa2: 'MO Sub-CA 2',
  oemSubCa1: 'OEM Sub-CA 1',
  oemSubCa2: 'OEM Sub-CA 2',
  seccLeaf: 'SECC leaf',
  cpsLeaf: 'CPS leaf',
  contractLeaf: 'contract certificate',
  provisioningLeaf: 'OEM provisioning certificate',
  ocspSigner: 'OCSP signer',
  csmsServer: 'CSMS server certificate',
  stationClient: 'station client certificate',
  unknown: 'unknown kind',
};

function inspection(certificate: Certificate, all: readonly Certificate[]): Inspection {
  const issuer = issuerOf(certificate, all);
  const kind = guessProfile(certificate, issuer) ?? 'unknown';
  const { commonName } = certificate.subject;
  const emaid = kind === 'contractLeaf' && commonName !== undefined ? parseEmaid(commonName) : undefined;
  const hashes = issuer && certHashes(certificate, issuer);
  return {
    kind,
    subject: String(certificate.subject),
    issuer: String(certificate.issuer),
    serialNumber: certificate.serialNumber,
    notBefore: iso(certificate.notBefore),
    notAfter: iso(certificate.notAfter),
    key: certificate.keyType === 'RSA' ? `RSA ${certificate.rsaBits ?? '?'}` : certificate.keyType,
    signature: certificate.signatureAlgorithm,
    bytes: certificate.der.length,
    isCa: certificate.isCa,
    ...(certificate.pathLen !== undefined && { pathLen: certificate.pathLen }),
    ...(certificate.keyUsage && { keyUsage: [...certificate.keyUsage] }),
    ...(certificate.eku && { extendedKeyUsage: certificate.eku.map((oid) => ekuNames.get(oid) ?? oid) }),
    ...(certificate.ski !== undefined && { subjectKeyIdentifier: certificate.ski }),
    ...(certificate.aki !== undefined && { authorityKeyIdentifier: certificate.aki }),
    ...(certificate.altNames.length > 0 && {
      alternativeNames: certificate.altNames.map(({ type, value }) => `${type}:${value}`),
    }),
    ocsp: certificate.ocspUrls,
    crl: certificate.crlUrls,
    fingerprint: certificate.fingerprint,
    ...(emaid && {
      eMAID: {
        text: displayEmaid(commonName!)!,
        checkCharacter: emaid.check === undefined ? 'absent' : hasWrongCheckCharacter(emaid) ? 'wrong' : 'right',
      } as const,
    }),
    ...(kind === 'provisioningLeaf' && commonName !== undefined && { pcid: commonName }),
    ...(hashes && {
      hashData: {
        issuerNameHash: hashes.issuerNameHash,
        issuerKeyHash: hashes.issuerKeyHash,
        serialNumber: hashes.serialNumber,
      },
    }),
  };
}

function issuerOf(certificate: Certificate, all: readonly Certificate[]): Certificate | undefined {
  return all.find((other) => other.subject.equals(certificate.issuer) && certificate.isSignedBy(other));
}

function remaining({ notBefore, notAfter }: Certificate, at: Millis): string {
  const days = (ms: Millis) => `${Math.floor(ms / 86_400_000)} days`;
  if (at > notAfter) return `expired ${days(at - notAfter)} ago`;
  if (at < notBefore) return `begins in ${days(notBefore - at)}`;
  return `${days(notAfter - at)} left`;
}

const ekuNames = new Map(Object.entries(ekuOids).map(([name, oid]) => [oid as string, name]));

function isText(file: Uint8Array): boolean {
  return file
    .subarray(0, 16)
    .every((octet) => octet === 9 || octet === 10 || octet === 13 || (octet >= 32 && octet < 127));
}

function textOf(file: Uint8Array): string {
  try {
    return fromUtf8(file);
  } catch (cause) {
    throw new ProtocolError('pem_malformed', `file of ${file.length} bytes: neither PEM nor DER`, { cause });
  }
}

function iso(at: Millis): string {
  return new Date(at).toISOString();
}
