/** What OCSP answers and CRLs say of a path, under the operator's policy. OCPP 2.0.1 C07, M06; ISO 15118-2:2014 [V2G2-871]. @module */

import type { Certificate } from './certificate.ts';
import type { CrlVerdict } from './crl.ts';
import type { OcspVerdict } from './ocsp.ts';
import type { CertificateFinding } from './path.ts';

/** `require`: no proof refuses. `prefer`: no proof warns. `off`: nobody asks. A proved revocation refuses under the first two. */
export type RevocationPolicy = 'require' | 'prefer' | 'off';

/** What revocation adds to the findings of a path. */
export type RevocationCode =
  | 'certificate_revoked'
  | 'revocation_unknown'
  | 'revocation_unproved'
  | 'revocation_no_source';

/** Everything that was learnt of one certificate. */
export interface RevocationEvidence {
  readonly certificate: Certificate;
  /** 0 is the leaf. */
  readonly position: number;
  readonly ocsp?: OcspVerdict | undefined;
  readonly crl?: CrlVerdict | undefined;
  /** Why no evidence came, e.g. `timeout after 1000 ms`. */
  readonly failure?: string | undefined;
}

/**
 * The findings of the certificates of a path, roots left out (trust in a root ends by taking it away). A proof of
 * revocation from either source wins; a proof of good from either is enough; `unknown` is not good.
 */
export function revocationFindings(
  evidence: readonly RevocationEvidence[],
  policy: RevocationPolicy,
): readonly CertificateFinding<RevocationCode>[] {
  if (policy === 'off') return [];
  return evidence.flatMap((one) => judge(one, policy));
}

function judge(
  { certificate, position, ocsp, crl, failure }: RevocationEvidence,
  policy: RevocationPolicy,
): readonly CertificateFinding<RevocationCode>[] {
  const missing = policy === 'require' ? 'refusal' : 'warning';
  if (ocsp?.status === 'revoked' || crl?.status === 'revoked') {
    const claimed = ocsp?.status === 'revoked' && ocsp.claimed?.status === 'revoked' ? ocsp.claimed : crl?.entry;
    const since = claimed ? `since ${new Date(claimed.at).toISOString()}, ${claimed.reason ?? 'no reason given'}` : '';
    return [found('certificate_revoked', 'refusal', `revoked ${since}`, 'RFC 5280 6.3')];
  }
  if (ocsp?.status === 'good' || crl?.status === 'good') return [];
  if (ocsp?.status === 'unknown')
    return [found('revocation_unknown', missing, 'the responder does not know it', 'RFC 6960 2.2')];
  const reasons = [...(ocsp?.findings ?? []), ...(crl?.findings ?? [])]
    .filter(({ severity }) => severity === 'refusal')
    .map(({ text }) => text);
  if (failure !== undefined) reasons.push(failure);
  if (reasons.length > 0) return [found('revocation_unproved', missing, reasons.join('; '), 'RFC 6960 3.2')];
  return [
    found(
      'revocation_no_source',
      missing,
      certificate.ocspUrls.length + certificate.crlUrls.length === 0
        ? 'it names neither an OCSP responder nor a CRL'
        : 'nobody was asked',
      'RFC 5280 4.2.2.1',
    ),
  ];

  function found(
    code: RevocationCode,
    severity: 'refusal' | 'warning',
    text: string,
    spec: string,
  ): CertificateFinding<RevocationCode> {
    const subject = String(certificate.subject);
    return {
      code,
      severity,
      certificate: { subject, position, isAnchor: false, fingerprint: certificate.fingerprint },
      text: `${subject}: ${text}`,
      spec,
    };
  }
}
