/**
 * May this eMAID charge? By the list, by its eMSP, or both in the order of the policy, inside the budget of the caller.
 * OCPI 2.3.0 Tokens WhitelistType; decision logic of docs/choices.md.
 *
 * @module
 */

import { BoundedMap } from '@openpnc/core/boundedMap';
import type { Emaid } from '@openpnc/core/emaid';
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import type { Finding } from '../finding.ts';
import type { Partners } from '../roaming/partners.ts';
import type { AuthorizationPolicy, CsmsPartner } from '../settings.ts';
import type { Sites } from '../sites.ts';
import type { TokenRow } from '../store/tables.ts';
import type { EmspAsker, EmspOutcome } from './askEmsp.ts';
import { failureFinding, listAnswer, plainAnswer, realtimeAnswer, type TokenAnswer } from './tokenAnswer.ts';
import type { TokenList } from './tokenList.ts';

/** Whose contract, where, until when. */
interface EmaidQuestion {
  /** As it came. */
  readonly eMAID: string;
  readonly emaid: Emaid;
  readonly station: string;
  readonly evseId?: number | undefined;
  readonly deadline: Millis;
  readonly traceId?: string | undefined;
}

/** What the engine stands on. */
export interface TokenSources {
  readonly clock: Clock;
  readonly partners: Partners;
  readonly asker: EmspAsker;
  readonly list: TokenList;
  readonly sites: Sites;
  readonly recent: RecentAnswers;
}

/** Real-time answers that stand for a while, for the same token at the same station. Bounded, and only good ones. */
export class RecentAnswers {
  readonly #answers = new BoundedMap<string, { readonly answer: TokenAnswer; readonly until: Millis }>(RECENT);
  readonly #repeat_ms: Millis;

  constructor(repeat_s: number) {
    this.#repeat_ms = repeat_s * 1000;
  }

  get({ emaid, station }: EmaidQuestion, now: Millis): TokenAnswer | undefined {
    const known = this.#answers.get(`${station}\n${emaid.id14}`);
    return known && now < known.until ? known.answer : undefined;
  }

  put({ emaid, station }: EmaidQuestion, answer: TokenAnswer, now: Millis): void {
    const key = `${station}\n${emaid.id14}`;
    if (answer.info.status === 'Accepted' && this.#repeat_ms > 0)
      this.#answers.set(key, { answer: { ...answer, source: 'cache' }, until: now + this.#repeat_ms });
    else this.#answers.delete(key);
  }
}

/** The answer for an eMAID. Never later than the deadline, never a rejection for what an eMSP does. */
export async function emaidAnswer(sources: TokenSources, question: EmaidQuestion): Promise<TokenAnswer> {
  const { partners, list, clock } = sources;
  const partner = partners.of(question.emaid);
  const policy = partner?.policy ?? 'list-only';
  const row = policy === 'realtime-only' ? undefined : await list.find(question.eMAID, 'eMAID');
  const listed = row && alone(row, policy, clock.now());
  if (listed) return listed;
  if (!partner || policy === 'list-only') return unlisted(question, partner, row);
  const recent = sources.recent.get(question, clock.now());
  if (recent) return recent;
  const outcome = await ask(sources, partner, question);
  if (outcome.outcome === 'allowed' || outcome.outcome === 'refused') {
    const answer = realtimeAnswer(outcome.info, outcome.departures, {
      partner: partner.name,
      evseIdOf:
        sources.sites.evses(question.station).length === 0
          ? undefined
          : (uid) => sources.sites.evseIdOf(question.station, uid),
      now: clock.now(),
    });
    if (outcome.info.token?.whitelist !== 'NEVER') sources.recent.put(question, answer, clock.now());
    return answer;
  }
  if (outcome.outcome === 'unknown_token')
    return plainAnswer(
      'Unknown',
      'realtime',
      [
        {
          code: 'emsp_unknown_token',
          severity: 'refusal',
          text: `${partner.name}: does not know ${question.eMAID}`,
          spec: 'OCPI status 2004',
        },
      ],
      partner.name,
    );
  const failure: Finding =
    outcome.outcome === 'not_asked'
      ? { code: 'emsp_unreachable', severity: 'refusal', text: `${partner.name}: ${outcome.text}` }
      : failureFinding(outcome, partner.name);
  return fallback(partner, row, failure, clock.now());
}

/** What the list decides without the eMSP, or undefined when it must be asked. */
function alone(row: TokenRow, policy: AuthorizationPolicy, now: Millis): TokenAnswer | undefined {
  // ALWAYS forbids to ask, whatever we would like.
  if (row.whitelist === 'ALWAYS' || policy === 'list-only') return listAnswer(row, 'list', now);
  if (policy !== 'list-first' || row.whitelist !== 'ALLOWED') return undefined;
  const answer = listAnswer(row, 'list', now);
  // An entry that is not valid may have become so: the eMSP knows.
  return answer?.info.status === 'Accepted' ? answer : undefined;
}

function unlisted(
  { eMAID, emaid }: EmaidQuestion,
  partner: CsmsPartner | undefined,
  row: TokenRow | undefined,
): TokenAnswer {
  if (!partner && !row)
    return plainAnswer('Unknown', 'none', [
      {
        code: 'emsp_no_route',
        severity: 'refusal',
        text: `${eMAID}: no partner answers for country ${emaid.country}, provider ${emaid.provider}`,
      },
    ]);
  if (!row)
    return plainAnswer(
      'Unknown',
      'list',
      [{ code: 'emsp_unknown_token', severity: 'refusal', text: `${eMAID}: not in the list of ${partner!.name}` }],
      partner!.name,
    );
  return plainAnswer(
    'Invalid',
    'list',
    [
      {
        code: 'emsp_unreachable',
        severity: 'refusal',
        text: `${eMAID}: listed with whitelist ${row.whitelist}, which wants the eMSP asked, and it may not be (${partner ? 'policy list-only' : 'no partner'})`,
        spec: 'OCPI Tokens WhitelistType',
      },
    ],
    partner?.name ?? null,
  );
}

/** The eMSP gave no word: the list stands in where it may, else the partner's setting decides. */
function fallback(partner: CsmsPartner, row: TokenRow | undefined, failure: Finding, now: Millis): TokenAnswer {
  const warned = { ...failure, severity: 'warning' as const };
  const listed = row && listAnswer(row, 'fallback', now);
  if (listed)
    return { ...listed, findings: [listed.info.status === 'Accepted' ? warned : failure, ...listed.findings] };
  if (!row && partner.whenUnreachable === 'accept')
    return plainAnswer(
      'Accepted',
      'fallback',
      [
        warned,
        {
          code: 'accepted_without_emsp',
          severity: 'warning',
          text: `${partner.name}: accepted by the setting whenUnreachable`,
        },
      ],
      partner.name,
    );
  return plainAnswer('Invalid', 'fallback', [failure], partner.name);
}

async function ask(
  { asker, partners, sites }: TokenSources,
  partner: CsmsPartner,
  { eMAID, emaid, station, evseId, deadline, traceId }: EmaidQuestion,
): Promise<EmspOutcome> {
  const location = sites.locationReferences(station, evseId);
  const known = evseId ?? onlyOne(sites.evses(station));
  return asker.ask(partner, {
    eMAID,
    to: partners.partyOf(partner, emaid),
    location,
    evseId: known === undefined ? undefined : sites.evseIdText(station, known),
    deadline,
    traceId,
  });
}

function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

const RECENT = 50_000;
