/** A contract chain that a car has shown and proved in the TLS handshake, before it says a word. Not of ISO 15118-2: bench and pre-standard cars. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Finding } from '@openpnc/iso15118/finding';
import { type ContractTrust, checkContract } from '@openpnc/iso15118/v2/contract';
import { parseCertificate } from '@openpnc/x509/certificate';

/** The eMAID that the handshake has proved; absent when the chain does not hold. */
export interface TlsContract {
  readonly eMAID?: string;
  readonly findings: readonly Finding[];
}

/** Judges the chain by the same code as that of PaymentDetailsReq. `chain`: DER, leaf first, a root at its end is left out. */
export function tlsContract(
  chain: readonly Uint8Array[],
  { trust, now, isStrict }: { readonly trust: ContractTrust; readonly now: Millis; readonly isStrict: boolean },
): TlsContract {
  try {
    const certificates = chain.map(parseCertificate).filter((one, i) => i === 0 || !one.isSelfIssued);
    const check = checkContract({
      eMAID: certificates[0]?.subject.commonName ?? '',
      chain: certificates.map(({ der }) => der),
      now,
      trust,
      isCentralValidationAllowed: false,
      isStrict,
    });
    return { ...(check.ok && { eMAID: check.eMAID }), findings: check.findings };
  } catch (error) {
    const text = `client certificate of TLS: ${(error as Error).message}`;
    return { findings: [{ code: 'contract_certificate_malformed', severity: 'refusal', text }] };
  }
}
