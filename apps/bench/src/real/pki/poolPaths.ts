/** Where the calls to the pools are, in each dialect. OPCP 4, OPNC 1.0. @module */
import { CannotAsk } from '../peerCase.ts';
import type { Pki } from './pki.ts';

/** Paths of a dialect; identifiers as they are. */
interface PoolPaths {
  readonly roots: string;
  readonly root: (id: string) => string;
  readonly provisioning: (pcid: string) => string;
  readonly putProvisioning: string;
  readonly signers: string;
  readonly contract: string;
  readonly lookup: (eMAID: string) => string;
}

const opnc = '/opnc/v1';
const paths: Readonly<Record<'opcp' | 'opnc', PoolPaths>> = {
  opcp: {
    roots: '/v1/root/rootCerts',
    root: (id) => `/v1/root/rootCerts/${id}`,
    provisioning: (pcid) => `/v1/oem/provCerts/${pcid}`,
    putProvisioning: '/v1/oem/provCerts',
    signers: '/cps/signer',
    contract: '/v1/ccp/signedContractData',
    lookup: (eMAID) => `/v1/ccp/lookupContract/${eMAID}`,
  },
  opnc: {
    roots: `${opnc}/rcp/rootcertificates`,
    root: (id) => `${opnc}/rcp/rootcertificates/${id}`,
    provisioning: (pcid) => `${opnc}/pcp/provisioningcertificates/${pcid}`,
    putProvisioning: `${opnc}/pcp/provisioningcertificates`,
    signers: `${opnc}/cps/cpsCertificates`,
    contract: `${opnc}/ccp/signedcontractdata`,
    lookup: (eMAID) => `${opnc}/ccp/contractData/emaid/${eMAID}`,
  },
};

/** Base URL, dialect and paths of the pools under test. @throws CannotAsk when there are none */
export function poolsOf({ options: { pools } }: Pki) {
  if (!pools) throw new CannotAsk('no pools: give --pools');
  return { ...pools, url: pools.url.replace(/\/$/, ''), paths: paths[pools.dialect] };
}
