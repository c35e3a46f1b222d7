/** SessionSetup: a new session, or a paused one joined. ISO 15118-2:2014 8.4.3.2, [V2G2-750] to [V2G2-756]. @module */
import { equalBytes } from '@openpnc/core/bytes';
import type { Random } from '@openpnc/core/ports';
import type { SessionSetupReq, SessionSetupRes } from '@openpnc/exi/iso15118-2';
import type { Answer, Context } from '../answer.ts';
import type { Session } from '../session.ts';

/**
 * A zero SessionID (of any length) asks for a new session; that of the paused session joins it; any other gets a new one
 * and never a failure [V2G2-756].
 */
export function sessionSetup(
  { EVCCID }: SessionSetupReq,
  { session, station, sessionId, now }: Context,
): Answer<SessionSetupRes, 'WaitForServiceDiscovery'> {
  const { paused, settings } = station;
  const isResumed = paused !== undefined && equalBytes(sessionId, paused.sessionId);
  const id = isResumed ? paused.sessionId : newSessionId(station.random, [sessionId, paused?.sessionId]);
  const joined: Session = {
    ...session,
    sessionId: id,
    evccId: EVCCID,
    isResumed,
    ...(isResumed && paused.SAScheduleTupleID !== undefined && { SAScheduleTupleID: paused.SAScheduleTupleID }),
  };
  return {
    res: {
      ResponseCode: isResumed ? 'OK_OldSessionJoined' : 'OK_NewSessionEstablished',
      EVSEID: settings.EVSEID,
      EVSETimeStamp: BigInt(Math.floor(now / 1000)),
    },
    next: 'WaitForServiceDiscovery',
    session: joined,
    effects: [{ do: 'session', event: 'started', sessionId: id, evccId: EVCCID, isResumed }],
  };
}

/** 8 random bytes, not zero and none of `taken`. */
function newSessionId(random: Random, taken: readonly (Uint8Array | undefined)[]): Uint8Array {
  for (;;) {
    const id = random.bytes(8);
    if (id.some((byte) => byte !== 0) && !taken.some((other) => other && equalBytes(other, id))) return id;
  }
}
