/** The CDR of an ended session on its way to the eMSP. OCPI 2.3.0 CDRs, Sender. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import { cdrOf } from '@openpnc/roaming/ocpi/billing';
import type { Cdr } from '@openpnc/roaming/ocpi/cdr';
import { postCdr } from '@openpnc/roaming/ocpi/client';
import { traceFinding } from '../finding.ts';
import { oicpRoute, sendOicpCdr } from '../roaming/oicpRoute.ts';
import type { Services } from '../services.ts';
import type { CsmsPartner } from '../settings.ts';
import type { OutboxRow, SessionRow } from '../store/tables.ts';
import { authMethodOf, billedOf, cdrTokenOf } from './billing.ts';
import { meteredSession, signedData, tariffOf } from './cdr.ts';
import { gapsOf, rangesOf } from './foldEvent.ts';
import type { Attempt, Worker } from './outbox.ts';

/** Kind of this work in the outbox. */
export const CDR = 'cdr';

/**
 * Puts the CDR of an ended session into the outbox, when there is somebody to bill.
 * @returns the CDR, where it could be made: no event is missing.
 */
export async function orderCdr(services: Services, session: SessionRow): Promise<Cdr | undefined> {
  const { outbox, settings, ports, partners } = services;
  if (session.ended_at === null) return undefined;
  const billed = await billedOf(services, session);
  if (!billed) return undefined;
  const hasGaps = gapsOf(rangesOf(session)).length > 0;
  const partner = partners.named(billed.partner);
  // Events that are missing may come yet.
  const cdr = hasGaps || !partner ? undefined : await makeCdr(services, partner, session);
  await outbox.add({
    kind: CDR,
    subject: cdrSubject(session.station, session.transaction_id),
    partner: billed.partner,
    due_at: ports.clock.now() + (hasGaps ? settings.cdr.gapWait_ms : 0),
    content: cdr ?? null,
  });
  return cdr;
}

/** What names the CDR of a session in the outbox. */
export function cdrSubject(station: string, transactionId: string): string {
  return `${station}\n${transactionId}`;
}

/** The id of a CDR that has reached the eMSP. */
export function takenCdrId(work: Pick<OutboxRow, 'state' | 'body'> | undefined): string | null {
  return work?.state === 'done' && work.body !== null ? (JSON.parse(work.body) as Cdr).id : null;
}

/** Sends the same CDR until it is taken; one that could not be made at the end of the session is made at the first attempt. */
export function cdrWorker(services: () => Services): Worker {
  return async ({ subject, partner: name, content }, keep) => {
    const { partners, ports, settings, sessions, decisions } = services();
    const at = subject.indexOf('\n');
    const [station, transactionId] = [subject.slice(0, at), subject.slice(at + 1)];
    const partner = partners.named(name ?? '');
    if (!partner) return { outcome: 'later', text: `partner ${name} is not in the settings` };
    const session = (await sessions.find(station, transactionId))!;
    let cdr = content as Cdr | null;
    if (cdr === null) {
      cdr = await makeCdr(services(), partner, session);
      await keep(cdr);
    }
    const deadline = ports.clock.now() + settings.cdr.timeout_ms;
    // The trace of the attempt that the session rests on.
    const decision = session.decision_id === null ? undefined : await decisions.find(session.decision_id);
    const traceId = decision?.trace_id ?? undefined;
    const attempt = await send(services(), partner, cdr, { deadline, traceId });
    const now = ports.clock.now();
    if (attempt.outcome !== 'done') {
      traceFinding(ports.trace, now, traceId, {
        code: attempt.outcome === 'refused' ? 'cdr_refused' : 'cdr_not_sent',
        severity: 'warning',
        text: `CDR ${cdr.id} of transaction ${transactionId} to ${partner.name}: ${attempt.text}`,
        spec: 'OCPI 2.3.0 CDRs',
      });
      return attempt;
    }
    sessions.over(station, transactionId);
    const data = { station, transactionId, cdrId: cdr.id, energy_Wh: Math.round(cdr.total_energy * 1000) };
    ports.trace({
      type: 'session',
      party: 'csms',
      at: now,
      ...(traceId !== undefined && { traceId }),
      event: 'ended',
      data,
    });
    ports.publish('session', { event: 'cdr', ...data });
    return attempt;
  };
}

async function send(
  { partners, ports, settings }: Services,
  partner: CsmsPartner,
  cdr: Cdr,
  { deadline, traceId }: { readonly deadline: Millis; readonly traceId: string | undefined },
): Promise<Attempt> {
  const oicp = oicpRoute(partner, settings, ports, traceId);
  if (oicp) return sendOicpCdr(oicp, cdr, deadline);
  const reached = await partners.reach(partner, deadline);
  if (!reached.ok) return { outcome: 'later', text: reached.text };
  const posted = await postCdr(partners.ocpiPorts(partner, traceId), reached.ocpi, cdr, {
    deadline,
    ...(traceId !== undefined && { correlationId: traceId }),
  });
  if (posted.outcome === 'taken')
    return { outcome: 'done', ...(posted.location !== undefined && { result: posted.location }) };
  if (posted.outcome === 'unreachable' || posted.outcome === 'no_endpoint') partners.forget(partner);
  // Credentials and addresses are mended by people; then the CDR goes through.
  const isFinal = posted.outcome === 'rejected' && posted.httpStatus !== undefined && posted.httpStatus < 400;
  return { outcome: isFinal ? 'refused' : 'later', text: posted.text };
}

async function makeCdr(
  { sessions, decisions, settings, ports, sites }: Services,
  partner: CsmsPartner,
  session: SessionRow,
): Promise<Cdr> {
  const { station, transaction_id } = session;
  const decision = session.decision_id === null ? undefined : await decisions.find(session.decision_id);
  const { country_code, party_id } = settings;
  const party = { country_code, party_id };
  const now = ports.clock.now();
  const facts = await sessions.facts(station, transaction_id);
  const signed = signedData(facts);
  const reference = decision?.authorization_reference;
  return cdrOf({
    party,
    id: toHex(ports.random.bytes(16)),
    sessionId: transaction_id,
    metered: meteredSession(session, facts),
    token: cdrTokenOf(decision, partner, session.token ?? ''),
    authMethod: authMethodOf(session, decision),
    ...(reference && { authorizationReference: reference }),
    location: sites.cdrLocation(station, session.evse_id ?? 1, session.connector_id ?? 1),
    timeZone: sites.locationOf(station).timeZone,
    tariff: tariffOf(settings.tariff, party, now),
    currency: settings.tariff.currency,
    ...(signed && { signedData: signed }),
    now,
  });
}
