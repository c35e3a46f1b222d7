/** What a car checks of the station's certificate: path to one of its V2G roots, DC=CPO, validity, OCSP staple. ISO 15118-2:2014 [V2G2-873], [V2G2-875], [V2G2-925]. @module */
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { TlsInfo } from '@openpnc/core/network';
import type { Finding } from '@openpnc/iso15118/finding';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { certHashes } from '@openpnc/x509/hashData';
import { verifyOcspResponse } from '@openpnc/x509/ocsp';
import { type PathFinding, type PathMemory, validatePath } from '@openpnc/x509/path';

export interface SeccChainQuestion {
  readonly tls: TlsInfo;
  /** V2G roots of the car. */
  readonly roots: readonly Certificate[];
  readonly at: Millis;
  readonly ocsp: 'ignore' | 'check' | 'require';
  readonly isStrict: boolean;
  /** Remembers certificates and staples of stations over sessions. */
  readonly memory?: PathMemory;
}

/** Findings about the station's chain; one of severity `refusal` ends the connection. */
export function checkSeccChain({ tls, roots, at, ocsp, isStrict, memory }: SeccChainQuestion): readonly Finding[] {
  if (tls.peerCertificates.length === 0)
    return [
      { code: 'secc_no_certificate', severity: 'refusal', text: 'the station showed no certificate', spec: SPEC },
    ];
  let chain: readonly Certificate[];
  try {
    chain = tls.peerCertificates.map((der) => memory?.certificate(der) ?? parseCertificate(der));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return [{ code: 'secc_chain_invalid', severity: 'refusal', text: error.message, spec: SPEC }];
  }
  const [leaf] = chain as [Certificate];
  const { path, anchor, findings } = validatePath({
    chain,
    leaf,
    anchors: roots,
    at,
    purpose: 'secc',
    strict: isStrict,
    ...(memory && { memory }),
  });
  const top = path.at(-1) ?? leaf;
  const found = findings.map((finding) => named(finding, top, roots));
  if (!anchor || ocsp === 'ignore') return found;
  const issuer = path[1] ?? anchor;
  return [
    ...found,
    ...stapleFindings(tls.ocspResponse, { leaf, issuer, roots, at, isRequired: ocsp === 'require', memory }),
  ];
}

/** A finding of the path in the words that the diagnosis knows. */
function named(
  { code, severity, text, spec, certificate, namesake }: PathFinding,
  top: Certificate,
  roots: readonly Certificate[],
): Finding {
  const data = { fault: code, certificate };
  const isLeaf = certificate.position === 0;
  switch (code) {
    case 'issuer_not_found': {
      const known = roots.map(({ subject }) => String(subject)).join('; ') || 'none';
      return {
        code: 'ev_root_unknown',
        severity,
        text: `the station's chain ends at ${top.issuer}, the car knows: ${known}${namesake ? ', which has the same name and another key' : ''}`,
        spec: SPEC,
        data: { ...data, issuer: String(top.issuer), ...(top.aki && { aki: top.aki }), ...(namesake && { namesake }) },
      };
    }
    case 'certificate_expired':
      return { code: isLeaf ? 'secc_leaf_expired' : 'secc_chain_expired', severity, text, spec, data };
    case 'certificate_not_yet_valid':
      return { code: isLeaf ? 'secc_leaf_not_yet_valid' : 'secc_chain_expired', severity, text, spec, data };
    case 'wrong_domain_component':
      return { code: 'secc_wrong_domain_component', severity, text, spec, data };
    default:
      return { code: 'secc_chain_invalid', severity, text, spec, data };
  }
}

interface StapleQuestion {
  readonly leaf: Certificate;
  readonly issuer: Certificate;
  readonly roots: readonly Certificate[];
  readonly at: Millis;
  readonly isRequired: boolean;
  readonly memory: PathMemory | undefined;
}

function stapleFindings(
  response: Uint8Array | undefined,
  { leaf, issuer, roots, at, isRequired, memory }: StapleQuestion,
): readonly Finding[] {
  if (!response) {
    const text = 'the car asked for an OCSP response and the station stapled none';
    return [{ code: 'ocsp_not_stapled', severity: isRequired ? 'refusal' : 'warning', text, spec: STAPLE_SPEC }];
  }
  const verdict = verifyOcspResponse({
    response,
    hashes: (algorithm) => certHashes(leaf, issuer, algorithm),
    issuer,
    anchors: roots,
    at,
    ...(memory && { memory }),
  });
  if (verdict.status === 'good')
    return verdict.findings.map(({ code, text, spec }) => ({ code, severity: 'warning', text, spec }));
  if (verdict.status === 'revoked')
    return [
      {
        code: 'secc_certificate_revoked',
        severity: 'refusal',
        text: `the station's certificate ${leaf.subject} is revoked, by its stapled OCSP response`,
        spec: STAPLE_SPEC,
      },
    ];
  const reasons = verdict.findings.filter(({ severity }) => severity === 'refusal');
  const isStale = reasons.some(({ code }) => code === 'ocsp_stale');
  const text = reasons.map((reason) => reason.text).join('; ') || `OCSP status ${verdict.status}`;
  return [{ code: isStale ? 'ocsp_stale' : 'ocsp_staple_invalid', severity: 'refusal', text, spec: STAPLE_SPEC }];
}

const SPEC = 'ISO 15118-2:2014 [V2G2-875, V2G2-925]';
const STAPLE_SPEC = 'ISO 15118-2:2014 [V2G2-873], RFC 6960';
