/** Transactions that the CSMS starts, stops and asks for. OCPP 2.0.1 E14, F01 to F05. @module */
import type { Handlers } from '@openpnc/ocpp/endpoint';
import type { RequestStartTransactionRequest, RequestStartTransactionResponse } from '@openpnc/ocpp/v201';
import type { Received } from '../csms/csmsLink.ts';
import type { Evse } from '../evse/evse.ts';
import type { StationWorld } from '../stationWorld.ts';

/** RequestStartTransaction, RequestStopTransaction, GetTransactionStatus, UnlockConnector. */
export function remoteControlCalls(world: StationWorld) {
  const { model, tokens, afterAnswer } = world;

  /** The outlet for a remote start: the one named, else one with a car, else any that is free. F01.FR.07 */
  const choose = (evseId: number | undefined): Evse | undefined => {
    const free = world.evses.filter(({ isFree }) => isFree);
    if (evseId !== undefined) return free.find(({ id }) => id === evseId);
    return free.find(({ isPlugged }) => isPlugged) ?? free[0];
  };
  const start = async ({ idToken, remoteStartId, chargingProfile }: RequestStartTransactionRequest, evse: Evse) => {
    const info = model.flag('AuthCtrlr.AuthorizeRemoteStart')
      ? await tokens.authorize(idToken)
      : ({ status: 'Accepted' } as const);
    if (info.status === 'Accepted' && evse.isFree)
      evse.authorize(idToken, info, { triggerReason: 'RemoteStart', remoteStartId });
    // The profile belongs to the transaction that begins with it. F01.FR.26
    const { transactionId } = evse;
    if (chargingProfile && transactionId !== undefined)
      await world.smartCharging.set(evse.id, { ...chargingProfile, transactionId });
  };
  const refused = (reasonCode: string): RequestStartTransactionResponse => ({
    status: 'Rejected',
    statusInfo: { reasonCode },
  });

  return {
    RequestStartTransaction: (request, { registration }) => {
      const { evseId, chargingProfile } = request;
      if (registration !== 'Accepted') return refused('NotEnabled');
      if (evseId !== undefined && !world.evses.some(({ id }) => id === evseId)) return refused('UnknownEvse');
      if (chargingProfile && chargingProfile.chargingProfilePurpose !== 'TxProfile') return refused('InvalidProfile');
      const evse = choose(evseId);
      if (!evse) return refused('TxInProgress');
      afterAnswer(() => start(request, evse));
      const { transactionId } = evse;
      return { status: 'Accepted', ...(transactionId !== undefined && { transactionId }) };
    },
    RequestStopTransaction: ({ transactionId }, { registration }) => {
      const evse = world.evses.find((candidate) => candidate.transactionId === transactionId);
      if (!evse || registration !== 'Accepted') return { status: 'Rejected', statusInfo: { reasonCode: 'TxNotFound' } };
      afterAnswer(() => evse.stopTransaction({ triggerReason: 'RemoteStop', stoppedReason: 'Remote' }));
      return { status: 'Accepted' };
    },
    GetTransactionStatus: ({ transactionId }) => {
      const messagesInQueue = world.queue.count(transactionId) > 0;
      if (transactionId === undefined) return { messagesInQueue };
      return { ongoingIndicator: world.evses.some((evse) => evse.transactionId === transactionId), messagesInQueue };
    },
    UnlockConnector: ({ evseId, connectorId }) => {
      const evse = world.evses.find(({ id }) => id === evseId);
      if (!evse || connectorId !== 1) return { status: 'UnknownConnector' };
      return { status: evse.isBusy && evse.idToken ? 'OngoingAuthorizedTransaction' : 'Unlocked' };
    },
  } satisfies Handlers<Received>;
}
