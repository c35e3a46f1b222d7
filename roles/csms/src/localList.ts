/** The local authorization list of a station, from our lists: contracts that may be accepted while it is offline. OCPP 2.0.1 D01, D02. @module */
import { normalEmaid } from '@openpnc/core/emaid';
import type { Millis } from '@openpnc/core/machine';
import { CallFailure } from '@openpnc/ocpp/errors';
import type { AuthorizationData, IdTokenEnumType, SendLocalListRequest } from '@openpnc/ocpp/v201';
import type { Services } from './services.ts';
import type { TokenRow } from './store/tables.ts';

/** What came of sending a list. */
interface LocalListOutcome {
  readonly versionNumber: number;
  readonly entries: number;
  readonly messages: number;
  /** Why it is not whole at the station. */
  readonly problem?: string;
}

/**
 * Replaces the list of a station: the first message is Full, the rest Differential, each no larger than the station says.
 * @param partner only tokens of this partner ('' is our own); all by default.
 */
export async function sendLocalList(
  services: Services,
  station: string,
  { partner, limit = 1000 }: { readonly partner?: string | undefined; readonly limit?: number | undefined },
): Promise<LocalListOutcome> {
  const { connections, ports, settings, stations } = services;
  const deadline = (): Millis => ports.clock.now() + settings.callTimeout_ms;
  const most = Math.min(limit, await number('Entries', limit, 'maxLimit'));
  const entries = (await offlineTokens(services, partner, most)).map((row) => entryOf(row));
  const itemsPerMessage = await number('ItemsPerMessage', ITEMS);
  const bytesPerMessage = await number('BytesPerMessage', BYTES);
  const parts = partsOf(entries, itemsPerMessage, bytesPerMessage);
  let versionNumber = 0;
  let messages = 0;
  try {
    const known = await connections.call(station, 'GetLocalListVersion', {}, deadline());
    versionNumber = Math.max(0, known.versionNumber);
    for (const [i, localAuthorizationList] of parts.entries()) {
      const request: SendLocalListRequest = {
        versionNumber: versionNumber + 1,
        updateType: i === 0 ? 'Full' : 'Differential',
        ...(localAuthorizationList.length > 0 && { localAuthorizationList }),
      };
      const { status, statusInfo } = await connections.call(station, 'SendLocalList', request, deadline(), 'bulk');
      messages += 1;
      if (status !== 'Accepted') {
        const problem =
          `SendLocalList ${messages} of ${parts.length}: ${status} ${statusInfo?.reasonCode ?? ''}`.trimEnd();
        return { versionNumber, entries: entries.length, messages, problem };
      }
      versionNumber += 1;
    }
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    return { versionNumber, entries: entries.length, messages, problem: error.message };
  }
  return { versionNumber, entries: entries.length, messages };

  /** A number of LocalAuthListCtrlr that the station told. */
  async function number(variable: string, usual: number, of: 'value' | 'maxLimit' = 'value'): Promise<number> {
    const [row] = await stations.variables(station, 'LocalAuthListCtrlr', variable);
    const told =
      of === 'value' ? row?.value : (JSON.parse(row?.characteristics ?? '{}') as { maxLimit?: number }).maxLimit;
    const value = Number(told ?? Number.NaN);
    return Number.isFinite(value) && value > 0 ? value : usual;
  }
}

/** Valid tokens that a station may accept without asking. */
function offlineTokens({ ports }: Services, partner: string | undefined, limit: number): Promise<readonly TokenRow[]> {
  const now = Math.floor(ports.clock.now());
  return ports.db
    .selectFrom('token')
    .selectAll()
    .where('valid', '=', 1)
    .where('whitelist', 'in', ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE'])
    .where(({ eb, or }) => or([eb('valid_until', 'is', null), eb('valid_until', '>', now)]))
    .$if(partner !== undefined, (rows) => rows.where('partner', '=', partner!))
    .orderBy('key')
    .limit(limit)
    .execute();
}

function entryOf({ uid, type, valid_until, language, group_id }: TokenRow): AuthorizationData {
  return {
    // The form in which a station derives an eMAID from a certificate.
    idToken: { idToken: type === 'eMAID' ? (normalEmaid(uid) ?? uid) : uid, type: type as IdTokenEnumType },
    idTokenInfo: {
      status: 'Accepted',
      ...(valid_until !== null && { cacheExpiryDateTime: new Date(valid_until).toISOString() }),
      ...(language !== null && { language1: language }),
      ...(group_id !== null && { groupIdToken: { idToken: group_id, type: 'Central' as const } }),
    },
  };
}

/** At least one part: an empty Full clears the list. */
function partsOf(
  entries: readonly AuthorizationData[],
  items: number,
  bytes: number,
): readonly (readonly AuthorizationData[])[] {
  const parts: AuthorizationData[][] = [[]];
  let size = ENVELOPE_BYTES;
  for (const entry of entries) {
    const length = JSON.stringify(entry).length + 1;
    const part = parts.at(-1)!;
    if (part.length > 0 && (part.length >= items || size + length > bytes)) {
      parts.push([entry]);
      size = ENVELOPE_BYTES + length;
    } else {
      part.push(entry);
      size += length;
    }
  }
  return parts;
}

/** Where the station has not told: what the smallest stations take. */
const ITEMS = 20;
const BYTES = 4000;
/** Message id, action, version and update type. */
const ENVELOPE_BYTES = 150;
