/** How the car pays: its selection, and the contract with its chain. ISO 15118-2:2014 8.4.3.5 and 8.4.3.7. @module */
import { isSameEmaid } from '@openpnc/core/emaid';
import type {
  PaymentDetailsReq,
  PaymentDetailsRes,
  PaymentServiceSelectionReq,
  PaymentServiceSelectionRes,
} from '@openpnc/exi/iso15118-2';
import { type Answer, type Context, fail } from '../answer.ts';
import { checkContract } from '../contract.ts';
import { certificatesOf } from '../message.ts';
import { chargeServiceId } from '../services.ts';
import type { Contract, SeccEffect, Session } from '../session.ts';
import { question } from './authorization.ts';
import { offeredServices } from './services.ts';

/** Checks the selection against what was offered [V2G2-465, V2G2-467, V2G2-804]. Where several codes apply, a missing charge service wins. */
export function paymentServiceSelection(
  { SelectedPaymentOption, SelectedServiceList }: PaymentServiceSelectionReq,
  { session, station }: Context,
): Answer<PaymentServiceSelectionRes, 'WaitForPaymentDetails' | 'WaitForAuthorization'> {
  const selected = SelectedServiceList.SelectedService;
  if (!selected.some(({ ServiceID }) => ServiceID === chargeServiceId))
    return fail('FAILED_NoChargeServiceSelected', {
      code: 'charge_service_not_selected',
      severity: 'refusal',
      text: 'SelectedServiceList: lacks the charge service 1',
      spec: 'ISO 15118-2:2014 [V2G2-804]',
    });
  const offered = offeredServices(station);
  const wrong = selected.find(({ ServiceID, ParameterSetID }) => {
    if (ServiceID === chargeServiceId) return false;
    const service = offered.find((candidate) => candidate.ServiceID === ServiceID);
    if (!service) return true;
    return ParameterSetID !== undefined && !service.ParameterSet.some((set) => set.ParameterSetID === ParameterSetID);
  });
  if (wrong)
    return fail('FAILED_ServiceSelectionInvalid', {
      code: 'service_selection_invalid',
      severity: 'refusal',
      text: `SelectedServiceList: service ${wrong.ServiceID} with parameter set ${wrong.ParameterSetID ?? 'absent'} was not offered`,
      spec: 'ISO 15118-2:2014 [V2G2-467]',
    });
  const isWithheld = !station.settings.paymentOptions.includes(SelectedPaymentOption) && !session.isResumed;
  if (!session.paymentOptions.includes(SelectedPaymentOption) || isWithheld)
    return fail('FAILED_PaymentSelectionInvalid', {
      code: 'payment_selection_invalid',
      severity: 'refusal',
      text: `SelectedPaymentOption: ${SelectedPaymentOption}, offered was ${session.paymentOptions.join(', ')}`,
      spec: 'ISO 15118-2:2014 [V2G2-465]',
    });
  const effects: SeccEffect[] = [{ do: 'session', event: 'selected', payment: SelectedPaymentOption }];
  if (SelectedPaymentOption === 'ExternalPayment' && session.paymentOptions.includes('Contract'))
    effects.push({
      do: 'finding',
      code: 'ev_declined_pnc',
      severity: 'warning',
      text: 'the car chose ExternalPayment though Contract was offered',
    });
  return {
    res: { ResponseCode: 'OK' },
    next: SelectedPaymentOption === 'Contract' ? 'WaitForPaymentDetails' : 'WaitForAuthorization',
    session: { ...session, payment: SelectedPaymentOption },
    effects,
  };
}

/** Judges the contract chain and answers with a fresh challenge [V2G2-826]. */
export function paymentDetails(
  { eMAID, ContractSignatureCertChain }: PaymentDetailsReq,
  { session, station, now }: Context,
): Answer<PaymentDetailsRes, 'WaitForAuthorization'> {
  const { settings, trust, authenticatedInTls, random } = station;
  const chain = certificatesOf(ContractSignatureCertChain);
  const check = checkContract({
    eMAID,
    chain,
    now,
    trust,
    isCentralValidationAllowed: settings.isCentralValidationAllowed,
    isStrict: settings.isStrict,
  });
  if (!check.ok) return { fail: check.code, findings: check.findings };
  if (authenticatedInTls && !isSameEmaid(authenticatedInTls.eMAID, check.eMAID))
    return fail('FAILED_CertChainError', {
      code: 'contract_tls_mismatch',
      severity: 'refusal',
      text: `PaymentDetailsReq.eMAID: ${check.eMAID}, but the TLS handshake proved ${authenticatedInTls.eMAID}`,
    });
  const contract: Contract = {
    eMAID: check.eMAID,
    chain,
    leaf: check.leaf,
    verdict: check.verdict,
    challenge: random.bytes(16),
  };
  const known: Session = { ...session, contract, isContractProved: false };
  const asked = settings.authorizeAt === 'PaymentDetails' ? question(known, contract) : { session: known, effects: [] };
  return {
    res: {
      ResponseCode: check.verdict.isExpiringSoon ? 'OK_CertificateExpiresSoon' : 'OK',
      GenChallenge: contract.challenge,
      EVSETimeStamp: BigInt(Math.floor(now / 1000)),
    },
    next: 'WaitForAuthorization',
    session: asked.session,
    effects: [...check.findings.map((finding): SeccEffect => ({ do: 'finding', ...finding })), ...asked.effects],
  };
}
