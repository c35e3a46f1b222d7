/** A real PKI under test: OCSP, CRL, token server, EST and pools, each by what is known of it. @module */
import { httpCaller } from '@openpnc/node/http';
import type { CaseRunner } from '../report/runFolder.ts';
import { peerRunner } from './peerCase.ts';
import { contractCases } from './pki/contractCases.ts';
import { crlCases } from './pki/crlCases.ts';
import { estCases } from './pki/estCases.ts';
import { ocspCases } from './pki/ocspCases.ts';
import { type Pki, type PkiCase, type PkiRunOptions, pkiOf, tokensOf } from './pki/pki.ts';
import { poolCases } from './pki/poolCases.ts';
import { tokenCases } from './pki/tokenCases.ts';

export type { PkiCase, PkiRunOptions };

/** Every case. */
export const pkiCases: readonly PkiCase[] = [
  ...ocspCases,
  ...crlCases,
  ...tokenCases,
  ...estCases,
  ...poolCases,
  ...contractCases,
];

/** A runner of {@link pkiCases}. A case whose input is not given is inconclusive, with what is to be given. */
export function pkiRunner(options: PkiRunOptions): CaseRunner<PkiCase> {
  const http = httpCaller();
  const tokens = tokensOf(options, http.call);
  return {
    ...peerRunner<Pki>('csms', async (note) => ({
      context: pkiOf(options, http.call, tokens, note),
      close: async () => {},
    })),
    close: () => http.close(),
  };
}
