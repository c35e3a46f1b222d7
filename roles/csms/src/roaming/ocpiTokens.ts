/** Tokens of OCPI as rows of our list and back. OCPI 2.3.0 Tokens, OCPP 2.0.1 IdTokenType. @module */
import { parseEmaid } from '@openpnc/core/emaid';
import { ocpiError } from '@openpnc/roaming/errors';
import type { OwnedKey, OwnedStore } from '@openpnc/roaming/ocpi/owned';
import type { Token } from '@openpnc/roaming/ocpi/token';
import { dateTime, millisOf, partyKey } from '@openpnc/roaming/ocpi/values';
import { type TokenList, tokenKey } from '../authorization/tokenList.ts';
import type { TokenRow } from '../store/tables.ts';

/** The row of a token that a partner told. */
export function rowOfToken(token: Token, partner: string): TokenRow {
  const { uid, country_code, party_id, contract_id, valid, whitelist, language, group_id, last_updated, ...rest } =
    token;
  const type = listType(token);
  return {
    key: tokenKey(type === 'eMAID' ? contractOf(token) : uid, type),
    type,
    partner,
    country_code: country_code.toUpperCase(),
    party_id: party_id.toUpperCase(),
    uid,
    contract_id,
    valid: valid ? 1 : 0,
    whitelist,
    language: language ?? null,
    group_id: group_id ?? null,
    valid_until: null,
    ocpi: JSON.stringify(rest),
    updated_at: millisOf(last_updated),
  };
}

/** The token as its owner told it; undefined for one of our own. */
function tokenOfRow(row: TokenRow): Token | undefined {
  if (row.ocpi === null) return undefined;
  const { country_code, party_id, uid, contract_id, whitelist, language, group_id } = row;
  return {
    country_code,
    party_id,
    uid,
    contract_id,
    valid: row.valid === 1,
    whitelist: whitelist as Token['whitelist'],
    ...(language !== null && { language }),
    ...(group_id !== null && { group_id }),
    ...(JSON.parse(row.ocpi) as Pick<Token, 'type' | 'issuer'>),
    last_updated: dateTime(row.updated_at),
  };
}

/**
 * The receiver's store: tokens of a party can be read and changed by nobody else.
 * @param partnerOf the partner that speaks for a party (`DE8AA`).
 */
export function tokenStoreOf(list: TokenList, partnerOf: (party: string) => string | undefined): OwnedStore<Token> {
  const find = async ({ party, id, type }: OwnedKey): Promise<Token | undefined> => {
    const row = await list.read(id, listType({ uid: id, type, contract_id: id }));
    const token = row && row.partner === partnerOf(party) ? tokenOfRow(row) : undefined;
    return token &&
      partyKey(token) === party &&
      token.uid.toUpperCase() === id &&
      token.type.toUpperCase() === type.toUpperCase()
      ? token
      : undefined;
  };
  return {
    find,
    change: (key, decide) =>
      list.inTurn(async () => {
        const next = await decide(await find(key));
        if (!next) return;
        const partner = partnerOf(key.party);
        if (partner === undefined) throw ocpiError('unknown_object', `${key.party}: no partner speaks for it`);
        const row = rowOfToken(next, partner);
        const other = await list.read(row.type === 'eMAID' ? contractOf(next) : next.uid, row.type);
        if (other && other.partner !== partner && other.partner !== '')
          throw ocpiError('invalid_parameters', `Token ${next.uid}: this contract is on the list of another party`);
        // A token of our own is the operator's word and stays.
        if (other?.partner === '') return;
        await list.put([row]);
      }),
  };
}

/** The OCPP type under which a token is looked for: cards by one type whatever their standard, contracts by their eMAID. */
function listType({ uid, type, contract_id }: Pick<Token, 'uid' | 'type' | 'contract_id'>): string {
  const name = type.toUpperCase();
  if (name === 'EMAID') return 'eMAID';
  if (name === 'RFID') return parseEmaid(uid) ? 'eMAID' : 'ISO14443';
  // Partners of 2.2.1 send contracts as OTHER.
  return parseEmaid(uid) || parseEmaid(contract_id) ? 'eMAID' : 'Central';
}

function contractOf({ uid, contract_id }: Pick<Token, 'uid' | 'contract_id'>): string {
  return parseEmaid(uid) ? uid : contract_id;
}
