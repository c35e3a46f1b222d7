/** Credentials: who a platform is, where its versions are, and the token to call it with. OCPI 2.3.0 Credentials module. @module */
import { type Static, Type } from 'typebox';
import { BusinessDetails } from './location.ts';
import { ciString, list, openEnum } from './values.ts';

/** A party on a platform. HUB is of 2.2.1; in 2.3.0 a hub has `hub_party_id`. */
export const CredentialsRole = Type.Object({
  role: openEnum('CPO', 'EMSP', 'HUB', 'NAP', 'NSP', 'OTHER', 'SCSP'),
  business_details: BusinessDetails,
  party_id: ciString(3),
  country_code: ciString(2),
});
export type CredentialsRole = Static<typeof CredentialsRole>;

/** What the handshake exchanges. */
export const Credentials = Type.Object({
  token: Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$' }),
  url: Type.String({ pattern: '^https?://\\S+$' }),
  /** Country and party in five characters: this platform is a hub. */
  hub_party_id: Type.Optional(ciString(5)),
  roles: list(CredentialsRole, 1),
});
export type Credentials = Static<typeof Credentials>;
