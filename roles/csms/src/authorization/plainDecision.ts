/** Tokens that are no contracts (RFID cards, app users): decided by the list. OCPP 2.0.1 C01, C08. @module */
import type { IdTokenType } from '@openpnc/ocpp/v201';
import type { Decision, DecisionSources } from './contractDecision.ts';
import { listAnswer, plainAnswer, type TokenAnswer } from './tokenAnswer.ts';

/** The answer of the list; what is on none is Unknown. */
export async function plainDecision({ list, clock }: DecisionSources, idToken: IdTokenType): Promise<Decision> {
  const answer = await answerOf();
  const { info, ...rest } = answer;
  return { idTokenInfo: info, ...rest };

  async function answerOf(): Promise<TokenAnswer> {
    if (idToken.type === 'NoAuthorization') return plainAnswer('Accepted', 'local', []);
    const row = await list.find(idToken.idToken, idToken.type);
    const listed = row && listAnswer(row, 'fallback', clock.now());
    if (listed) return { ...listed, source: 'list' };
    return plainAnswer('Unknown', row ? 'list' : 'none', [
      {
        code: 'token_unknown',
        severity: 'refusal',
        text: `token ${idToken.idToken} of type ${idToken.type}: on no list`,
        spec: 'OCPP 2.0.1 C01.FR.07',
      },
    ]);
  }
}
