/** Settings of the eMSP role: one schema with defaults and descriptions. @module */
import { type Static, Type } from 'typebox';

const party = {
  country_code: Type.String({ pattern: '^[A-Za-z]{2}$', description: 'ISO 3166 alpha-2 country' }),
  party_id: Type.String({ pattern: '^[A-Za-z0-9]{3}$', description: 'Provider or operator id, three characters' }),
};
const closed = { additionalProperties: false } as const;

/** A CPO (or a CSMS, or a hub) that may call this eMSP with a token agreed beforehand. */
export const EmspPartner = Type.Object(
  {
    name: Type.String({ minLength: 1, description: 'For traces and for people' }),
    token: Type.String({
      pattern: '^[\\x21-\\x7e]{1,64}$',
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

/** Everything that can be set for the eMSP. */
export const EmspSettings = Type.Object(
  {
    country_code: { ...party.country_code, default: 'DE' },
    party_id: { ...party.party_id, default: '8AA' },
    name: Type.String({ default: 'OpenPnC Mobility', maxLength: 64, description: 'Issuer of the tokens, for drivers' }),
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s/]+(/\\S*[^/\\s])?$',
        description: 'How others reach this eMSP, without a slash at the end; by default http:// and the Host header',
      }),
    ),
    partners: Type.Array(EmspPartner, { default: [], description: 'Who may call, with tokens agreed beforehand' }),
    requireLocation: Type.Boolean({
      default: false,
      description: 'Answer 2002 to an authorization request without LocationReferences',
    }),
    whitelist: Type.Unsafe<'ALWAYS' | 'ALLOWED' | 'ALLOWED_OFFLINE' | 'NEVER'>(
      Type.String({
        enum: ['ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'],
        default: 'NEVER',
        description: 'Whether CPOs may accept our contracts from a list (OCPI WhitelistType)',
      }),
    ),
    emaidTypes: Type.Object(
      {
        '2.2.1': Type.Array(Type.String(), { default: ['OTHER', 'RFID'] }),
        '2.3.0': Type.Array(Type.String(), { default: ['EMAID'] }),
      },
      { ...closed, default: {}, description: 'Token types under which an eMAID may be asked, by OCPI version' },
    ),
  },
  closed,
);
export type EmspSettings = Static<typeof EmspSettings>;
