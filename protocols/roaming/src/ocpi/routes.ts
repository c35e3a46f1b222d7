/** The routes of the modules, each over its business as functions. OCPI 2.3.0 and 2.2.1. @module */
import { ocpiError } from '../errors.ts';
import { type Cdr, cdrFor, cdrFrom } from './cdr.ts';
import { checked } from './check.ts';
import type { OcpiCaller, OcpiRequest, OcpiRoute } from './serve.ts';
import { type AuthorizationInfo, LocationReferences, type TokenType } from './token.ts';
import { isSameParty, type OcpiVersion, partyKey } from './values.ts';

/** A real-time authorization as it reaches the eMSP. */
export interface AuthorizeRequest<Caller extends OcpiCaller> {
  readonly uid: string;
  /** RFID when the caller left it out. */
  readonly type: TokenType;
  readonly location: LocationReferences | undefined;
  readonly request: OcpiRequest<Caller>;
}

/** The eMSP's side of the tokens module. */
export interface TokensSender<Caller extends OcpiCaller> {
  /** The verdict, or that it does not know the token, or that it must know the location first. */
  authorize(asked: AuthorizeRequest<Caller>): Promise<AuthorizationInfo | 'unknown_token' | 'location_needed'>;
}

/** Tokens, SENDER: real-time authorization. `base` is the module's path, `/ocpi/2.3.0/tokens`. */
export function tokensSenderRoutes<Caller extends OcpiCaller>(
  version: OcpiVersion,
  base: string,
  business: TokensSender<Caller>,
): readonly OcpiRoute<Caller>[] {
  return [
    {
      method: 'POST',
      path: `${base}/:uid/authorize`,
      version,
      message: 'POST tokens/authorize',
      handle: async (request) => {
        const uid = request.params.uid!;
        const location =
          request.body === undefined ? undefined : checked(LocationReferences, request.body, 'LocationReferences');
        const type = request.query.get('type') ?? 'RFID';
        const info = await business.authorize({ uid, type, location, request });
        if (info === 'unknown_token') throw ocpiError('unknown_token', `token ${uid} of type ${type} is not known`);
        if (info === 'location_needed')
          throw ocpiError(
            'not_enough_information',
            'the body must be LocationReferences: this eMSP decides by location',
          );
        return { data: info };
      },
    },
  ];
}

/** The eMSP's side of the CDRs module. */
export interface CdrsReceiver<Caller extends OcpiCaller> {
  /**
   * Takes a CDR of a party of the caller. `location` is the absolute URL where the caller can read it; `isNew` is false
   * when the same one was taken before.
   * @throws ProtocolError `invalid_parameters` when it does not fit what is known.
   */
  take(cdr: Cdr, request: OcpiRequest<Caller>): Promise<{ readonly location: string; readonly isNew: boolean }>;
  /** A CDR taken from this caller, by the last part of its location. */
  find(key: string, request: OcpiRequest<Caller>): Promise<Cdr | undefined>;
}

/** CDRs, RECEIVER: `POST base`, `GET base/:key`. */
export function cdrsReceiverRoutes<Caller extends OcpiCaller>(
  version: OcpiVersion,
  base: string,
  business: CdrsReceiver<Caller>,
): readonly OcpiRoute<Caller>[] {
  return [
    {
      method: 'POST',
      path: base,
      version,
      message: 'POST cdrs',
      handle: async (request) => {
        const cdr = cdrFrom(version, request.body);
        checkOwner(request, cdr);
        const { location, isNew } = await business.take(cdr, request);
        return { http: isNew ? 201 : 200, headers: { location } };
      },
    },
    {
      method: 'GET',
      path: `${base}/:key`,
      version,
      message: 'GET cdr',
      handle: async (request) => {
        const cdr = await business.find(request.params.key!, request);
        if (!cdr) throw ocpiError('unknown_object', `CDR ${request.params.key}: not found`);
        return { data: cdrFor(version, cdr) };
      },
    },
  ];
}

/** An object must belong to a party of the caller. */
function checkOwner<Caller extends OcpiCaller>(
  { caller }: OcpiRequest<Caller>,
  owner: { readonly country_code: string; readonly party_id: string },
): void {
  if (!caller.parties.some((party) => isSameParty(party, owner)))
    throw ocpiError('invalid_parameters', `${partyKey(owner)}: not a party of the caller`);
}
