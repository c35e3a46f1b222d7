/** Partners, token lists and keys over HTTP. @module */
import { parseEmaid } from '@openpnc/core/emaid';
import Type from 'typebox';
import { tokenKey } from '../authorization/tokenList.ts';
import type { Services } from '../services.ts';
import type { TokenRow } from '../store/tables.ts';
import { type ApiKeys, roles } from './apiKeys.ts';
import { ApiProblem, type Operation, operation } from './operation.ts';
import { cut, MaybeText, MaybeTime, pageOf, pageQuery, Time, time } from './page.ts';

const Role = Type.Union(roles.map((role) => Type.Literal(role)));
const Whitelist = Type.Union(
  ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'].map((word) => Type.Literal(word)),
  { description: 'OCPI WhitelistType' },
);
const Token = Type.Object({
  type: Type.String({ description: 'OCPP IdTokenEnumType, eMAID for contracts' }),
  uid: Type.String(),
  contractId: Type.String(),
  partner: MaybeText,
  isValid: Type.Boolean(),
  whitelist: Type.String(),
  language: MaybeText,
  groupId: MaybeText,
  validUntil: MaybeTime,
  updatedAt: Time,
});
const oneToken = Type.Object({ type: Type.String(), uid: Type.String() });

/** The operations. */
export function partnerOperations({ ports, settings, asker, list }: Services, keys: ApiKeys): readonly Operation[] {
  const { db } = ports;
  return [
    operation(
      {
        method: 'GET',
        path: '/partners',
        summary: 'eMSPs and hubs of the settings, and whether they answer',
        tag: 'partners',
        role: 'viewer',
        response: Type.Object({
          items: Type.Array(
            Type.Object({
              name: Type.String(),
              parties: Type.Array(Type.String()),
              isDefault: Type.Boolean(),
              version: Type.String(),
              policy: Type.String(),
              breaker: Type.String({ description: 'closed: it is asked; open: it was silent; trying: once' }),
              listed: Type.Integer({ description: 'Tokens on its list' }),
            }),
          ),
        }),
      },
      async () => {
        const counts = await db
          .selectFrom('token')
          .select((eb) => ['partner', eb.fn.countAll().as('count')])
          .groupBy('partner')
          .execute();
        const listed = new Map(counts.map(({ partner, count }) => [partner, Number(count)]));
        const items = settings.partners.map((partner) => ({
          name: partner.name,
          parties: partner.parties.map(({ country_code, party_id }) => country_code + party_id),
          isDefault: partner.isDefault,
          version: partner.version,
          policy: partner.policy,
          breaker: asker.breakerOf(partner).state(ports.clock.now()),
          listed: listed.get(partner.name) ?? 0,
        }));
        return { value: { items } };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/tokens',
        summary: 'Tokens of all lists, by their key',
        tag: 'tokens',
        role: 'viewer',
        query: Type.Object({ ...pageQuery, partner: Type.Optional(Type.String()) }),
        response: pageOf(Token),
      },
      async ({ query: { limit, after, partner } }) => {
        let rows = db
          .selectFrom('token')
          .selectAll()
          .orderBy('key')
          .limit(limit + 1);
        if (after !== undefined) rows = rows.where('key', '>', after);
        if (partner !== undefined) rows = rows.where('partner', '=', partner);
        return { value: cut(await rows.execute(), limit, ({ key }) => key, tokenView) };
      },
    ),
    operation(
      {
        method: 'PUT',
        path: '/tokens/:type/:uid',
        summary: 'Put a token of our own on the list, or change it',
        tag: 'tokens',
        role: 'operator',
        params: oneToken,
        body: Type.Object(
          {
            isValid: Type.Optional(Type.Boolean({ description: 'True by default' })),
            whitelist: Type.Optional(Whitelist),
            contractId: Type.Optional(Type.String()),
            language: Type.Optional(Type.String({ maxLength: 8 })),
            groupId: Type.Optional(Type.String({ maxLength: 36 })),
            validUntil: Type.Optional(Type.String({ description: 'RFC 3339' })),
          },
          { additionalProperties: false },
        ),
        response: Token,
      },
      async ({ params: { type, uid }, body }) => {
        const emaid = parseEmaid(uid);
        if (type === 'eMAID' && !emaid) throw new ApiProblem(422, 'emaid_malformed', `'${uid}' is not an eMAID`);
        const validUntil = body.validUntil === undefined ? null : Date.parse(body.validUntil);
        if (Number.isNaN(validUntil)) throw new ApiProblem(422, 'invalid_request', 'body.validUntil: not a time');
        const row: TokenRow = {
          key: tokenKey(uid, type),
          type,
          partner: '',
          country_code: emaid?.country ?? settings.country_code,
          party_id: emaid?.provider ?? settings.party_id,
          uid,
          contract_id: body.contractId ?? uid,
          valid: body.isValid === false ? 0 : 1,
          whitelist: body.whitelist ?? 'ALWAYS',
          language: body.language ?? null,
          group_id: body.groupId ?? null,
          valid_until: validUntil,
          updated_at: Math.floor(ports.clock.now()),
        };
        await list.put([row]);
        return { value: tokenView(row) };
      },
    ),
    operation(
      {
        method: 'DELETE',
        path: '/tokens/:type/:uid',
        summary: 'Take a token from the list',
        tag: 'tokens',
        role: 'operator',
        params: oneToken,
        status: 204,
      },
      async ({ params: { type, uid } }) => {
        if (!(await list.remove(uid, type))) throw new ApiProblem(404, 'token_unknown', `no ${type} ${uid}`);
        return { value: undefined };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/keys',
        summary: 'Keys of this API',
        tag: 'keys',
        role: 'admin',
        response: Type.Object({
          items: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), role: Role, createdAt: Time })),
        }),
      },
      async () => ({
        value: {
          items: (await keys.list()).map(({ created_at, ...key }) => ({ ...key, createdAt: time(created_at) })),
        },
      }),
    ),
    operation(
      {
        method: 'POST',
        path: '/keys',
        summary: 'Make a key; it is told this once',
        tag: 'keys',
        role: 'admin',
        body: Type.Object(
          { name: Type.String({ minLength: 1, maxLength: 64 }), role: Role },
          { additionalProperties: false },
        ),
        status: 201,
        response: Type.Object({ id: Type.String(), key: Type.String() }),
      },
      async ({ body: { name, role } }) => ({ value: await keys.make(name, role as (typeof roles)[number]) }),
    ),
    operation(
      {
        method: 'DELETE',
        path: '/keys/:id',
        summary: 'Make a key worthless',
        tag: 'keys',
        role: 'admin',
        params: Type.Object({ id: Type.String() }),
        status: 204,
      },
      async ({ params: { id } }) => {
        if (!(await keys.remove(id))) throw new ApiProblem(404, 'key_unknown', `no key ${id}`);
        return { value: undefined };
      },
    ),
  ];
}

function tokenView(row: TokenRow): object {
  return {
    type: row.type,
    uid: row.uid,
    contractId: row.contract_id,
    partner: row.partner || null,
    isValid: row.valid === 1,
    whitelist: row.whitelist,
    language: row.language,
    groupId: row.group_id,
    validUntil: time(row.valid_until),
    updatedAt: time(row.updated_at),
  };
}
