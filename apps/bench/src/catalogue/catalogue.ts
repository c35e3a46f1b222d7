/** All cases of the bench. @module */
import { authorizationCases } from './authorization.ts';
import type { BenchCase } from './benchCase.ts';
import { certificateCases } from './certificates.ts';
import { contractCases } from './contracts.ts';
import { installationCases } from './installations.ts';
import { sessionCases } from './sessions.ts';
import { stateCases, zeroSessionCases } from './states.ts';

/** Every case, its id once. */
export const catalogue: readonly BenchCase[] = [
  ...sessionCases,
  ...authorizationCases,
  ...certificateCases,
  ...contractCases,
  ...installationCases,
  ...stateCases,
  ...zeroSessionCases,
];
