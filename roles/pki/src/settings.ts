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
    Type.Literal('httpError'),
  ],
  {
    default: 'none',
    description:
      'Bench only. stale: answers whose nextUpdate has passed; unknown: status unknown for all; tryLater: no answer; wrongSigner: signed by the key of another CA; httpError: status 500',
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
