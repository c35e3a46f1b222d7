/** Contract certificates from a PKI service over OPCP: ordered for a car, revoked when the contract ends. OPCP 4 (CPS, CCP). @module */
import type { HttpHandler } from '@openpnc/core/http';
import type { Clock } from '@openpnc/core/ports';
import { type ProviderFailure, type ProviderSettings, provider } from '@openpnc/opcp/provider';
import type { CertificateProblem, ContractCertificates } from './certificates.ts';

/**
 * The service as the eMSP needs it. A certificate is known by its eMAID and serial number, `DE8AAC12345678D/4F2A...`: the
 * pool ends contracts by their eMAID.
 */
export function opcpCertificates(
  http: HttpHandler,
  clock: Pick<Clock, 'now'>,
  settings: ProviderSettings & { readonly validity_days: number },
): ContractCertificates {
  const { validity_days, ...service } = settings;
  const pki = provider(http, clock, service);
  return {
    order: async ({ emaid, pcid, validFrom, validTo }, deadline) => {
      const now = clock.now();
      const from = Math.max(now, validFrom ?? now);
      const until = Math.min(from + validity_days * 86_400_000, validTo ?? Number.POSITIVE_INFINITY);
      const ordered = await pki.orderContract({ eMAID: emaid, pcid, from, until }, deadline);
      if (!ordered.ok) return problemOf(ordered);
      const { serialNumber, notAfter } = ordered.contract;
      return { ok: true, certificateId: `${emaid}/${serialNumber}`, notAfter };
    },
    revoke: async (certificateId, _reason, deadline) => {
      const ended = await pki.endContract(certificateId.split('/')[0]!, deadline);
      return ended.ok ? ended : problemOf(ended);
    },
  };
}

/** A refusal stands until somebody mends it; everything else may pass. */
function problemOf({ problem, status, text }: ProviderFailure): CertificateProblem {
  const isRefused = problem === 'refused' && !(status !== undefined && (status === 429 || status >= 500));
  return { ok: false, retry: !isRefused, text };
}
