/** The authorization list at the CPOs: every contract that changed goes as a token to the partners who take tokens. OCPI 2.3.0 Tokens, PUT. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Trace } from '@openpnc/core/trace';
import type { OcpiPorts } from '@openpnc/roaming/ocpi/call';
import { emaidFor } from '@openpnc/roaming/ocpi/client';
import { putToken } from '@openpnc/roaming/ocpi/push';
import { connectionOf, type PartnerStore } from '@openpnc/roaming/ocpi/registration';
import { emaidTokenType } from '@openpnc/roaming/ocpi/token';
import type { Kysely } from 'kysely';
import { tokenOf } from './authorize.ts';
import type { EmspSettings } from './settings.ts';
import type { EmspTables } from './store/tables.ts';

/** What pushing needs. */
interface PushPorts {
  readonly db: Kysely<EmspTables>;
  readonly ocpi: OcpiPorts;
  readonly partners: PartnerStore;
  readonly settings: EmspSettings;
  readonly trace: Trace;
}

/**
 * Pushes what waits for each partner, {@link AT_A_TIME} tokens at a time; a partner that does not take one is left until
 * the next round. It gets the contract as it is then: nothing old is queued.
 * @returns how many were pushed.
 */
export async function pushTokens(ports: PushPorts): Promise<number> {
  const partners = await ports.db.selectFrom('token_push').select('partner').distinct().execute();
  const counts = await Promise.all(partners.map(({ partner }) => pushTo(ports, partner)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function pushTo(ports: PushPorts, id: string): Promise<number> {
  const { db, ocpi, partners, settings, trace } = ports;
  const partner = await partners.find(id);
  const connection = partner && connectionOf(partner, settings, 'CPO');
  if (!connection) return 0;
  let pushed = 0;
  for (;;) {
    const waiting = await db
      .selectFrom('token_push')
      .innerJoin('contract', 'contract.id14', 'token_push.id14')
      .selectAll('contract')
      .where('token_push.partner', '=', id)
      .orderBy('contract.updated_at')
      .limit(AT_A_TIME)
      .execute();
    const outcomes = await Promise.all(
      waiting.map(async (contract) => {
        const type = connection.emaidType ?? emaidTokenType(connection.version);
        const token = { ...tokenOf(contract, type, settings), uid: emaidFor(connection, contract.emaid) };
        const deadline: Millis = ocpi.clock.now() + settings.call_ms;
        const outcome = await putToken(ocpi, connection, token, { deadline });
        // Only what was pushed is done: a change that came meanwhile has another updated_at and stays.
        if (outcome.ok)
          await db
            .deleteFrom('token_push')
            .where('partner', '=', id)
            .where('id14', '=', contract.id14)
            .where(({ exists, selectFrom }) =>
              exists(
                selectFrom('contract')
                  .select('contract.id14')
                  .where('contract.id14', '=', contract.id14)
                  .where('contract.updated_at', '=', contract.updated_at),
              ),
            )
            .execute();
        return outcome;
      }),
    );
    pushed += outcomes.filter(({ ok }) => ok).length;
    const failed = outcomes.find((outcome) => !outcome.ok);
    if (failed && !failed.ok) {
      trace({
        type: 'finding',
        party: 'emsp',
        at: ocpi.clock.now(),
        code: 'token_push_failed',
        severity: 'warning',
        text: `tokens to ${partner.name}: ${failed.text}; it is tried again`,
      });
      return pushed;
    }
    if (waiting.length < AT_A_TIME) return pushed;
  }
}

const AT_A_TIME = 8;
