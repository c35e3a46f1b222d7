/** Messages that the CSMS wants to have now. OCPP 2.0.1 F06. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { EVSEType, TriggerMessageResponse } from '@openpnc/ocpp/v201';
import type { SigningUse } from '../certificates/certificateSigning.ts';
import type { Received } from '../csms/csmsLink.ts';
import { seccsOf } from '../stationParts.ts';
import type { StationWorld } from '../stationWorld.ts';

/** TriggerMessage. */
export function triggerCalls(world: StationWorld) {
  const { afterAnswer, signing, settings } = world;
  const accepted = (work: () => Promise<unknown>): TriggerMessageResponse => {
    afterAnswer(async () => {
      await work();
    });
    return { status: 'Accepted' };
  };
  const rejected = (reasonCode: string): TriggerMessageResponse => ({ status: 'Rejected', statusInfo: { reasonCode } });
  const sign = (use: SigningUse): TriggerMessageResponse => {
    const problem = signing.problem(use);
    return problem ? rejected(problem) : accepted(() => signing.request(use));
  };
  /** The first EVSE of the SECC that is meant; one SECC need not be named. F06 */
  const seccOf = (evse: EVSEType | undefined): number | undefined => {
    const seccs = seccsOf(settings);
    if (evse === undefined) return seccs.length === 1 ? seccs[0]![0] : undefined;
    return seccs.find((members) => members.includes(evse.id))?.[0];
  };

  return {
    TriggerMessage: ({ requestedMessage, evse }, { registration }) => {
      const named = world.evses.filter(({ id }) => evse === undefined || evse.id === id);
      if (named.length === 0) return rejected('UnknownEvse');
      switch (requestedMessage) {
        case 'BootNotification':
          // An accepted station does not boot again. F06
          return registration === 'Accepted' ? rejected('NotEnabled') : accepted(async () => world.bootAgain());
        case 'Heartbeat':
          return accepted(() => world.heartbeat());
        case 'StatusNotification':
          return accepted(async () => {
            for (const one of named) await world.tellStatus(one);
          });
        case 'MeterValues':
          return accepted(async () => {
            for (const one of named)
              await world.call('MeterValues', one.meterValues('Trigger'), { whilePending: true });
          });
        case 'TransactionEvent':
          return named.some(({ transactionId }) => transactionId !== undefined)
            ? accepted(async () => {
                for (const one of named) one.triggerEvent();
              })
            : rejected('TxNotFound');
        case 'LogStatusNotification':
          return accepted(() => world.call('LogStatusNotification', { status: 'Idle' }, { whilePending: true }));
        case 'FirmwareStatusNotification':
          return accepted(() => world.call('FirmwareStatusNotification', { status: 'Idle' }, { whilePending: true }));
        case 'SignChargingStationCertificate':
          return sign({ type: 'ChargingStationCertificate' });
        case 'SignV2GCertificate':
        case 'SignCombinedCertificate': {
          const evseId = seccOf(evse);
          if (evseId === undefined) return rejected('UnknownEvse');
          return sign({ type: requestedMessage === 'SignV2GCertificate' ? 'V2GCertificate' : 'combined', evseId });
        }
        case 'PublishFirmwareStatusNotification':
          return { status: 'NotImplemented' };
      }
      return unknown(requestedMessage);
    },
  } satisfies Handlers<Received>;
}

/** The schema knows no other. */
function unknown(message: never): TriggerMessageResponse {
  return { status: 'NotImplemented', statusInfo: { reasonCode: 'UnknownMessage', additionalInfo: message } };
}
