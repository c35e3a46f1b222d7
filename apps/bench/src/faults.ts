/**
 * Faults as data: what goes wrong, on which wire or in which party, at which message. The world performs them in virtual
 * time, a wire runner on real sockets; the same list describes both.
 *
 * @module
 */
import { fromHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import { changeScript, mapScript, PeerRefused, type Script } from '@openpnc/core/script';
import type { Party } from '@openpnc/core/trace';
import { type EvccStep, type RequestStep, signed } from '@openpnc/iso15118/v2/evccStep';
import type { RequestName } from '@openpnc/iso15118/v2/message';
import type { SignedRequestName } from '@openpnc/iso15118/v2/signatures';
import type { TimedRequest } from '@openpnc/iso15118/v2/timing';
import { type ChainForgery, filledRequest, forgedChain, forgedSignature, type SignatureForgery } from './forgeries.ts';

/** The wires between the parties: car and station (SDP datagrams, the V2G stream), station and CSMS, CSMS and eMSP, CSMS and PKI. */
export type Leg = 'sdp' | 'v2g' | 'ocpp' | 'ocpi' | 'ocsp';

/**
 * One message of a session. `message` is the name of its request as the trace has it (`AuthorizationReq`, `Authorize`,
 * `POST tokens/authorize`, `OCSPRequest`, `SECCDiscoveryReq`); absent: any.
 */
export interface Where {
  readonly leg: Leg;
  readonly message?: string;
  /** The request itself, or the answer to it. Default: the request. */
  readonly part?: 'request' | 'answer';
  /** The first, second ... such message of the session, or each. Default: the first. */
  readonly nth?: number | 'each';
}

/** What happens to one message on its way. */
export type WireEffect =
  /** It arrives later; on a stream so does all that follows. */
  | { readonly do: 'delay'; readonly ms: Millis }
  /** It never arrives, as if it had not been sent. */
  | { readonly do: 'lose' }
  | { readonly do: 'duplicate' }
  /** One bit of it is flipped; `bit` counts from its first byte, modulo its length. */
  | { readonly do: 'corrupt'; readonly bit: number }
  /** The first certificate in it is filled up to so many bytes: what the sender's own codec would not write. */
  | { readonly do: 'grow'; readonly bytes: number }
  /** Fields of an OCPP payload that are replaced; null takes one out. */
  | { readonly do: 'fields'; readonly fields: Readonly<Record<string, unknown>> }
  /** The connection is gone before it arrives, and both ends know. */
  | { readonly do: 'cut' }
  /** From this message on nothing arrives either way on this connection, and nobody is told. */
  | { readonly do: 'halfOpen' }
  /** It waits until that message of another leg has passed, at most so long. */
  | { readonly do: 'behind'; readonly other: Where; readonly most_ms: Millis };

/** What the car's script does otherwise. */
export type ScriptEffect =
  | { readonly do: 'wait'; readonly ms: Millis }
  | { readonly do: 'unsigned' }
  /** Fields of the request's body that are replaced; `isSignedAnew`: and the car signs what comes of it. */
  | { readonly do: 'patch'; readonly body: Readonly<Record<string, unknown>>; readonly isSignedAnew?: true }
  /** Another request goes in front of it; its answer is thrown away. */
  | { readonly do: 'before'; readonly name: RequestName; readonly body: Readonly<Record<string, unknown>> }
  /** Another request goes in its place. */
  | { readonly do: 'replace'; readonly name: RequestName; readonly body: Readonly<Record<string, unknown>> }
  /** Another SessionID in its header, 16 hex digits. */
  | { readonly do: 'sessionId'; readonly SessionID: string }
  /** The chain of a PaymentDetailsReq or CertificateUpdateReq otherwise than it is: see `forgedChain`. */
  | { readonly do: 'chain'; readonly how: ChainForgery; readonly isSignedAnew?: true }
  /** Its list of roots is so long that the whole request has so many bytes of EXI: see `filledRequest`. The car signs it. */
  | { readonly do: 'fill'; readonly exiBytes: number }
  /** The XML signature otherwise than it is: see `forgedSignature`. */
  | { readonly do: 'signature'; readonly how: SignatureForgery };

/** One thing that goes wrong. */
export type Fault =
  | { readonly kind: 'wire'; readonly at: Where; readonly effect: WireEffect }
  /** A whole wire, all the time. `loss`: of datagrams; a stream sends again after 200 ms. `reads`: how a stream is cut into reads. */
  | {
      readonly kind: 'link';
      readonly leg: Leg;
      readonly delay_ms?: Millis;
      readonly jitter_ms?: Millis;
      readonly loss?: number;
      readonly reads?: 'awkward' | 'whole';
    }
  /** The party's clock is ahead by so much (behind: negative). */
  | { readonly kind: 'skew'; readonly party: Party; readonly offset_ms: Millis }
  /** The party dies as this message passes (the message is lost) and comes back with what it had stored. Absent: it stays away. */
  | { readonly kind: 'kill'; readonly party: Party; readonly at: Where; readonly restart_ms?: Millis }
  /** The control pilot falls into E (short to earth) or F (earth lost) as this message passes. */
  | { readonly kind: 'pilot'; readonly state: 'E' | 'F'; readonly at: Where }
  /** The party's server is not there, or slow, for this session. */
  | { readonly kind: 'down'; readonly party: 'csms' | 'emsp' | 'pki' }
  | { readonly kind: 'slow'; readonly party: 'emsp' | 'pki'; readonly ms: Millis }
  | { readonly kind: 'script'; readonly request: TimedRequest; readonly nth?: number; readonly effect: ScriptEffect };

/** A few words for a person and for coverage: `delay v2g AuthorizationReq`, `kill csms at ocpp Authorize`. */
export function faultName(fault: Fault): string {
  switch (fault.kind) {
    case 'wire':
      return `${fault.effect.do} ${whereName(fault.at)}`;
    case 'link':
      return ['link', fault.leg, ...(['delay_ms', 'jitter_ms', 'loss', 'reads'] as const).filter((key) => key in fault)]
        .join(' ')
        .replaceAll('_ms', '');
    case 'skew':
      return `skew ${fault.party} ${fault.offset_ms < 0 ? 'behind' : 'ahead'}`;
    case 'kill':
      return `kill ${fault.party} at ${whereName(fault.at)}${fault.restart_ms === undefined ? ' for good' : ''}`;
    case 'pilot':
      return `pilot ${fault.state} at ${whereName(fault.at)}`;
    case 'down':
    case 'slow':
      return `${fault.kind} ${fault.party}`;
    case 'script':
      return `script ${fault.effect.do} ${fault.request}`;
  }
}

function whereName({ leg, message, part = 'request' }: Where): string {
  return [leg, message ?? 'any', ...(part === 'answer' ? ['answer'] : [])].join(' ');
}

/** Whether a message on the wire is the one meant, given how many such have passed before it. */
export function isMeant(
  { leg, message, part = 'request', nth = 1 }: Where,
  passing: { readonly leg: Leg; readonly message: string; readonly part: 'request' | 'answer' },
  before: number,
): { readonly isSuch: boolean; readonly isIt: boolean } {
  const isSuch = passing.leg === leg && passing.part === part && (message === undefined || passing.message === message);
  return { isSuch, isIt: isSuch && (nth === 'each' || before + 1 === nth) };
}

/** The car's script with the faults of kind `script` in it. */
export function faultyScript<Result>(
  script: Script<Result, EvccStep>,
  faults: readonly Fault[],
  reached: (fault: Fault) => void = () => {},
): Script<Result, EvccStep> {
  return faults.reduce((inner, fault) => (fault.kind === 'script' ? oneFault(inner, fault, reached) : inner), script);
}

function oneFault<Result>(
  script: Script<Result, EvccStep>,
  fault: Extract<Fault, { kind: 'script' }>,
  reached: (fault: Fault) => void,
): Script<Result, EvccStep> {
  const { request, nth = 1, effect } = fault;
  let count = 0;
  const isIt = (step: EvccStep): step is RequestStep => {
    if (step.do !== 'request' || step.name !== request) return false;
    count += 1;
    if (count !== nth) return false;
    reached(fault);
    return true;
  };
  if (effect.do === 'wait')
    return mapScript(script, (step) => (isIt(step) ? [{ do: 'sleep', ms: effect.ms } as const] : []));
  if (effect.do === 'before')
    return mapScript(script, (step) => (isIt(step) ? [{ ...step, ...otherRequest(effect) }] : []));
  if (effect.do === 'replace') return replaced(script, isIt, effect);
  if (effect.do === 'fill' || ('isSignedAnew' in effect && effect.isSignedAnew))
    return signedAnew(script, isIt, effect);
  return changeScript(script, (step) => (isIt(step) ? changedStep(step, effect) : step));
}

/** The request is changed, and the car signs what comes of it with the key that this request is signed with. */
function* signedAnew<Result>(
  script: Script<Result, EvccStep>,
  isIt: (step: EvccStep) => step is RequestStep,
  effect: Extract<ScriptEffect, { do: 'patch' | 'chain' | 'fill' }>,
): Script<Result, EvccStep> {
  let turn = script.next();
  while (!turn.done) {
    const step: EvccStep = turn.value;
    let answer: unknown;
    try {
      answer = yield isIt(step) ? yield* signedStep(changedStep(step, effect)) : step;
    } catch (error) {
      turn = script.throw(error);
      continue;
    }
    turn = script.next(answer);
  }
  return turn.value;
}

function* signedStep(step: RequestStep): Script<RequestStep, EvccStep> {
  const { name, body, signature: before } = step;
  if (!before) return step;
  const key = name === 'CertificateInstallationReq' ? 'provisioning' : 'contract';
  const signature = yield* signed(name as SignedRequestName, body as never, key);
  return { ...step, signature };
}

/** Another request goes out; whatever comes back is no answer to the one that the script meant, so the car gives up. */
function* replaced<Result>(
  script: Script<Result, EvccStep>,
  isIt: (step: EvccStep) => step is RequestStep,
  effect: Extract<ScriptEffect, { do: 'replace' }>,
): Script<Result, EvccStep> {
  let turn = script.next();
  while (!turn.done) {
    const step: EvccStep = turn.value;
    try {
      if (!isIt(step)) {
        turn = script.next(yield step);
        continue;
      }
      yield { ...step, ...otherRequest(effect) };
      const text = `${effect.name} went out in place of ${step.name}`;
      yield { do: 'finding', code: 'ev_response_invalid', severity: 'refusal', text };
      turn = script.throw(new PeerRefused(step.name, 'ev_response_invalid', text));
    } catch (error) {
      turn = script.throw(error);
    }
  }
  return turn.value;
}

function changedStep(
  step: RequestStep,
  effect: Exclude<ScriptEffect, { do: 'wait' | 'before' | 'replace' }>,
): RequestStep {
  switch (effect.do) {
    case 'sessionId':
      return { ...step, sessionId: fromHex(effect.SessionID) };
    case 'chain':
      return forgedChain(step, effect.how);
    case 'fill':
      return filledRequest(step, effect.exiBytes);
    case 'signature':
      return forgedSignature(step, effect.how);
    case 'unsigned': {
      const { signature: _, ...bare } = step;
      return bare;
    }
    case 'patch':
      return { ...step, body: { ...step.body, ...effect.body } as never };
  }
}

function otherRequest({
  name,
  body,
}: Extract<ScriptEffect, { do: 'before' | 'replace' }>): Pick<RequestStep, 'name' | 'body'> {
  return { name, body: body as never };
}
