/** What a station tells the car about its contract chain: findings to the words of PaymentDetailsRes. ISO 15118-2:2014 [V2G2-824], [V2G2-690]; decisions 3 of docs/choices.md. @module */

import type { Millis } from '@openpnc/core/machine';
import type { Certificate } from './certificate.ts';
import type { CertificateFinding } from './path.ts';

/** The verdict without the `FAILED_` in front. But for `OK` these are also words of OCPP's AuthorizeCertificateStatus. */
export type ContractVerdict =
  | 'OK'
  | 'CertChainError'
  | 'NoCertificateAvailable'
  | 'CertificateExpired'
  | 'CertificateRevoked';

/**
 * The verdict of a contract chain's findings. Of several refusals the one that is checked first decides: structure,
 * anchor, signatures and rights, validity, revocation. Warnings decide nothing.
 * @param strict an expired sub-CA is NoCertificateAvailable, as the conformance tests want it, and not CertificateExpired
 */
export function contractVerdict(
  findings: readonly Pick<CertificateFinding, 'code' | 'severity' | 'certificate'>[],
  { strict = false }: { readonly strict?: boolean } = {},
): ContractVerdict {
  const verdicts = findings.filter(({ severity }) => severity === 'refusal').map((found) => verdictOf(found, strict));
  return verdicts.toSorted((a, b) => a.rank - b.rank)[0]?.verdict ?? 'OK';
}

/** Whether a contract ends within 21 days: `OK_CertificateExpiresSoon`. ISO 15118-2:2014 [V2G2-690] */
export function expiresSoon({ notAfter }: Pick<Certificate, 'notAfter'>, at: Millis): boolean {
  return at <= notAfter && notAfter - at < 21 * 86_400_000;
}

function verdictOf(
  { code, certificate }: Pick<CertificateFinding, 'code' | 'certificate'>,
  strict: boolean,
): { readonly verdict: ContractVerdict; readonly rank: number } {
  switch (code) {
    case 'leaf_ambiguous':
    case 'too_large':
    case 'chain_order':
    case 'root_in_chain':
    case 'path_too_long':
    case 'path_len_profile':
      return { verdict: 'CertChainError', rank: 1 };
    case 'issuer_not_found':
      return { verdict: 'NoCertificateAvailable', rank: 2 };
    case 'certificate_expired':
    case 'certificate_not_yet_valid':
      return { verdict: strict && certificate.position > 0 ? 'NoCertificateAvailable' : 'CertificateExpired', rank: 4 };
    case 'certificate_revoked':
      return { verdict: 'CertificateRevoked', rank: 5 };
    default:
      return { verdict: 'CertChainError', rank: 3 };
  }
}
