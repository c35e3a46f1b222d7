/** Partners, token lists and keys over HTTP. @module */
import { parseEmaid } from '@openpnc/core/emaid';
import {
  changeCredentials,
  type HandshakeOutcome,
  invite,
  register,
  unregister,
} from '@openpnc/roaming/ocpi/registration';
import Type from 'typebox';
import { listedAs, tokenKey } from '../authorization/tokenList.ts';
import { handshakeOf } from '../roaming/platform.ts';
import type { Services } from '../services.ts';
import type { ListSyncRow, TokenRow } from '../store/tables.ts';
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
const onePartner = Type.Object({ name: Type.String({ description: 'Name of the partner' }) });
const ListState = Type.Object({
  partner: Type.String(),
  isOpen: Type.Boolean({ description: 'A pull was interrupted or runs; the next one goes on there' }),
  items: Type.Integer({ description: 'Tokens of the pull so far' }),
  total: Type.Union([Type.Integer(), Type.Null()]),
  startedAt: MaybeTime,
  wholeAt: MaybeTime,
  problem: MaybeText,
});
const oneToken = Type.Object({ type: Type.String(), uid: Type.String() });

/** The operations. */
export function partnerOperations(services: Services, keys: ApiKeys): readonly Operation[] {
  const { ports, settings, asker, list, partners, listSync } = services;
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
              registration: MaybeText,
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
        const registrations = new Map((await partners.store.list()).map(({ id, state }) => [id, state]));
        const items = partners.list().map((partner) => ({
          name: partner.name,
          parties: partner.parties.map(({ country_code, party_id }) => country_code + party_id),
          isDefault: partner.isDefault,
          version: partner.version,
          policy: partner.policy,
          breaker: asker.breakerOf(partner).state(ports.clock.now()),
          listed: listed.get(partner.name) ?? 0,
          registration: registrations.get(partner.name) ?? null,
        }));
        return { value: { items } };
      },
    ),
    operation(
      {
        method: 'POST',
        path: '/partners/:name/invite',
        summary: 'Invite an eMSP: the token and the versions URL to hand over, outside of OCPI',
        tag: 'partners',
        role: 'admin',
        params: onePartner,
        status: 201,
        response: Type.Object({ tokenA: Type.String(), versionsUrl: Type.String() }),
      },
      async ({ params: { name }, request }) => {
        const { tokenA } = await invite(handshakeOf(services), name, name);
        return { value: { tokenA, versionsUrl: handshakeOf(services).versionsUrl(request.headers) } };
      },
    ),
    operation(
      {
        method: 'POST',
        path: '/partners/:name/register',
        summary: 'Take the invitation of an eMSP',
        tag: 'partners',
        role: 'admin',
        params: onePartner,
        body: Type.Object(
          { versionsUrl: Type.String({ pattern: '^https?://' }), tokenA: Type.String({ minLength: 1, maxLength: 64 }) },
          { additionalProperties: false },
        ),
        status: 204,
      },
      async ({ params: { name }, body }) => settled(await register(handshakeOf(services), { id: name, name, ...body })),
    ),
    operation(
      {
        method: 'POST',
        path: '/partners/:name/renew',
        summary: 'Renew the credentials of a registered partner and read its endpoints anew',
        tag: 'partners',
        role: 'admin',
        params: onePartner,
        status: 204,
      },
      async ({ params: { name } }) => settled(await changeCredentials(handshakeOf(services), name)),
    ),
    operation(
      {
        method: 'DELETE',
        path: '/partners/:name/registration',
        summary: 'End the registration of a partner',
        tag: 'partners',
        role: 'admin',
        params: onePartner,
        status: 204,
      },
      async ({ params: { name } }) => settled(await unregister(handshakeOf(services), name)),
    ),
    operation(
      {
        method: 'GET',
        path: '/partners/:name/list',
        summary: 'Where the pull of its authorization list stands',
        tag: 'partners',
        role: 'viewer',
        params: onePartner,
        response: ListState,
      },
      async ({ params: { name } }) => ({ value: listView(name, await listSync.state(name)) }),
    ),
    operation(
      {
        method: 'POST',
        path: '/partners/:name/list/pull',
        summary: 'Pull its authorization list now; with whole=true all of it again',
        tag: 'partners',
        role: 'operator',
        params: onePartner,
        query: Type.Object({ whole: Type.Boolean({ default: false }) }),
        response: ListState,
      },
      async ({ params: { name }, query: { whole } }) => {
        const partner = partners.named(name);
        if (!partner) throw new ApiProblem(404, 'partner_unknown', `no partner ${name}`);
        return { value: listView(name, await listSync.sync(partner, { isWhole: whole })) };
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
          type: listedAs(type),
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
          ocpi: null,
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

function settled(outcome: HandshakeOutcome): { readonly value: undefined } {
  if (outcome.ok) return { value: undefined };
  const status = outcome.problem === 'wrong_state' ? 409 : 502;
  throw new ApiProblem(status, `handshake_${outcome.problem}`, outcome.text);
}

function listView(partner: string, row: ListSyncRow | undefined): object {
  return {
    partner,
    isOpen: row?.resume_url != null,
    items: row?.items ?? 0,
    total: row?.total ?? null,
    startedAt: time(row?.started_at ?? null),
    wholeAt: time(row?.done_at ?? null),
    problem: row?.problem ?? null,
  };
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
