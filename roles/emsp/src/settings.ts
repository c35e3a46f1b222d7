/** Settings of the eMSP role: one schema with defaults and descriptions. @module */
import { ProviderSettings } from '@openpnc/opcp/provider';
import { type Static, Type } from 'typebox';

const party = {
  country_code: Type.String({ pattern: '^[A-Za-z]{2}$', description: 'ISO 3166 alpha-2 country' }),
  party_id: Type.String({ pattern: '^[A-Za-z0-9]{3}$', description: 'Provider or operator id, three characters' }),
};
const closed = { additionalProperties: false } as const;
const credentialsToken = { pattern: '^[\\x21-\\x7e]{1,64}$' } as const;
const oneOf = <const Names extends readonly string[]>(names: Names, options: object) =>
  Type.Unsafe<Names[number]>(Type.String({ enum: [...names], ...options }));

/** A CPO (or a CSMS, or a hub) that may call this eMSP with a token agreed beforehand, without a handshake. */
export const EmspPartner = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'For traces and for people' }),
    token: Type.String({
      ...credentialsToken,
      description: 'Credentials token that the partner sends to us: printable ASCII, at most 64 characters',
    }),
    parties: Type.Array(Type.Object(party, closed), {
      minItems: 1,
      description: 'The parties that it speaks for',
    }),
  },
  closed,
);
export type EmspPartner = Static<typeof EmspPartner>;

/** A partner that registers by the OCPI handshake with a token A that was handed over beforehand. */
export const EmspInvitation = Type.Object(
  {
    id: Type.String({ pattern: '^[\\w.-]{1,64}$', description: 'Our key of the partner' }),
    name: Type.String({ minLength: 1 }),
    tokenA: Type.String({ ...credentialsToken, description: 'CREDENTIALS_TOKEN_A' }),
  },
  closed,
);
export type EmspInvitation = Static<typeof EmspInvitation>;

/** Everything that can be set for the eMSP. */
export const EmspSettings = Type.Object(
  {
    country_code: { ...party.country_code, default: 'DE' },
    party_id: { ...party.party_id, default: '8AA' },
    name: Type.String({ default: 'OpenPnC Mobility', maxLength: 64, description: 'Issuer of the tokens, for drivers' }),
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s/]+(/\\S*[^/\\s])?$',
        description:
          'How others reach this eMSP, without a slash at the end; by default http:// and the Host header. Needed to begin a handshake from here',
      }),
    ),
    partners: Type.Array(EmspPartner, { default: [], description: 'Who may call, with tokens agreed beforehand' }),
    invitations: Type.Array(EmspInvitation, {
      default: [],
      description: 'Who may register by the OCPI handshake; used while the partner is not known',
    }),
    requireLocation: Type.Boolean({
      default: false,
      description: 'Answer 2002 to an authorization request without LocationReferences',
    }),
    whitelist: oneOf(['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'], {
      default: 'NEVER',
      description: 'Whether CPOs may accept our contracts from a list (OCPI WhitelistType)',
    }),
    emaidTypes: Type.Object(
      {
        '2.2.1': Type.Array(Type.String(), { default: ['OTHER', 'RFID'] }),
        '2.3.0': Type.Array(Type.String(), { default: ['EMAID'] }),
      },
      { ...closed, default: {}, description: 'Token types under which an eMAID may be asked, by OCPI version' },
    ),
    pushTokens: Type.Boolean({
      default: false,
      description:
        'Push the contracts as tokens to registered CPOs. OCPI 2.3.0 recommends not to push EMAID tokens: the CPO asks in real time',
    }),
    pageLimit: Type.Integer({ default: 1000, minimum: 1, maximum: 10_000, description: 'Objects a page of a list' }),
    clockSkew_s: Type.Integer({
      default: 300,
      minimum: 0,
      description: "How far a partner's clock may run ahead of ours before its pushes are refused",
    }),
    rate: Type.Object(
      {
        perSecond: Type.Number({ default: 1000, exclusiveMinimum: 0 }),
        burst: Type.Integer({ default: 2000, minimum: 1 }),
      },
      { ...closed, default: {}, description: 'Requests of each partner; above it the answer is HTTP 429' },
    ),
    call_ms: Type.Integer({ default: 10_000, minimum: 100, description: 'How long a partner may take for an answer' }),
    retry_s: Type.Integer({
      default: 30,
      minimum: 1,
      description: 'Pause between attempts for what waits: certificates to order or revoke, tokens to push',
    }),
    rotate_days: Type.Integer({
      default: 30,
      minimum: 0,
      description: 'Age at which credentials of partners that we registered with are renewed; 0: never',
    }),
    pki: Type.Optional(
      Type.Object(
        {
          ...ProviderSettings.properties,
          validity_days: Type.Integer({
            default: 730,
            minimum: 1,
            description: 'Life of a contract certificate, days; never longer than the contract',
          }),
        },
        {
          ...closed,
          description: 'PKI service (OPCP) that makes contract certificates; without it orders stay orders',
        },
      ),
    ),
    apiToken: Type.Optional(
      Type.String({
        minLength: 16,
        description: 'Bearer token of the management API under /api; without it there is no such API',
      }),
    ),
    oicp: Type.Optional(
      Type.Object(
        {
          providerId: Type.String({
            pattern: '^[A-Za-z]{2}[*-]?[A-Za-z0-9]{3}$',
            description: 'ProviderID at the hub',
          }),
          hubProof: Type.Object(
            {
              header: Type.String({ minLength: 1, description: 'Lower case, e.g. x-client-cert-sha256' }),
              value: Type.String({ minLength: 16 }),
            },
            {
              ...closed,
              description:
                'What proves that the caller is the hub: a header that the TLS terminator sets after it checked the client certificate and that it takes off every other request',
            },
          ),
        },
        { ...closed, description: 'Serve the EMP side of OICP 2.3 under /api/oicp' },
      ),
    ),
  },
  closed,
);
export type EmspSettings = Static<typeof EmspSettings>;
