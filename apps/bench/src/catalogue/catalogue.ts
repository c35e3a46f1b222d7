/** All cases of the bench. @module */
import { authorizationCases } from './authorization.ts';
import type { BenchCase } from './benchCase.ts';
import { contractCertificateCases, otherCertificateCases } from './certificates.ts';
import { contractCases } from './contracts.ts';
import { installationCases } from './installations.ts';
import { sessionCases } from './sessions.ts';
import { stateCases, zeroSessionCases } from './states.ts';

/** The cases by what they are about. */
export const catalogueSections: readonly { readonly title: string; readonly cases: readonly BenchCase[] }[] = [
  { title: 'Sessions, link set-up, times, wires', cases: sessionCases },
  { title: 'Authorization: decision table, OCSP, eMSP, CSMS, trust stores', cases: authorizationCases },
  { title: 'Contract certificates: each defect at each place of each chain', cases: contractCertificateCases },
  { title: 'Other certificates: provisioning, provisioning service, station', cases: otherCertificateCases },
  { title: 'Contracts and proofs', cases: contractCases },
  { title: 'Installation and update', cases: installationCases },
  { title: 'Each state: wrong message, wrong session, silence', cases: [...stateCases, ...zeroSessionCases] },
];

/** Every case, its id once. */
export const catalogue: readonly BenchCase[] = catalogueSections.flatMap(({ cases }) => cases);
