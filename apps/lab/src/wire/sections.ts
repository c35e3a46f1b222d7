/** The configuration of all roles in one place, and the lab's own. @module */

import { join } from 'node:path';
import type { Static } from 'typebox';
import { Default } from 'typebox/value';
import { CsmsSection } from './csms.ts';
import { EmspSection } from './emsp.ts';
import { EvSection } from './ev.ts';
import { PkiSection } from './pki.ts';
import { StationSection } from './station.ts';

/** The sections of a configuration file: one a role. */
export const sections = {
  pki: PkiSection,
  emsp: EmspSection,
  csms: CsmsSection,
  station: StationSection,
  ev: EvSection,
} as const;

/** All sections with their values. */
export type Configuration = { readonly [Name in keyof typeof sections]: Static<(typeof sections)[Name]> };

/** Where a lab's parties live and listen. */
export interface LabPlaces {
  readonly folder: string;
  readonly ports: { readonly pki: number; readonly emsp: number; readonly csms: number };
  readonly interface: string;
  /** Default 15118. */
  readonly sdpPort?: number;
}

/** Tokens that only the lab's own two parties use, on the loopback address. */
const OCPI_TOKEN = 'lab-csms-to-emsp';
const PKI_CLIENT = { clientId: 'csms', clientSecret: 'lab-csms-to-pki' } as const;
const PKI_EMSP = { clientId: 'emsp', clientSecret: 'lab-emsp-to-pki' } as const;

/** The configuration of a lab's parties: everything that is not said here is the default of the role. */
export function configurationOf({ folder, ports, interface: name, sdpPort = 15_118 }: LabPlaces): Configuration {
  const host = '127.0.0.1';
  const pkiUrl = `http://${host}:${ports.pki}`;
  const providers = [{ country_code: 'DE', party_id: '8AA' }];
  const wanted = {
    // One provider has both contracts: the one under the V2G root and the one under the MO root.
    pki: {
      folder: join(folder, 'pki'),
      listen: { host, port: ports.pki },
      ocspUrl: `${pkiUrl}/ocsp`,
      audience: pkiUrl,
      clients: [
        { ...PKI_CLIENT, roles: ['CPO'] },
        { ...PKI_EMSP, roles: ['MO_HUBJECT_PKI'], emaidPrefixes: ['DE8AA'] },
      ],
      dangerPlainKeys: true,
      eMAIDMo: 'DE8AAC87654321',
    },
    emsp: {
      name: 'emsp',
      folder: join(folder, 'emsp'),
      listen: { host, port: ports.emsp },
      publicUrl: `http://${host}:${ports.emsp}`,
      partners: [{ name: 'csms', token: OCPI_TOKEN, parties: [{ country_code: 'DE', party_id: 'OPC' }] }],
      pki: { name: 'pki', baseUrl: pkiUrl, ...PKI_EMSP },
    },
    csms: {
      folder: join(folder, 'csms'),
      listen: { host, port: ports.csms },
      ocsp: { allow: [`${host}:${ports.pki}`] },
      pki: { providers: [{ name: 'pki', baseUrl: pkiUrl, ...PKI_CLIENT }] },
      partners: [
        {
          name: 'emsp',
          parties: providers,
          versionsUrl: `http://${host}:${ports.emsp}/ocpi/versions`,
          token: OCPI_TOKEN,
        },
      ],
    },
    station: {
      folder: join(folder, 'station'),
      interface: name,
      sdpPort,
      csmsUrl: `wss://${host}:${ports.csms}/ocpp`,
      receipts_s: 1,
      evses: [{ pilot: 'none' }],
    },
    ev: {
      folder: join(folder, 'ev'),
      interface: name,
      sdpPort,
      multicastHops: 0,
      certificateService: 'never',
      loopPause_ms: 150,
      stop: { rounds: 10 },
    },
  };
  const entries = Object.entries(sections).map(([party, schema]) => [
    party,
    Default(schema, wanted[party as keyof typeof wanted]),
  ]);
  return Object.fromEntries(entries) as Configuration;
}
