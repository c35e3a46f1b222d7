/** Use cases E01-E12: what happens in a transaction, acknowledged when it is kept. OCPP 2.0.1 E, C07. @module */
import { parseEmaid } from '@openpnc/core/emaid';
import type {
  IdTokenInfoType,
  IdTokenType,
  TransactionEventRequest,
  TransactionEventResponse,
} from '@openpnc/ocpp/v201';
import { contractDecision } from '../authorization/contractDecision.ts';
import type { KeptDecision } from '../authorization/decisions.ts';
import { plainDecision } from '../authorization/plainDecision.ts';
import { traceFinding } from '../finding.ts';
import { orderCdr } from '../sessions/cdrWork.ts';
import { type Call, deadlineOf, ownData } from './call.ts';

/** Checks the token of the event again, keeps the event, and orders the CDR when the transaction has ended. */
export async function transactionEvent(event: TransactionEventRequest, call: Call): Promise<TransactionEventResponse> {
  const { services, connection, traceId, arrived } = call;
  const { sessions, sites, ports } = services;
  const station = connection.identity;
  if (event.evse) sites.learn(station, event.evse.id);
  const decision = event.idToken && (await decisionFor(event.idToken, event, call));
  const { session, isDuplicate, findings } = await sessions.record(
    station,
    event,
    decision && { decision_id: decision.id },
  );
  for (const finding of findings) traceFinding(ports.trace, arrived, traceId, finding);
  // Also for a repeated Ended: the first may have been kept without its CDR being ordered.
  const cdr = session.ended_at === null ? undefined : await orderCdr(services, session);
  if (!isDuplicate) {
    services.sessionPush.changed(session, cdr);
    ports.publish('session', {
      event: event.eventType,
      station,
      transactionId: session.transaction_id,
      triggerReason: event.triggerReason,
      chargingState: session.charging_state,
      energy_Wh: session.meter_last_wh === null ? null : session.meter_last_wh - (session.meter_first_wh ?? 0),
    });
  }
  if (!decision) return {};
  return { idTokenInfo: await withoutConcurrence(decision.idTokenInfo, event, call) };
}

/** The decision that the event's token rests on: the answer to its Authorize while that is fresh, else a new one. */
async function decisionFor(
  idToken: IdTokenType,
  { customData, evse }: TransactionEventRequest,
  call: Call,
): Promise<KeptDecision> {
  const { services, connection, traceId, arrived } = call;
  const { decisions, settings } = services;
  const station = connection.identity;
  const since = arrived - settings.authorize.recheck_s * 1000;
  const known = await decisions.latest(station, idToken.idToken, idToken.type, since);
  if (known) return known;
  const decision =
    idToken.type === 'eMAID'
      ? await contractDecision(services, {
          eMAID: idToken.idToken,
          material: {},
          station,
          evseId: evse?.id,
          deadline: deadlineOf(call, settings.authorize.budget_ms, ownData(customData)),
          traceId,
          // The station has proved the certificate, offline or from afar; the contract is still ours to check.
          isProvedElsewhere: true,
        })
      : await plainDecision(services, idToken);
  const subject = {
    station,
    idToken: idToken.idToken,
    type: idToken.type,
    material: 'none',
    traceId,
    arrived,
  } as const;
  return decisions.keep(subject, decision);
}

/** A contract may be in one transaction at a time, where the setting says so. */
async function withoutConcurrence(
  info: IdTokenInfoType,
  { idToken, transactionInfo }: TransactionEventRequest,
  { services, connection }: Call,
): Promise<IdTokenInfoType> {
  if (services.settings.authorize.concurrent === 'allow' || info.status !== 'Accepted') return info;
  const id14 = idToken?.type === 'eMAID' ? parseEmaid(idToken.idToken)?.id14 : undefined;
  const self = { station: connection.identity, transaction_id: transactionInfo.transactionId };
  const other = id14 === undefined ? undefined : await services.sessions.running({ id14 }, self);
  return other ? { ...info, status: 'ConcurrentTx' } : info;
}
