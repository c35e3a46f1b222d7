/**
 * Certification paths of V2G: built from certificates in any order, judged by the purpose, every fault reported and not the
 * first alone. RFC 5280 6, ISO 15118-2:2014 Annex F and [V2G2-006] .. [V2G2-010], [V2G2-867], [V2G2-925].
 *
 * @module
 */

import { BoundedMap } from '@openpnc/core/boundedMap';
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import {
  type Certificate,
  ekuOids,
  extensionOids,
  type KeyType,
  type KeyUsage,
  parseCertificate,
  type SignatureName,
} from './certificate.ts';
import type { OcspResponse } from './ocsp.ts';
import type { AnchorUse } from './trustStore.ts';

/** What the leaf is to be used for. `issuer`: the first certificate is itself a CA, e.g. the one of an OCSP answer. */
export type Purpose = 'contract' | 'secc' | 'cps' | 'provisioning' | 'ocsp' | 'issuer' | 'csms' | 'station';

/** Every fault that {@link validatePath} can find. */
export type PathCode =
  | 'certificate_expired'
  | 'certificate_not_yet_valid'
  | 'signature_invalid'
  | 'issuer_not_found'
  | 'path_too_long'
  | 'leaf_issued_by_root'
  | 'leaf_ambiguous'
  | 'leaf_is_ca'
  | 'not_a_ca'
  | 'path_len_exceeded'
  | 'path_len_profile'
  | 'key_usage_missing'
  | 'extended_key_usage_missing'
  | 'unknown_critical_extension'
  | 'not_critical'
  | 'version_not_3'
  | 'curve_not_allowed'
  | 'public_key_malformed'
  | 'signature_algorithm_not_allowed'
  | 'serial_number_not_proper'
  | 'too_large'
  | 'wrong_domain_component'
  | 'key_identifier_mismatch'
  | 'chain_order'
  | 'root_in_chain'
  | 'certificate_not_on_path';

/** One thing that a check found in one certificate. */
export interface CertificateFinding<Code extends string = string> {
  readonly code: Code;
  /** A refusal makes the path unusable; a warning does not. */
  readonly severity: 'refusal' | 'warning';
  readonly certificate: {
    readonly subject: string;
    /** 0 is the leaf, 1 its issuer and so on; -1 for a certificate that is not on the path. */
    readonly position: number;
    readonly isAnchor: boolean;
    readonly fingerprint: string;
  };
  /** One sentence with what was expected and what came. */
  readonly text: string;
  /** The clause, e.g. `RFC 5280 4.2.1.9`. */
  readonly spec: string;
  /** With `issuer_not_found`: SHA-256 of a trusted root that has the name of the missing one and another key, as after a rollover. */
  readonly namesake?: string;
}

/** A finding of path validation. */
export type PathFinding = CertificateFinding<PathCode>;

/** What is to be validated. */
export interface PathQuestion {
  /** The presented certificates in any order, root not needed. Must hold the leaf unless `leaf` is given. */
  readonly chain: readonly Certificate[];
  /** The end entity. Without it the one certificate of the chain that issued no other is taken. */
  readonly leaf?: Certificate;
  /** Trusted roots for this purpose: {@link anchorUses} says of which uses. */
  readonly anchors: readonly Certificate[];
  readonly at: Millis;
  readonly purpose: Purpose;
  /** Refuse what real PKIs do and the profile does not: order of the chain, root sent along, key identifiers, pathLen of Sub-CA 2. */
  readonly strict?: boolean;
  /** A leaf directly under its root is allowed (private environment). ISO 15118-2:2014 [V2G2-867] */
  readonly isPrivate?: boolean;
  /** Remembers verified sub-CAs, and leaves whose purpose lets them be met again. */
  readonly memory?: PathMemory;
}

/** The judged path. */
export interface PathVerdict {
  /** No refusal among the findings. */
  readonly ok: boolean;
  /** Leaf first; the anchor last when one was found. */
  readonly path: readonly Certificate[];
  readonly anchor: Certificate | undefined;
  readonly findings: readonly PathFinding[];
}

/** The uses of a trust store whose anchors may end a path of this purpose. ISO 15118-2:2014 7.3.1; decisions of docs/choices.md */
export const anchorUses: Readonly<Record<Purpose, readonly AnchorUse[]>> = {
  contract: ['v2g', 'mo'],
  secc: ['v2g'],
  cps: ['v2g'],
  provisioning: ['oem'],
  ocsp: ['v2g', 'mo', 'oem'],
  issuer: ['v2g', 'mo', 'oem'],
  csms: ['csms'],
  station: ['csms'],
};

/**
 * Builds the path from the leaf to an anchor and checks all of it.
 *
 * Names are compared as DER, key identifiers only as a hint; of several issuers with the same name each is tried by its
 * signature. A path ends at the first anchor whose key made the last signature.
 */
export function validatePath(question: PathQuestion): PathVerdict {
  const { anchors, at, purpose, strict = false, isPrivate = false, memory } = question;
  const rule = rules[purpose];
  const pool = withoutDoubles(question.leaf ? [question.leaf, ...question.chain] : question.chain);
  if (pool.length === 0) throw new UsageError('empty_chain', 'validatePath: the chain is empty');
  const findings: PathFinding[] = [];
  const leaf = question.leaf ?? leafOf(pool);
  if (!leaf) {
    const first = pool[0]!;
    findings.push(
      finding('leaf_ambiguous', first, -1, false, 'the chain has more than one end entity, or none', 'RFC 5280 6.1'),
    );
    return { ok: false, path: [], anchor: undefined, findings };
  }
  const built = build(leaf, pool, anchors, rule, memory);
  const { path, anchor } = built;
  const whole = anchor ? [...path, anchor] : path;
  if (built.problem) {
    const last = path.at(-1)!;
    findings.push(
      built.problem === 'signature_invalid'
        ? finding(
            'signature_invalid',
            last,
            path.length - 1,
            false,
            `no certificate named ${last.issuer} made its signature`,
            'RFC 5280 6.1.3 (a)(1)',
          )
        : issuerNotFound(last, path.length - 1, built.namesake),
    );
  }
  const context: Context = { rule, at, strict, anchor, whole };
  for (const [position, certificate] of whole.entries()) {
    const isAnchor = anchor !== undefined && position === whole.length - 1;
    for (const check of checks) {
      for (const { code, text, spec, severity } of check(certificate, position, isAnchor, context))
        findings.push(finding(code, certificate, position, isAnchor, text, spec, severity));
    }
  }
  const subCas = path.length - 1;
  if (rule.maxSubCas !== undefined && subCas > rule.maxSubCas)
    findings.push(
      finding(
        'path_too_long',
        leaf,
        0,
        false,
        `${subCas} sub-CAs, expected at most ${rule.maxSubCas}`,
        'ISO 15118-2:2014 [V2G2-009]',
      ),
    );
  if (rule.maxSubCas !== undefined && anchor && subCas === 0 && !isPrivate)
    findings.push(
      finding(
        'leaf_issued_by_root',
        leaf,
        0,
        false,
        'issued by a root, expected a sub-CA between them',
        'ISO 15118-2:2014 [V2G2-867]',
      ),
    );
  findings.push(...orderFindings(question.chain, path, anchors, leaf, strict));
  return { ok: findings.every(({ severity }) => severity !== 'refusal'), path: whole, anchor, findings };
}

/**
 * Remembers certificates that were parsed and whose signature by a known issuer was proved: with known sub-CAs a chain
 * costs about one ECDSA verification. Only certificates of a chain that reached an anchor are kept, so strangers can't
 * fill it: its CAs, and the leaf of a purpose whose leaves are met again. Beside them, parsed and not proved, those that
 * were asked for last, and OCSP responses that proved something. Validity, revocation and all rules are checked each time.
 */
export class PathMemory {
  readonly #parsed: BoundedMap<string, Certificate>;
  readonly #proved: BoundedMap<string, true>;
  readonly #responses = new BoundedMap<string, ProvedResponse>(MAX_RESPONSES);
  /** The latest of the others: a leaf is asked for more than once in its session, and its car comes again. */
  readonly #latest = new BoundedMap<string, Certificate>(MAX_LATEST);

  /** @param limit how many certificates to keep; the oldest go first */
  constructor(limit = 1000) {
    this.#parsed = new BoundedMap(limit);
    this.#proved = new BoundedMap(limit);
  }

  /** The certificate of this DER, parsed now or remembered. @throws ProtocolError `certificate_malformed` */
  certificate(der: Uint8Array): Certificate {
    const key = keyOfDer(der);
    const known = this.#parsed.get(key);
    if (known) return known;
    const certificate = this.#latest.get(key) ?? parseCertificate(der);
    this.#latest.set(key, certificate);
    return certificate;
  }

  /** Whether this signature was proved before. */
  isProved(certificate: Certificate, issuer: Certificate): boolean {
    return this.#proved.get(`${certificate.fingerprint} ${issuer.fingerprint}`) === true;
  }

  /** Remembers a certificate with a proved signature. */
  remember(certificate: Certificate, issuer: Certificate): void {
    if (this.isProved(certificate, issuer)) return;
    const key = keyOfDer(certificate.der);
    this.#parsed.set(key, certificate);
    this.#latest.delete(key);
    this.#proved.set(`${certificate.fingerprint} ${issuer.fingerprint}`, true);
  }

  /** The OCSP response of this DER, when its signature was proved before. */
  provedResponse(der: Uint8Array): ProvedResponse | undefined {
    return this.#responses.get(keyOfDer(der));
  }

  /** Remembers an OCSP response that was verified as a whole. */
  rememberResponse(der: Uint8Array, proved: ProvedResponse): void {
    this.#responses.set(keyOfDer(der), proved);
  }
}

/** An OCSP response and the certificate whose key made its signature. */
export interface ProvedResponse {
  readonly response: OcspResponse;
  readonly signer: Certificate;
}

interface Rule {
  /** The first certificate is a CA and judged as one. */
  readonly isCa?: boolean;
  /** Leaves must have these bits when they have keyUsage at all. */
  readonly leafKeyUsage: readonly KeyUsage[];
  /** DC that the leaf's subject must hold; `lenient` lets an absent one pass outside strict mode. */
  readonly domainComponent?: { readonly value: string; readonly lenient: boolean };
  /** Extended key usage: must be there (`required`), or must be there if the extension is (`ifPresent`). */
  readonly eku?: { readonly oid: string; readonly name: string; readonly when: 'required' | 'ifPresent' };
  readonly keys: readonly KeyType[];
  readonly signatures: readonly SignatureName[];
  readonly maxSubCas?: number;
  readonly maxBytes?: number;
  /** The leaf belongs to a place where many sessions begin and not to one customer: its signature is proved once. */
  readonly isLeafMetAgain?: boolean;
}

const v2g = { keys: ['P-256'], signatures: ['ecdsa-with-SHA256'], maxSubCas: 2, maxBytes: 800 } as const;
const web = {
  keys: ['P-256', 'P-384', 'P-521', 'RSA'],
  signatures: [
    'ecdsa-with-SHA256',
    'ecdsa-with-SHA384',
    'ecdsa-with-SHA512',
    'sha256WithRSAEncryption',
    'sha384WithRSAEncryption',
    'sha512WithRSAEncryption',
  ],
} as const;

const rules: Readonly<Record<Purpose, Rule>> = {
  contract: { ...v2g, leafKeyUsage: ['digitalSignature'] },
  secc: {
    ...v2g,
    leafKeyUsage: ['digitalSignature'],
    domainComponent: { value: 'CPO', lenient: false },
    eku: { oid: ekuOids.serverAuth, name: 'serverAuth', when: 'ifPresent' },
    isLeafMetAgain: true,
  },
  cps: { ...v2g, leafKeyUsage: ['digitalSignature'], domainComponent: { value: 'CPS', lenient: false } },
  provisioning: {
    ...v2g,
    leafKeyUsage: ['digitalSignature'],
    domainComponent: { value: 'OEM', lenient: true },
  },
  ocsp: {
    ...web,
    leafKeyUsage: ['digitalSignature'],
    eku: { oid: ekuOids.OCSPSigning, name: 'OCSPSigning', when: 'required' },
  },
  issuer: { ...web, isCa: true, leafKeyUsage: [] },
  csms: {
    ...web,
    leafKeyUsage: ['digitalSignature'],
    eku: { oid: ekuOids.serverAuth, name: 'serverAuth', when: 'ifPresent' },
  },
  station: {
    ...web,
    leafKeyUsage: ['digitalSignature'],
    eku: { oid: ekuOids.clientAuth, name: 'clientAuth', when: 'ifPresent' },
  },
};

interface Context {
  readonly rule: Rule;
  readonly at: Millis;
  readonly strict: boolean;
  readonly anchor: Certificate | undefined;
  readonly whole: readonly Certificate[];
}

interface Fault {
  readonly code: PathCode;
  readonly text: string;
  readonly spec: string;
  readonly severity?: 'refusal' | 'warning';
}

type Check = (certificate: Certificate, position: number, isAnchor: boolean, context: Context) => readonly Fault[];

const checks: readonly Check[] = [form, validity, algorithms, extensions, authority, endEntity];

/** Version, serial number, size. */
function form(
  certificate: Certificate,
  _position: number,
  isAnchor: boolean,
  { rule, strict }: Context,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (certificate.version !== 3)
    faults.push({
      code: 'version_not_3',
      text: `version ${certificate.version}, expected 3`,
      spec: 'RFC 5280 4.1.2.1',
    });
  if (!certificate.hasProperSerialNumber)
    faults.push({
      code: 'serial_number_not_proper',
      text: `serial number ${certificate.serialNumber}, expected a positive number of at most 20 octets`,
      spec: 'RFC 5280 4.1.2.2',
      severity: strict ? 'refusal' : 'warning',
    });
  if (rule.maxBytes !== undefined && certificate.der.length > rule.maxBytes)
    faults.push({
      code: 'too_large',
      text: `${certificate.der.length} bytes, expected at most ${rule.maxBytes}`,
      spec: 'ISO 15118-2:2014 [V2G2-010]',
      // A root is not sent to the car, so its size breaks nothing.
      severity: isAnchor && !strict ? 'warning' : 'refusal',
    });
  return faults;
}

function validity({ notBefore, notAfter }: Certificate, _p: number, _a: boolean, { at }: Context): readonly Fault[] {
  if (at > notAfter)
    return [
      {
        code: 'certificate_expired',
        text: `valid until ${iso(notAfter)}, checked at ${iso(at)}`,
        spec: 'RFC 5280 4.1.2.5',
      },
    ];
  if (at < notBefore)
    return [
      {
        code: 'certificate_not_yet_valid',
        text: `valid from ${iso(notBefore)}, checked at ${iso(at)}`,
        spec: 'RFC 5280 4.1.2.5',
      },
    ];
  return [];
}

function algorithms(
  certificate: Certificate,
  position: number,
  isAnchor: boolean,
  { rule, whole }: Context,
): readonly Fault[] {
  const faults: Fault[] = [];
  const { keyType, signatureAlgorithm } = certificate;
  if (!rule.keys.includes(keyType))
    faults.push({
      code: 'curve_not_allowed',
      text: `key ${keyType}, expected ${rule.keys.join(' or ')}`,
      spec: 'ISO 15118-2:2014 [V2G2-006]',
    });
  else if (keyType === 'RSA' && (certificate.rsaBits ?? 0) < 2048)
    faults.push({
      code: 'curve_not_allowed',
      text: `RSA of ${certificate.rsaBits} bits, expected at least 2048`,
      spec: 'OCPP 2.0.1 A00.FR.505',
    });
  // An anchor is trusted for its key; who signed it how plays no part.
  if (!isAnchor && !rule.signatures.includes(signatureAlgorithm))
    faults.push({
      code: 'signature_algorithm_not_allowed',
      text: `signed by ${signatureAlgorithm}, expected ${rule.signatures.join(' or ')}`,
      spec: 'ISO 15118-2:2014 [V2G2-007]',
    });
  // Issuers' keys were made by the verification; the leaf's is made here only when its bits can't be a point.
  if (position === 0 && whole.length > 0 && keyType === 'P-256') {
    const bits = certificate.publicKeyBits;
    const isPoint = (bits.length === 65 && bits[0] === 4) || (bits.length === 33 && (bits[0] === 2 || bits[0] === 3));
    if (!isPoint)
      faults.push({
        code: 'public_key_malformed',
        text: `public key of ${bits.length} bytes, expected a point of secp256r1`,
        spec: 'RFC 5480 2.2',
      });
  }
  return faults;
}

function extensions(
  certificate: Certificate,
  _position: number,
  _isAnchor: boolean,
  _context: Context,
): readonly Fault[] {
  return certificate.extensions
    .filter(({ oid, isCritical }) => isCritical && !processed.has(oid))
    .map(({ oid }) => ({
      code: 'unknown_critical_extension' as const,
      text: `critical extension ${oid}, which is not processed here`,
      spec: 'RFC 5280 4.2',
    }));
}

/** The rules of every certificate that issued the one below it. */
function authority(
  certificate: Certificate,
  position: number,
  isAnchor: boolean,
  { whole, strict, rule }: Context,
): readonly Fault[] {
  const faults: Fault[] = [];
  const below = whole[position - 1];
  if (!below && !rule.isCa) return faults;
  const { basicConstraints, keyUsage, pathLen } = certificate;
  if (basicConstraints?.cA !== true)
    faults.push({
      code: 'not_a_ca',
      text: basicConstraints ? 'basicConstraints says cA false' : 'no basicConstraints, expected cA true',
      spec: 'RFC 5280 6.1.4 (k)',
    });
  if (!keyUsage?.has('keyCertSign'))
    faults.push({
      code: 'key_usage_missing',
      text: keyUsage
        ? `keyUsage ${[...keyUsage].join(', ')}, expected keyCertSign`
        : 'no keyUsage, expected keyCertSign',
      spec: 'RFC 5280 6.1.4 (n)',
    });
  const casBelow = whole.slice(rule.isCa ? 0 : 1, position).filter((ca) => !ca.isSelfIssued).length;
  if (pathLen !== undefined && casBelow > pathLen)
    faults.push({
      code: 'path_len_exceeded',
      text: `pathLen ${pathLen}, but ${casBelow} sub-CAs stand below it`,
      spec: 'RFC 5280 6.1.4 (l)',
    });
  if (rule.maxSubCas !== undefined && !isAnchor && position === 1 && pathLen !== 0)
    faults.push({
      code: 'path_len_profile',
      text: `pathLen ${pathLen ?? 'absent'} in the CA that issued the leaf, expected 0`,
      spec: 'ISO 15118-2:2014 Annex F',
      severity: strict ? 'refusal' : 'warning',
    });
  for (const [name, oid] of [
    ['basicConstraints', extensionOids.basicConstraints],
    ['keyUsage', extensionOids.keyUsage],
  ] as const) {
    if (certificate.extension(oid)?.isCritical === false)
      faults.push({
        code: 'not_critical',
        text: `${name} is not critical`,
        spec: 'ISO 15118-2:2014 Annex F',
        severity: strict && !isAnchor ? 'refusal' : 'warning',
      });
  }
  if (below?.aki !== undefined && certificate.ski !== undefined && below.aki !== certificate.ski)
    faults.push({
      code: 'key_identifier_mismatch',
      text: `subject key identifier ${certificate.ski}, but the certificate below names ${below.aki}`,
      spec: 'RFC 5280 4.2.1.1',
      severity: strict ? 'refusal' : 'warning',
    });
  return faults;
}

/** The rules of the leaf. */
function endEntity(
  certificate: Certificate,
  position: number,
  isAnchor: boolean,
  { rule, strict }: Context,
): readonly Fault[] {
  if (position !== 0 || isAnchor || rule.isCa) return [];
  const faults: Fault[] = [];
  const { keyUsage, eku } = certificate;
  if (certificate.isCa)
    faults.push({
      code: 'leaf_is_ca',
      text: 'basicConstraints says cA true, expected an end entity',
      spec: 'ISO 15118-2:2014 Annex F',
    });
  if (!keyUsage)
    faults.push({
      code: 'key_usage_missing',
      text: `no keyUsage, expected ${rule.leafKeyUsage.join(' and ')}`,
      spec: 'ISO 15118-2:2014 Annex F',
      // Leaves without keyUsage exist in the field; RFC 5280 then allows every use.
      severity: strict ? 'refusal' : 'warning',
    });
  else if (!rule.leafKeyUsage.every((usage) => keyUsage.has(usage)))
    faults.push({
      code: 'key_usage_missing',
      text: `keyUsage ${[...keyUsage].join(', ')}, expected ${rule.leafKeyUsage.join(' and ')}`,
      spec: 'ISO 15118-2:2014 Annex F',
    });
  if (rule.eku) {
    const { oid, name, when } = rule.eku;
    if (eku ? !eku.includes(oid) && !(when === 'ifPresent' && eku.includes(ekuOids.any)) : when === 'required')
      faults.push({
        code: 'extended_key_usage_missing',
        text: `extended key usage ${eku?.join(', ') ?? 'absent'}, expected ${name}`,
        spec: 'RFC 5280 4.2.1.12',
      });
  }
  if (rule.domainComponent) {
    const { value, lenient } = rule.domainComponent;
    const found = certificate.subject.values('DC');
    if (!found.includes(value))
      faults.push({
        code: 'wrong_domain_component',
        text: `domain component ${found.join(', ') || 'absent'} in the subject, expected ${value}`,
        spec: 'ISO 15118-2:2014 [V2G2-925]',
        severity: lenient && found.length === 0 && !strict ? 'warning' : 'refusal',
      });
  }
  return faults;
}

function orderFindings(
  chain: readonly Certificate[],
  path: readonly Certificate[],
  anchors: readonly Certificate[],
  leaf: Certificate,
  strict: boolean,
): readonly PathFinding[] {
  const findings: PathFinding[] = [];
  const severity = strict ? 'refusal' : 'warning';
  const onPath = new Set(path.map(({ fingerprint }) => fingerprint));
  const roots = new Set(anchors.map(({ fingerprint }) => fingerprint));
  const sent = chain.filter(({ fingerprint }) => onPath.has(fingerprint));
  const wanted = chain.some(({ fingerprint }) => fingerprint === leaf.fingerprint) ? path : path.slice(1);
  const wrong = sent.findIndex(({ fingerprint }, i) => fingerprint !== wanted[i]?.fingerprint);
  if (wrong >= 0)
    findings.push(
      finding(
        'chain_order',
        sent[wrong]!,
        path.findIndex(({ fingerprint }) => fingerprint === sent[wrong]!.fingerprint),
        false,
        'the chain is not in the order leaf, Sub-CA 2, Sub-CA 1',
        'ISO 15118-2:2014 Annex F',
        severity,
      ),
    );
  for (const certificate of withoutDoubles(chain)) {
    if (onPath.has(certificate.fingerprint)) continue;
    const isRoot = roots.has(certificate.fingerprint) || certificate.isSelfIssued;
    findings.push(
      isRoot
        ? finding(
            'root_in_chain',
            certificate,
            -1,
            roots.has(certificate.fingerprint),
            'a root was sent along',
            'ISO 15118-2:2014 Annex F',
            severity,
          )
        : finding(
            'certificate_not_on_path',
            certificate,
            -1,
            false,
            'not part of the path from the leaf',
            'RFC 5280 6.1',
            'warning',
          ),
    );
  }
  return findings;
}

interface Built {
  readonly path: readonly Certificate[];
  readonly anchor: Certificate | undefined;
  readonly problem: 'signature_invalid' | 'issuer_not_found' | undefined;
  /** A trusted root that has only the name of the missing one. */
  readonly namesake?: Certificate | undefined;
}

/** Searches by name and signature; the number of verifications is bounded, whatever a stranger sends. */
function build(
  leaf: Certificate,
  pool: readonly Certificate[],
  anchors: readonly Certificate[],
  { isLeafMetAgain = false }: Rule,
  memory: PathMemory | undefined,
): Built {
  let budget = MAX_VERIFICATIONS;
  let best: Built = { path: [leaf], anchor: undefined, problem: 'issuer_not_found' };
  const found = extend([leaf]);
  if (found?.anchor && memory) {
    for (let i = isLeafMetAgain ? 0 : 1; i < found.path.length; i += 1)
      memory.remember(found.path[i]!, found.path[i + 1] ?? found.anchor);
  }
  return found ?? best;

  function extend(path: readonly Certificate[]): Built | undefined {
    const last = path.at(-1)!;
    let isClaimed = false;
    let namesake: Certificate | undefined;
    for (const anchor of byKeyIdentifier(anchors, last)) {
      if (isSigned(last, anchor)) return { path, anchor, problem: undefined };
      if (isOtherRoot(last, anchor)) namesake ??= anchor;
      else isClaimed = true;
    }
    let isSignedByAny = false;
    for (const issuer of byKeyIdentifier(pool, last)) {
      if (path.includes(issuer)) continue;
      if (!isSigned(last, issuer)) {
        if (!isOtherRoot(last, issuer)) isClaimed = true;
        continue;
      }
      isSignedByAny = true;
      // A self-signed certificate that is no anchor is a foreign root: trust ends below it.
      if (path.length >= MAX_DEPTH || (issuer.isSelfIssued && isSigned(issuer, issuer))) continue;
      const longer = extend([...path, issuer]);
      if (longer) return longer;
    }
    const problem = isClaimed && !isSignedByAny ? 'signature_invalid' : 'issuer_not_found';
    if (path.length > best.path.length || (path.length === best.path.length && problem === 'signature_invalid'))
      best = { path, anchor: undefined, problem, namesake };
    else if (path.length === best.path.length) best = { ...best, namesake: best.namesake ?? namesake };
    return undefined;
  }

  function isSigned(certificate: Certificate, issuer: Certificate): boolean {
    if (memory?.isProved(certificate, issuer)) return true;
    budget -= 1;
    return budget >= 0 && certificate.isSignedBy(issuer);
  }
}

/** Candidates whose key identifier is the named one first: a hint for the order, never a proof. */
function byKeyIdentifier(candidates: readonly Certificate[], { issuer, aki }: Certificate): readonly Certificate[] {
  const named = candidates.filter(({ subject }) => subject.equals(issuer));
  if (named.length < 2 || aki === undefined) return named;
  return [...named.filter(({ ski }) => ski === aki), ...named.filter(({ ski }) => ski !== aki)];
}

/** The one certificate that issued no other of the pool, by name; of several the one that is no CA. */
function leafOf(pool: readonly Certificate[]): Certificate | undefined {
  if (pool.length === 1) return pool[0];
  const leaves = pool.filter(
    (candidate) =>
      !pool.some((other) => other !== candidate && other.issuer.equals(candidate.subject)) && !candidate.isSelfIssued,
  );
  if (leaves.length === 1) return leaves[0];
  // With a sub-CA missing in between, the CAs above the gap issued none of the others either.
  const endEntities = leaves.filter(({ isCa }) => !isCa);
  return endEntities.length === 1 ? endEntities[0] : undefined;
}

function withoutDoubles(certificates: readonly Certificate[]): readonly Certificate[] {
  const seen = new Set<string>();
  return certificates.filter(({ fingerprint }) => !seen.has(fingerprint) && seen.add(fingerprint));
}

function finding(
  code: PathCode,
  certificate: Certificate,
  position: number,
  isAnchor: boolean,
  text: string,
  spec: string,
  severity: 'refusal' | 'warning' = 'refusal',
): PathFinding {
  const subject = String(certificate.subject);
  return {
    code,
    severity,
    certificate: { subject, position, isAnchor, fingerprint: certificate.fingerprint },
    text: `${subject}: ${text}`,
    spec,
  };
}

/** A root of the right name that did not sign, and whose key the certificate does not name: its own root is just not here. */
function isOtherRoot({ aki }: Certificate, { isSelfIssued, ski }: Certificate): boolean {
  return isSelfIssued && aki !== undefined && ski !== undefined && aki !== ski;
}

function issuerNotFound(last: Certificate, position: number, namesake: Certificate | undefined): PathFinding {
  const missing = `its issuer ${last.issuer} is neither in the chain nor a trusted root`;
  const spec = 'RFC 5280 6.1.3 (a)(4)';
  if (!namesake) return finding('issuer_not_found', last, position, false, missing, spec);
  const text = `${missing}: another root of the same name is installed (key ${namesake.ski}, expected ${last.aki})`;
  return { ...finding('issuer_not_found', last, position, false, text, spec), namesake: namesake.fingerprint };
}

function keyOfDer(der: Uint8Array): string {
  return Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1');
}

function iso(at: Millis): string {
  return new Date(at).toISOString();
}

/** Extensions that the path validation understands, or that may be ignored safely when critical. */
const processed: ReadonlySet<string> = new Set([
  extensionOids.basicConstraints,
  extensionOids.keyUsage,
  extensionOids.extKeyUsage,
  extensionOids.subjectKeyIdentifier,
  extensionOids.authorityKeyIdentifier,
  extensionOids.subjectAltName,
  extensionOids.issuerAltName,
  extensionOids.certificatePolicies,
  extensionOids.crlDistributionPoints,
]);

/** A car needs those of the stations it meets until it has seen newer ones; each holds some kilobytes. */
const MAX_RESPONSES = 32;

/** Enough for the cars that come to one place day by day. */
const MAX_LATEST = 32;

const MAX_DEPTH = 5;
const MAX_VERIFICATIONS = 32;
