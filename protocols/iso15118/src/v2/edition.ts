/** ISO 15118-2 as an edition that a connection can open. @module */
import { toHex } from '@openpnc/core/bytes';
import type { Millis } from '@openpnc/core/machine';
import { decodeMessage, encodeMessage } from '@openpnc/exi/iso15118-2';
import type { SeccEdition } from '../connection.ts';
import { protocols } from '../sap.ts';
import { bodyOf } from './message.ts';
import { Secc } from './secc.ts';
import type { SeccEffect, SeccInput, SeccStation } from './session.ts';
import { timing } from './timing.ts';

/** The station's side of this edition, for one connection. */
export function seccEdition(
  station: SeccStation,
  options: { readonly setupEnd: Millis },
): SeccEdition<SeccInput, SeccEffect> {
  // The SessionID as every exchange says it: it is one array as long as the session lasts.
  let named: { readonly id: Uint8Array; readonly text: string } | undefined;
  return {
    protocol: protocols.iso15118_2,
    open: () => new Secc(station, options),
    receive: (exi) => ({ type: 'request', message: decodeMessage(exi), exi }),
    send: (effect) => {
      if (effect.do !== 'send') return undefined;
      const { message, request, receivedAt } = effect;
      const { SessionID } = message.Header;
      if (named?.id !== SessionID) named = { id: SessionID, text: toHex(SessionID).toUpperCase() };
      const { ResponseCode } = bodyOf(message)!.body as { readonly ResponseCode: string };
      return {
        exi: effect.exi ?? encodeMessage(message),
        exchange: {
          message: request,
          ResponseCode,
          receivedAt,
          limit_ms: timing.V2G_SECC_Msg_Performance_Time[request],
          sessionId: named.text,
        },
      };
    },
  };
}
