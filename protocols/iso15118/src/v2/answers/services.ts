/** What the station offers: payment options, charging, services beside it. ISO 15118-2:2014 8.4.3.3 and 8.4.3.4. @module */
import type {
  ServiceDetailReq,
  ServiceDetailRes,
  ServiceDiscoveryReq,
  ServiceDiscoveryRes,
} from '@openpnc/exi/iso15118-2';
import type { Finding } from '../../finding.ts';
import { type Answer, type Context, fail } from '../answer.ts';
import type { PaymentOption } from '../message.ts';
import { chargeServiceId, type OfferedService } from '../services.ts';
import type { SeccStation, Session } from '../session.ts';

/** Lists the services that match category and scope; charging always. An empty ServiceList is left out. */
export function serviceDiscovery(
  { ServiceCategory, ServiceScope }: ServiceDiscoveryReq,
  { session, station }: Context,
): Answer<ServiceDiscoveryRes, 'WaitForPaymentServiceSelection'> {
  const { settings } = station;
  const { paymentOptions, finding } = offeredPayment(station, session);
  const services = offeredServices(station)
    .filter((service) => ServiceCategory === undefined || service.ServiceCategory === ServiceCategory)
    .filter(
      (service) =>
        ServiceScope === undefined || service.ServiceScope === undefined || service.ServiceScope === ServiceScope,
    )
    .map(({ ParameterSet: _, ...service }) => service);
  return {
    res: {
      ResponseCode: 'OK',
      PaymentOptionList: { PaymentOption: paymentOptions },
      ChargeService: {
        ServiceID: chargeServiceId,
        ServiceName: 'AC_DC_Charging',
        ServiceCategory: 'EVCharging',
        FreeService: settings.isChargingFree,
        SupportedEnergyTransferMode: { EnergyTransferMode: settings.energyTransferModes },
      },
      ...(services.length > 0 && { ServiceList: { Service: services } }),
    },
    next: 'WaitForPaymentServiceSelection',
    session: { ...session, paymentOptions },
    effects: finding ? [{ do: 'finding', ...finding }] : [],
  };
}

/** The parameter sets of a service that was offered [V2G2-425]. The charge service has none and is answered OK. */
export function serviceDetail(
  { ServiceID }: ServiceDetailReq,
  { station }: Context,
): Answer<ServiceDetailRes, 'WaitForPaymentServiceSelection'> {
  const service = offeredServices(station).find((offered) => offered.ServiceID === ServiceID);
  if (!service && ServiceID !== chargeServiceId)
    return fail('FAILED_ServiceIDInvalid', {
      code: 'service_id_invalid',
      severity: 'refusal',
      text: `ServiceDetailReq.ServiceID: ${ServiceID} was not offered`,
      spec: 'ISO 15118-2:2014 [V2G2-464]',
    });
  return {
    res: {
      ResponseCode: 'OK',
      ServiceID,
      ...(service &&
        service.ParameterSet.length > 0 && { ServiceParameterList: { ParameterSet: service.ParameterSet } }),
    },
    next: 'WaitForPaymentServiceSelection',
  };
}

/** Services beside charging: over TLS only. */
export function offeredServices({ settings, isTls }: SeccStation): readonly OfferedService[] {
  return isTls ? settings.services : [];
}

/**
 * The payment options of this session: Contract over TLS only; after a pause the earlier option only [V2G2-741]; a driver
 * who has shown a card already pays by it.
 */
function offeredPayment(
  { settings, isTls, paused }: SeccStation,
  { isResumed, isExternallyAuthorized }: Session,
): { readonly paymentOptions: readonly PaymentOption[]; readonly finding?: Finding } {
  const all = settings.paymentOptions;
  if (isResumed && paused) return { paymentOptions: [paused.payment] };
  if (!all.includes('Contract')) return { paymentOptions: all };
  if (!isTls) return without('the connection has no TLS');
  if (isExternallyAuthorized && all.includes('ExternalPayment'))
    return without('the driver was authorized by other means');
  return { paymentOptions: all };

  function without(reason: string): { readonly paymentOptions: readonly PaymentOption[]; readonly finding: Finding } {
    const finding: Finding = {
      code: 'pnc_not_offered',
      severity: 'warning',
      text: `Contract is not offered: ${reason}`,
      spec: 'ISO 15118-2:2014 7.7.3',
    };
    // PaymentOptionList holds at least one option; a station for contracts alone then offers what it must refuse later.
    return { paymentOptions: ['ExternalPayment'], finding };
  }
}
