/** Every setting of the PKI role. @module */

import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

/** What an OCSP responder of a bench may do wrong. */
export const OcspFault = Type.Union(
  [
    Type.Literal('none'),
    Type.Literal('stale'),
    Type.Literal('unknown'),
    Type.Literal('tryLater'),
    Type.Literal('wrongSigner'),
    Type.Literal('wrongKey'),
    Type.Literal('notDelegated'),
    Type.Literal('expiredSigner'),
    Type.Literal('otherCertificate'),
    Type.Literal('httpError'),
  ],
  {
    default: 'none',
    description:
      'Bench only. stale: answers whose nextUpdate has passed; unknown: status unknown for all; tryLater: no answer; wrongSigner: signed by the delegate of another CA; wrongKey: in the name of the delegate with a key that is not its; notDelegated: by a certificate of the CA without OCSPSigning; expiredSigner: by a delegate that has expired; otherCertificate: about another serial number; httpError: status 500',
  },
);
export type OcspFault = Static<typeof OcspFault>;

/** Settings of `openpnc pki`. */
export const PkiSettings = Type.Object(
  {
    profile: Type.String({
      default: 'lab',
      description:
        'Shape of the hierarchies: lab, production-like, or broken-TARGET-DEFECT for one defect (a profile file can be given instead)',
    }),
    organization: Type.String({
      default: 'OpenPnC Lab',
      minLength: 1,
      maxLength: 64,
      description: 'O of every subject',
    }),
    country: Type.String({ default: 'DE', pattern: '^[A-Z]{2}$', description: 'C of the subjects that have one' }),
    ocspUrl: Type.String({
      default: 'http://127.0.0.1:8880/ocsp',
      description:
        'Address of the OCSP responder, written into the certificates: keep it over restarts, or all are issued anew',
    }),
    crlUrl: Type.Optional(
      Type.String({ description: 'Base address of the CRLs, written into the certificates; absent: none' }),
    ),
    ocspValidity_s: Type.Integer({
      default: 86_400,
      minimum: 1,
      description: 'From thisUpdate to nextUpdate of an OCSP answer, s',
    }),
    pcid: Type.String({
      default: 'WVWZZZAAZMD123456',
      pattern: '^[0-9A-Z]{17,18}$',
      description: 'PCID of the car: CN of the provisioning certificate',
    }),
    seccId: Type.String({
      default: 'DE*OPC*E00001',
      minLength: 1,
      maxLength: 64,
      description: 'CN of the SECC certificate',
    }),
    eMAID: Type.String({ default: 'DE8AAC12345678D', description: 'eMAID of the contract under the V2G root' }),
    eMAIDMo: Type.String({ default: 'DE8BBC87654321', description: 'eMAID of the contract under the MO root' }),
    csmsNames: Type.Array(Type.String(), {
      default: ['localhost'],
      description: 'DNS names in the server certificates of the CSMS, beside 127.0.0.1 and ::1',
    }),
    crlValidity_s: Type.Integer({
      default: 86_400,
      minimum: 1,
      description: 'From thisUpdate to nextUpdate of a CRL, s',
    }),
    contractsUnder: Type.Union([Type.Literal('v2g'), Type.Literal('mo')], {
      default: 'v2g',
      description:
        'Hierarchy of the contracts that the pool makes itself: MO sub-CAs under the V2G root, or under the MO root',
    }),
    isRenewedOnRequest: Type.Boolean({
      default: true,
      description: 'A car that asks gets a new certificate when the one in the pool ends within 21 days or has ended',
    }),
    isUpdateOffered: Type.Boolean({
      default: true,
      description: 'Answer CertificateUpdateReq in the contract pool, which OPCP does not know',
    }),
    provisioningRevocation: Type.Union([Type.Literal('require'), Type.Literal('prefer'), Type.Literal('off')], {
      default: 'require',
      description: 'Status of provisioning certificates: proof of good needed, asked for, or not asked for',
    }),
    outboundAllow: Type.Array(Type.String(), {
      default: [],
      description:
        'Private addresses, as host or host:port, that webhooks and OCSP requests for foreign certificates may reach; public ones always',
    }),
    audience: Type.String({
      default: 'http://127.0.0.1:8880',
      description: 'Audience and issuer of the tokens: the base URL',
    }),
    tokenLifetime_s: Type.Integer({ default: 86_400, minimum: 1, description: 'Life of a token, s' }),
    isOpen: Type.Boolean({ default: false, description: 'Lab only: no token is asked for' }),
    clients: Type.Array(
      Type.Object(
        {
          clientId: Type.String(),
          clientSecret: Type.String(),
          roles: Type.Array(
            Type.Union([
              Type.Literal('CPO'),
              Type.Literal('OEM'),
              Type.Literal('MO_HUBJECT_PKI'),
              Type.Literal('MO_EXTERNAL_PKI'),
              Type.Literal('CPS'),
              Type.Literal('ADMIN'),
            ]),
          ),
          wmis: Type.Array(Type.String(), {
            default: [],
            description: 'First three characters of the PCIDs of an OEM',
          }),
          emaidPrefixes: Type.Array(Type.String(), {
            default: [],
            description: 'First five characters of the eMAIDs of an MO',
          }),
        },
        closed,
      ),
      { default: [], description: 'Who may have a token, and for what' },
    ),
    dangerTokenFault: Type.Union(
      [
        Type.Literal('none'),
        Type.Literal('unauthorized'),
        Type.Literal('serverError'),
        Type.Literal('expired'),
        Type.Literal('slow'),
      ],
      { default: 'none', description: 'Bench only: what the token server does wrong' },
    ),
    dangerOcspFault: OcspFault,
    dangerOcspDelay_ms: Type.Integer({
      default: 0,
      minimum: 0,
      description: 'Bench only: how late the OCSP responder answers, ms',
    }),
  },
  { ...closed, default: {} },
);
export type PkiSettings = Static<typeof PkiSettings>;
