/**
 * What must be true whatever happens: safety of the energy, of the bill and of the explanation. Each invariant is a named
 * function with its reason; those of `step` are asked after each step of the world, those of `end` when a session is over.
 *
 * @module
 */
import type { Millis } from '@openpnc/core/machine';
import type { MessageRecord, TraceRecord } from '@openpnc/core/trace';
import type { CsmsSettings } from '@openpnc/csms/settings';
import type { Fault } from './faults.ts';
import type { ContractKind } from './material.ts';
import type { CarWish, Parties, SessionRecord } from './world.ts';

/** An invariant that did not hold. */
export interface Broken {
  readonly invariant: string;
  readonly text: string;
}

/** What is known of the visit that is under way, by whoever is not the party that is judged. */
export interface Visit {
  readonly car: CarWish;
  readonly faults: readonly Fault[];
  /** What the CSMS was told to do where no proof of revocation is to be had. */
  readonly revocation: CsmsSettings['certificates']['revocation'];
  readonly started: Millis;
  /** Records of this visit so far. */
  readonly trace: readonly TraceRecord[];
  readonly parties: Parties;
}

/** Something that happened. */
export type Step =
  | { readonly type: 'record'; readonly record: TraceRecord }
  | { readonly type: 'contactor'; readonly evse: number; readonly state: 'open' | 'closed' };

interface StepInvariant {
  readonly name: string;
  readonly reason: string;
  readonly broken: (step: Step, visit: Visit) => string | undefined;
}

interface EndInvariant {
  readonly name: string;
  readonly reason: string;
  readonly broken: (session: SessionRecord, ended: Ended) => string | undefined;
}

/** What the tables say when a session is over. */
export interface Ended {
  /** Transactions of the CSMS that have no end. */
  readonly openTransactions: readonly string[];
  /** Transactions that the station still holds open. */
  readonly heldTransactions: number;
  /** Energies of the CDRs that the eMSP has for this session's transaction, Wh, by OCPI CDR id. */
  readonly cdrs: readonly { readonly id: string; readonly energy_Wh: number }[];
  /** Whether a contactor is closed. */
  readonly isPowered: boolean;
  readonly stationRoots: number;
  /** A party is away on purpose and stays away. */
  readonly isPartyAway: boolean;
}

/** Contracts that may charge. */
const chargeable: readonly ContractKind[] = ['v2g-root', 'mo-root'];

/** Asked after each step. */
export const stepInvariants: readonly StepInvariant[] = [
  {
    name: 'noEnergyWithoutProof',
    reason:
      'Energy flows only after the car proved its contract (or the driver a card) and the CSMS answered Accepted.',
    broken: (step, visit) => {
      if (step.type !== 'contactor' || step.state !== 'closed') return undefined;
      const answers = acceptedAnswers(visit);
      // A card that the CSMS accepted before stands in the station's cache for times without connection. OCPP 2.0.1 C10, C13
      if (answers.length === 0 && isOfflineCard(visit)) return undefined;
      if (answers.length === 0) return 'the contactor closed and the CSMS has accepted nothing in this visit';
      if (answers.some(isCardAnswer) && visit.car.card !== 'unknown') return undefined;
      return contractProblem(visit);
    },
  },
  {
    name: 'noStaleAcceptance',
    reason: 'An acceptance is of the attempt that charges on it, never of an earlier one.',
    broken: (step, visit) => {
      if (step.type !== 'record') return undefined;
      const { record } = step;
      if (record.type !== 'session' || record.party !== 'station' || record.event !== 'authorized') return undefined;
      if (
        record.data?.payment !== 'Contract' ||
        acceptedAnswers(visit).some(({ traceId }) => traceId === record.traceId)
      )
        return undefined;
      return `authorized in attempt ${record.traceId}, which has no Accepted answer of its own`;
    },
  },
  {
    name: 'deadlinesHold',
    reason: 'The station answers within its performance times, and a car never waits longer than its message timeouts.',
    broken: (step, { faults }) => {
      if (step.type !== 'record' || step.record.type !== 'message') return undefined;
      const { party, message, took_ms, limit_ms } = step.record;
      if (took_ms === undefined || limit_ms === undefined || took_ms <= limit_ms) return undefined;
      // The time of SDP is that of all requests together.
      if (message === 'SECCDiscoveryReq') return undefined;
      // A wire that is slow by itself is no fault of the station; its own answer is.
      if (party === 'ev' && faults.length > 0 && took_ms <= limit_ms + 1) return undefined;
      return `${party}: ${message} took ${took_ms} ms of ${limit_ms} ms`;
    },
  },
  {
    name: 'trustNeverEmpties',
    reason: 'No work on certificates ever leaves the CSMS without a V2G and an MO root.',
    broken: (_, { parties: { csms } }) => {
      if (!csms) return undefined;
      const { certificates } = csms.services;
      return certificates.roots('v2g').length > 0 && certificates.roots('mo').length > 0
        ? undefined
        : 'the CSMS has no V2G or no MO root any more';
    },
  },
];

/** Asked when a session is over and all is quiet. */
export const endInvariants: readonly EndInvariant[] = [
  {
    name: 'everythingEnds',
    reason: 'When the car is gone, nothing stays open: no outlet busy, no event or CDR under way for ever.',
    broken: ({ isUnsettled }, { isPartyAway }) =>
      isUnsettled && !isPartyAway ? 'something is still under way hours after the car has left' : undefined,
  },
  {
    name: 'everybodyComesBack',
    reason: 'When a fault is gone, the parties find together again by themselves.',
    broken: ({ isBack }, { isPartyAway }) =>
      isBack || isPartyAway ? undefined : 'an hour after the fault the station is not online',
  },
  {
    name: 'startedTransactionsEnd',
    reason: 'Each transaction that the CSMS heard of gets its end, also over restarts and lost connections.',
    broken: (_, { openTransactions, heldTransactions, isPartyAway }) => {
      if (isPartyAway) return undefined;
      if (heldTransactions > 0) return 'the station still holds a transaction open';
      return openTransactions.length > 0 ? `no end of transaction ${openTransactions.join(', ')}` : undefined;
    },
  },
  {
    name: 'refusalsHaveCauses',
    reason: 'A driver who was refused is told why: diagnosis finds a cause in the table.',
    broken: ({ outcome, cause, ev }) => {
      if (outcome === 'charged' || ev === undefined) return undefined;
      if (cause === null) return `${outcome} at ${ev.reason?.at} (${ev.reason?.code}) and no party found anything`;
      return cause.code === 'unexplained' ? `unexplained: ${cause.text}` : undefined;
    },
  },
  {
    name: 'eachCdrEqualsItsMeter',
    reason: 'The eMSP is billed once for a session, and for what the meter counted.',
    broken: (session, { cdrs, isPartyAway }) => {
      const { outcome, ev, meter, transactionId, trace } = session;
      if (isPartyAway || transactionId === undefined) return undefined;
      const isByContract = ev?.payment === 'Contract';
      // An eMSP whose clock is wrong takes no bill from its future; the CSMS tells it.
      const isRefused = trace.some((record) => record.type === 'finding' && record.code === 'cdr_refused');
      if (outcome === 'charged' && isByContract && cdrs.length === 0 && !isRefused)
        return `no CDR for transaction ${transactionId}`;
      if (new Set(cdrs.map(({ id }) => id)).size !== cdrs.length) return 'the same CDR was kept twice';
      const billed = cdrs.reduce((sum, { energy_Wh }) => sum + energy_Wh, 0);
      if (cdrs.length > 0 && Math.abs(billed - meter.energy_Wh) > tolerance_Wh(session, cdrs.length))
        return `billed ${billed} Wh in ${cdrs.length} CDRs, the meter counted ${meter.energy_Wh} Wh`;
      return undefined;
    },
  },
  {
    name: 'noBillWithoutEnergy',
    reason: 'Who was refused pays nothing.',
    broken: ({ meter }, { cdrs }) =>
      meter.energy_Wh === 0 && cdrs.some(({ energy_Wh }) => energy_Wh > 0)
        ? 'a CDR has energy and the meter counted none'
        : undefined,
  },
  {
    name: 'powerEndsWithTheSession',
    reason: 'With no car on the plug every contactor is open.',
    broken: (_, { isPowered }) => (isPowered ? 'a contactor is closed and nobody is plugged in' : undefined),
  },
  {
    name: 'stationKeepsRoots',
    reason: 'No work on certificates ever leaves the station without a root for contracts.',
    broken: (_, { stationRoots }) => (stationRoots === 0 ? 'the station has no V2G root any more' : undefined),
  },
  {
    name: 'verdictFits',
    reason: 'Where nothing is broken, a good contract charges, and a bad one is refused for what is wrong with it.',
    broken: (session) => {
      const expected = expectedVerdict(session);
      if (!expected) return undefined;
      const code = session.outcome === 'charged' ? null : (session.cause?.code ?? 'none');
      return expected.includes(code)
        ? undefined
        : `contract ${session.car.contract}: ${code ?? 'charged'}, expected ${expected.map((one) => one ?? 'charged').join(' or ')}`;
    },
  },
  {
    name: 'noEnergyToTheRefused',
    reason: 'A car that was refused before charging has taken nothing.',
    broken: ({ outcome, meter, trace }) =>
      outcome === 'refused' && meter.energy_Wh > 0 && !trace.some(isCharging)
        ? `${meter.energy_Wh} Wh flowed to a car that was refused`
        : undefined,
  },
];

function isCharging(record: TraceRecord): boolean {
  return record.type === 'session' && record.event === 'charging';
}

/** Answers Accepted of the CSMS to this visit's questions, as the CSMS wrote them. */
function acceptedAnswers({ trace, started }: Visit): readonly MessageRecord[] {
  return trace.filter(
    (record): record is MessageRecord =>
      record.type === 'message' &&
      record.party === 'csms' &&
      record.message === 'Authorize' &&
      record.at >= started - SKEW_MS &&
      /^Accepted( \/ Accepted)?$/.test(record.result ?? ''),
  );
}

function isOfflineCard({ car, faults }: Visit): boolean {
  const isByCard = (car.settings?.payment ?? 'contract') !== 'contract' && (car.card ?? 'known') === 'known';
  return isByCard && faults.length > 0;
}

function isCardAnswer({ result }: MessageRecord): boolean {
  return result === 'Accepted';
}

/** Why this visit's contract may not charge, whatever the parties say. */
function contractProblem(visit: Visit): string | undefined {
  const { car, faults } = visit;
  const { contract = 'v2g-root', isKeyWrong = false } = car;
  const isTakenForGood = chargeable.includes(contract) || (contract === 'revoked' && isRevocationUnknown(visit));
  if (!isTakenForGood) return `the contactor closed for a contract of kind ${contract}`;
  if (isKeyWrong) return 'the contactor closed for a car without the key of its contract';
  const forged = faults.find(
    (fault) =>
      fault.kind === 'script' &&
      fault.request === 'AuthorizationReq' &&
      (fault.nth ?? 1) === 1 &&
      (fault.effect.do === 'unsigned' || fault.effect.do === 'patch'),
  );
  return forged ? 'the contactor closed for a car whose AuthorizationReq proves nothing' : undefined;
}

/** The CSMS was told to accept where nobody can say whether a certificate is revoked, and nobody could. */
function isRevocationUnknown({ revocation, trace }: Visit): boolean {
  if (revocation === 'require') return false;
  return (
    revocation === 'off' ||
    trace.some((record) => record.type === 'finding' && record.party === 'csms' && record.code.startsWith('ocsp_'))
  );
}

/** How far CDR and meter may be apart: whole Wh each; after a power cut the bill ends at the last reading that was told. */
function tolerance_Wh({ faults, meter }: SessionRecord, cdrs: number): number {
  const isCutShort = faults.some((fault) => fault.kind === 'kill' && fault.party === 'station');
  return isCutShort ? meter.energy_Wh + 1 : cdrs + 0.001;
}

/** Causes that fit, null for charged; undefined where nothing can be said. */
function expectedVerdict({
  car,
  faults,
  faultsReached,
  isRootMissing,
}: SessionRecord): readonly (string | null)[] | undefined {
  const { contract = 'v2g-root', isKeyWrong = false, roots, settings = {} } = car;
  const isHarmless = faults.length === 0 || faultsReached.length === 0;
  if (!isHarmless || (settings.payment ?? 'contract') !== 'contract' || car.isResumed) return undefined;
  if (roots === 'foreign') return ['ev_v2g_root_missing'];
  const missing = isRootMissing ? ['station_mo_root_missing'] : [];
  if (isKeyWrong)
    return ['signature_invalid', ...(chargeable.includes(contract) ? [] : EXPECTED[contract]), ...missing];
  return [...EXPECTED[contract], ...missing];
}

const EXPECTED: Readonly<Record<ContractKind, readonly (string | null)[]>> = {
  'v2g-root': [null],
  'mo-root': [null],
  revoked: ['contract_revoked'],
  expired: ['contract_expired'],
  future: ['contract_expired'],
  blocked: ['emsp_contract_blocked'],
  'no-credit': ['emsp_no_credit'],
  'unknown-to-emsp': ['emsp_contract_unknown'],
  'unknown-provider': ['emsp_route_missing'],
};

/** Clocks of parties may differ by a day in a faulty world: times are compared no finer. */
const SKEW_MS: Millis = 86_400_000;
