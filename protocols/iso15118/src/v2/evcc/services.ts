/** How a car chooses: payment, energy, and whether it needs a certificate. ISO 15118-2:2014 8.4.3.3 to 8.4.3.5, [V2G2-422]. @module */
import type { ServiceDiscoveryRes } from '@openpnc/exi/iso15118-2';
import { type EvccScript, note, now, refuse, request } from '../evccStep.ts';
import type { EnergyTransferMode, PaymentOption } from '../message.ts';
import { certificateParameterSets, certificateServiceId, chargeServiceId } from '../services.ts';
import type { Car } from './car.ts';

/** What the car has chosen. */
interface Choice {
  readonly payment: PaymentOption;
  readonly mode: EnergyTransferMode;
  /** Have a contract certificate installed or renewed first. */
  readonly certificate?: 'Install' | 'Update';
}

/** From ServiceDiscoveryReq to PaymentServiceSelectionRes. */
export function* selectServices(car: Car, isResumed: boolean): EvccScript<Choice> {
  const offered = yield* request('ServiceDiscoveryReq', {});
  const modes = offered.ChargeService.SupportedEnergyTransferMode.EnergyTransferMode;
  const mode = car.energyTransferModes.find((wanted) => modes.includes(wanted));
  if (!mode)
    return yield* refuse(
      'ServiceDiscoveryReq',
      `the station gives ${modes.join(', ')}, the car takes ${car.energyTransferModes.join(', ')}`,
      'charge_parameter_invalid',
    );
  const certificate = yield* certificateNeed(car, offered);
  const payment = yield* choosePayment(car, offered, certificate !== undefined, isResumed);
  const isWithCertificate = certificate !== undefined && payment === 'Contract';
  yield* request('PaymentServiceSelectionReq', {
    SelectedPaymentOption: payment,
    SelectedServiceList: {
      SelectedService: [
        { ServiceID: chargeServiceId },
        ...(isWithCertificate ? [{ ServiceID: certificateServiceId, ParameterSetID: parameterSets[certificate] }] : []),
      ],
    },
  });
  return { payment, mode, ...(isWithCertificate && { certificate }) };
}

/** Contract only if it is offered, TLS is really in use, and there is one, or a way to one. */
function* choosePayment(
  car: Car,
  { PaymentOptionList }: ServiceDiscoveryRes,
  isCertificateComing: boolean,
  isResumed: boolean,
): EvccScript<PaymentOption> {
  const options = PaymentOptionList.PaymentOption;
  if (isResumed && car.resume && options.includes(car.resume.payment)) return car.resume.payment;
  const isFallback = car.isExternalPaymentAccepted && options.includes('ExternalPayment');
  if (car.isContractWanted) {
    const reason = yield* contractObstacle(car, options, isCertificateComing);
    if (!reason) return 'Contract';
    yield* note({ ...reason, severity: isFallback ? 'warning' : 'refusal' });
    if (!isFallback) return yield* refuse('PaymentServiceSelectionReq', reason.text, reason.code);
  }
  if (options.includes('ExternalPayment')) return 'ExternalPayment';
  return yield* refuse(
    'PaymentServiceSelectionReq',
    `the station takes ${options.join(', ')} only`,
    'payment_selection_invalid',
  );
}

function* contractObstacle(
  car: Car,
  options: readonly PaymentOption[],
  isCertificateComing: boolean,
): EvccScript<{ readonly code: string; readonly text: string } | undefined> {
  if (!car.isTls) return { code: 'sdp_tls_not_offered', text: 'no contract without TLS' };
  if (!options.includes('Contract'))
    return { code: 'pnc_not_offered', text: `the station offers ${options.join(', ')}, not Contract` };
  if (isCertificateComing) return undefined;
  if (!car.contract) return { code: 'ev_no_contract', text: 'the car has no contract and can get none here' };
  if (car.contract.notAfter < (yield* now()) && !car.isExpiredContractShown)
    return {
      code: 'contract_certificate_expired',
      text: `the contract ${car.contract.eMAID} ended on ${new Date(car.contract.notAfter).toISOString()}`,
    };
  return undefined;
}

/** Asks for the certificate service's details where the car needs a contract and the service is free. */
function* certificateNeed(
  car: Car,
  { ServiceList }: ServiceDiscoveryRes,
): EvccScript<'Install' | 'Update' | undefined> {
  const { contract, certificateService, provisioning } = car;
  if (!car.isTls || !car.isContractWanted || certificateService === 'never') return undefined;
  const time = yield* now();
  const isValid = contract !== undefined && contract.notAfter > time;
  const isEndingSoon = contract !== undefined && contract.notAfter - time < RENEW_BEFORE_MS;
  if (certificateService === 'ifNeeded' && isValid && !isEndingSoon) return undefined;
  const service = ServiceList?.Service.find(({ ServiceID }) => ServiceID === certificateServiceId);
  if (!service || (certificateService === 'ifNeeded' && !service.FreeService)) return undefined;
  const { ServiceParameterList, ServiceID } = yield* request('ServiceDetailReq', { ServiceID: certificateServiceId });
  if (ServiceID !== certificateServiceId)
    return yield* refuse(
      'ServiceDetailReq',
      `ServiceID ${ServiceID} in the response, asked was ${certificateServiceId}`,
    );
  const sets = (ServiceParameterList?.ParameterSet ?? []).map(({ ParameterSetID }) => ParameterSetID);
  if (isValid && sets.includes(certificateParameterSets.Update)) return 'Update';
  if (provisioning && sets.includes(certificateParameterSets.Installation)) return 'Install';
  return undefined;
}

const parameterSets = {
  Install: certificateParameterSets.Installation,
  Update: certificateParameterSets.Update,
} as const;
/** 21 days, as RISE-V2G has it. */
const RENEW_BEFORE_MS = 21 * 24 * 60 * 60_000;
