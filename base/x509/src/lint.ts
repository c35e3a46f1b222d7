/** Lint: is a certificate what the profile of its kind says? Before it is signed, before it is installed, or of a stranger. ISO 15118-2:2014 Annex F. @module */

import { hasWrongCheckCharacter, parseEmaid } from '@openpnc/core/emaid';
import { normalPcid } from '@openpnc/core/identifiers';
import type { Millis } from '@openpnc/core/machine';
import { type Certificate, ekuOids, extensionOids } from './certificate.ts';
import { type Profile, type ProfileName, profileOf } from './profiles.ts';

/** One thing that is not as the profile says. */
export interface LintFinding {
  readonly code: LintCode;
  /** An `error` breaks Plug & Charge with some peer; a `warning` is unusual; an `info` is worth knowing. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
  readonly spec: string;
}

/** Every code of the lint. */
export type LintCode =
  | 'version_not_3'
  | 'serial_number_not_proper'
  | 'curve_not_allowed'
  | 'signature_algorithm_not_allowed'
  | 'too_large'
  | 'common_name_missing'
  | 'common_name_malformed'
  | 'check_character_wrong'
  | 'organization_missing'
  | 'domain_component_wrong'
  | 'country_present'
  | 'name_attribute_unusual'
  | 'basic_constraints_missing'
  | 'ca_flag_wrong'
  | 'path_len_wrong'
  | 'key_usage_missing'
  | 'key_usage_superfluous'
  | 'key_usage_not_critical'
  | 'basic_constraints_not_critical'
  | 'extended_key_usage_wrong'
  | 'extended_key_usage_in_ca'
  | 'unknown_critical_extension'
  | 'ocsp_url_missing'
  | 'ocsp_no_check_missing'
  | 'key_identifier_missing'
  | 'validity_order'
  | 'validity_long'
  | 'expired'
  | 'not_yet_valid'
  | 'expires_soon'
  | 'alternative_name_missing'
  | 'not_self_issued';

/**
 * Compares a certificate with the profile of its kind.
 * @param at also judges the validity at this time; without it only its length
 */
export function lintCertificate(
  certificate: Certificate,
  profileName: ProfileName,
  { at }: { readonly at?: Millis } = {},
): readonly LintFinding[] {
  const profile = profileOf(profileName);
  const findings: LintFinding[] = [];
  const say = (severity: LintFinding['severity'], code: LintCode, text: string, spec = ANNEX_F) =>
    findings.push({ code, severity, text, spec });
  lintForm(certificate, profile, say);
  lintSubject(certificate, profileName, profile, say);
  lintExtensions(certificate, profileName, profile, say);
  lintValidity(certificate, profile, at, say);
  return findings;
}

/**
 * The kind of a certificate by its content, for a reader who was not told; undefined where nothing fits.
 * @param issuer when it is at hand: a leaf's branch then follows from it too
 */
export function guessProfile(certificate: Certificate, issuer?: Certificate): ProfileName | undefined {
  const domain = certificate.subject.values('DC')[0]?.toUpperCase();
  const commonName = certificate.subject.commonName ?? '';
  if (certificate.isCa) {
    // Published sub-CAs and even an OEM root have DC=V2G: the common name says more.
    const branch = [commonName, domain ?? ''].map(branchOf).find((found) => found !== undefined);
    if (certificate.isSelfIssued) return branch && rootsByBranch[branch];
    if (branch === undefined || branch === 'csms') return undefined;
    // A Sub-CA 2 with pathLen 1 shows itself by its issuer.
    const level = certificate.pathLen === 0 || (issuer && !issuer.isSelfIssued) ? 2 : 1;
    return `${branch}SubCa${level}`;
  }
  if (certificate.eku?.includes(ekuOids.OCSPSigning)) return 'ocspSigner';
  if (domain !== undefined && leavesByDomain[domain]) return leavesByDomain[domain];
  if (certificate.eku?.includes(ekuOids.serverAuth) && certificate.altNames.length > 0) return 'csmsServer';
  if (parseEmaid(commonName)) return 'contractLeaf';
  if (normalPcid(commonName)) return 'provisioningLeaf';
  if (certificate.eku?.includes(ekuOids.clientAuth)) return 'stationClient';
  return undefined;
}

type Say = (severity: LintFinding['severity'], code: LintCode, text: string, spec?: string) => void;

function lintForm(certificate: Certificate, { isV2g }: Profile, say: Say): void {
  const { version, keyType, signatureAlgorithm, der } = certificate;
  if (version !== 3) say('error', 'version_not_3', `version ${version}, expected 3`, 'RFC 5280 4.1.2.1');
  if (!certificate.hasProperSerialNumber)
    say(
      'error',
      'serial_number_not_proper',
      `serial number ${certificate.serialNumber}, expected 1 to 20 octets above zero`,
      'RFC 5280 4.1.2.2',
    );
  if (!isV2g) {
    if (keyType === 'RSA' && (certificate.rsaBits ?? 0) < 2048)
      say(
        'error',
        'curve_not_allowed',
        `RSA of ${certificate.rsaBits} bits, expected at least 2048`,
        'OCPP 2.0.1 A00.FR.505',
      );
    return;
  }
  if (keyType !== 'P-256')
    say('error', 'curve_not_allowed', `key ${keyType}, expected secp256r1`, 'ISO 15118-2:2014 [V2G2-006]');
  if (signatureAlgorithm !== 'ecdsa-with-SHA256')
    say(
      'error',
      'signature_algorithm_not_allowed',
      `signed by ${signatureAlgorithm}, expected ecdsa-with-SHA256`,
      'ISO 15118-2:2014 [V2G2-007]',
    );
  if (der.length > 800)
    say('error', 'too_large', `${der.length} bytes, expected at most 800`, 'ISO 15118-2:2014 [V2G2-010]');
}

function lintSubject({ subject, isSelfIssued }: Certificate, name: ProfileName, profile: Profile, say: Say): void {
  const { commonName } = subject;
  if (commonName === undefined) say('error', 'common_name_missing', 'no CN in the subject');
  else if (name === 'contractLeaf') {
    const emaid = parseEmaid(commonName);
    if (!emaid)
      say('error', 'common_name_malformed', `CN ${commonName}, expected an eMAID`, 'ISO 15118-2:2014 Annex H.1');
    else if (hasWrongCheckCharacter(emaid))
      say(
        'warning',
        'check_character_wrong',
        `CN ${commonName}: its check character is wrong`,
        'ISO 15118-2:2014 Annex H.1',
      );
  } else if (name === 'provisioningLeaf' && !normalPcid(commonName))
    say('error', 'common_name_malformed', `CN ${commonName}, expected a PCID of 17 or 18 characters`);
  if (subject.values('O').length === 0) say('warning', 'organization_missing', 'no O in the subject');
  const domains = subject.values('DC');
  if (profile.domainComponent) {
    const { value, whenAbsent } = profile.domainComponent;
    const severity = domains.length === 0 ? whenAbsent : profile.isCa || whenAbsent === 'nothing' ? 'warning' : 'error';
    // Sub-CAs of every branch have DC=V2G in published PKIs.
    const isUsual = profile.isCa && domains.includes('V2G');
    if (!domains.includes(value) && !isUsual && severity !== 'nothing')
      say(
        severity,
        'domain_component_wrong',
        `domain component ${domains.join(', ') || 'absent'}, expected ${value}`,
        'ISO 15118-2:2014 [V2G2-925]',
      );
  }
  if (profile.isWithoutCountry && subject.values('C').length > 0)
    say(
      'error',
      'country_present',
      'a country in the subject of a contract certificate',
      'ISO 15118-4 PaymentDetails_008',
    );
  const unusual = subject.attributes
    .filter(({ type }) => !['CN', 'O', 'OU', 'C', 'DC'].includes(type))
    .map(({ type }) => type);
  if (profile.isV2g && unusual.length > 0) say('info', 'name_attribute_unusual', `subject holds ${unusual.join(', ')}`);
  if (name.endsWith('Root') && !isSelfIssued)
    say('error', 'not_self_issued', 'a root that another CA issued', 'RFC 5280 3.2');
}

function lintExtensions(certificate: Certificate, name: ProfileName, profile: Profile, say: Say): void {
  const { basicConstraints, keyUsage, eku } = certificate;
  if (!basicConstraints) say(profile.isCa ? 'error' : 'warning', 'basic_constraints_missing', 'no basicConstraints');
  else {
    if (basicConstraints.cA !== profile.isCa)
      say('error', 'ca_flag_wrong', `cA ${basicConstraints.cA}, expected ${profile.isCa}`);
    if (profile.isCa && basicConstraints.pathLen !== profile.pathLen)
      say(
        // Real Sub-CA 2 certificates with pathLen 1 are in use; a root with one only narrows itself.
        profile.pathLen === undefined || basicConstraints.pathLen === 1 ? 'warning' : 'error',
        'path_len_wrong',
        `pathLen ${basicConstraints.pathLen ?? 'absent'}, expected ${profile.pathLen ?? 'none'}`,
      );
    if (certificate.extension(extensionOids.basicConstraints)?.isCritical === false)
      say(
        profile.isCa ? 'error' : 'warning',
        'basic_constraints_not_critical',
        'basicConstraints is not critical',
        'RFC 5280 4.2.1.9',
      );
  }
  if (!keyUsage) say('error', 'key_usage_missing', `no keyUsage, expected ${profile.keyUsage.join(', ')}`);
  else {
    const missing = profile.requiredKeyUsage.filter((usage) => !keyUsage.has(usage));
    if (missing.length > 0) say('error', 'key_usage_missing', `keyUsage without ${missing.join(', ')}`);
    const absent = profile.keyUsage.filter((usage) => !keyUsage.has(usage) && !missing.includes(usage));
    if (absent.length > 0) say('warning', 'key_usage_missing', `keyUsage without ${absent.join(', ')}`);
    const more = [...keyUsage].filter((usage) => !profile.keyUsage.includes(usage));
    if (more.length > 0)
      say(
        !profile.isCa && more.includes('keyCertSign') ? 'error' : 'warning',
        'key_usage_superfluous',
        `keyUsage with ${more.join(', ')}`,
      );
    if (certificate.extension(extensionOids.keyUsage)?.isCritical === false)
      say('error', 'key_usage_not_critical', 'keyUsage is not critical');
  }
  const { requiredEku } = profile;
  if (requiredEku && (eku ? !eku.includes(requiredEku.oid) : requiredEku.when === 'always'))
    say(
      'error',
      'extended_key_usage_wrong',
      `extended key usage ${eku?.join(', ') ?? 'absent'}, expected ${requiredEku.name}`,
      'RFC 5280 4.2.1.12',
    );
  if (profile.isCa && eku)
    say(
      'warning',
      'extended_key_usage_in_ca',
      `extended key usage ${eku.join(', ')} in a CA: OpenSSL applies it to all below`,
      'RFC 5280 4.2.1.12',
    );
  for (const { oid, isCritical } of certificate.extensions)
    if (isCritical && !usual.has(oid))
      say('error', 'unknown_critical_extension', `critical extension ${oid}`, 'RFC 5280 4.2');
  if (profile.hasOcspUrl && certificate.ocspUrls.length === 0)
    say('warning', 'ocsp_url_missing', 'no OCSP address: OCPP hash data needs one', 'OCPP 2.0.1 C07.FR.04');
  if (profile.ocspNoCheck && !certificate.extension(extensionOids.ocspNoCheck))
    say('warning', 'ocsp_no_check_missing', 'no id-pkix-ocsp-nocheck', 'RFC 6960 4.2.2.2.1');
  if (certificate.ski === undefined && profile.isCa)
    say('warning', 'key_identifier_missing', 'no subject key identifier', 'RFC 5280 4.2.1.2');
  if (certificate.aki === undefined && !certificate.isSelfIssued)
    say('warning', 'key_identifier_missing', 'no authority key identifier', 'RFC 5280 4.2.1.1');
  if (name === 'csmsServer' && certificate.altNames.length === 0)
    say(
      'error',
      'alternative_name_missing',
      'no subject alternative name: TLS clients look at nothing else',
      'OCPP 2.0.1 A00.FR.315',
    );
}

function lintValidity({ notBefore, notAfter }: Certificate, profile: Profile, at: Millis | undefined, say: Say): void {
  const days = (notAfter - notBefore) / DAY;
  if (notAfter < notBefore) say('error', 'validity_order', 'it ends before it begins', 'RFC 5280 4.1.2.5');
  else if (days > profile.maxValidity_days)
    say(
      'warning',
      'validity_long',
      `valid for ${Math.round(days)} days, usual are at most ${profile.maxValidity_days}`,
    );
  if (at === undefined) return;
  if (at > notAfter) say('error', 'expired', `valid until ${iso(notAfter)}`, 'RFC 5280 4.1.2.5');
  else if (at < notBefore) say('error', 'not_yet_valid', `valid from ${iso(notBefore)}`, 'RFC 5280 4.1.2.5');
  else if (notAfter - at < 21 * DAY)
    say('info', 'expires_soon', `ends within 21 days, at ${iso(notAfter)}`, 'ISO 15118-2:2014 [V2G2-690]');
}

const ANNEX_F = 'ISO 15118-2:2014 Annex F';
const DAY = 86_400_000;

const usual: ReadonlySet<string> = new Set(
  Object.values(extensionOids).filter((oid) => oid !== extensionOids.nameConstraints),
);

const rootsByBranch: Readonly<Record<Branch, ProfileName>> = {
  cpo: 'v2gRoot',
  cps: 'v2gRoot',
  mo: 'moRoot',
  oem: 'oemRoot',
  csms: 'csmsRoot',
};

const leavesByDomain: Readonly<Record<string, ProfileName>> = {
  CPO: 'seccLeaf',
  CPS: 'cpsLeaf',
  MO: 'contractLeaf',
  OEM: 'provisioningLeaf',
};

type Branch = 'cpo' | 'cps' | 'mo' | 'oem' | 'csms';

/** The branch that a word in a name speaks of. */
function branchOf(text: string): Branch | undefined {
  return branches.find(([word]) => word.test(text))?.[1];
}

/** V2G last: it stands in the names of other branches too. */
const branches = [
  [/\bCSMS\b/i, 'csms'],
  [/\bCPS\b|\bProv/i, 'cps'],
  [/\bMO\b|\beMSP\b|(^|[^A-Za-z])MO(Root|Sub)/i, 'mo'],
  [/\bOEM\b|(^|[^A-Za-z])OEM(Root|Sub)/i, 'oem'],
  [/\bCPO\b|\bCSO\b|\bSECC\b|\bV2G\b|(^|[^A-Za-z])(CPO|V2G)(Root|Sub)/i, 'cpo'],
] as const;

function iso(at: Millis): string {
  return new Date(at).toISOString();
}
