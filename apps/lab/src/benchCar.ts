/** The folder of a bench's car: a good contract, every other kind of contract beside it, and a car with another root, all from one PKI. @module */
import { join } from 'node:path';
import { realClock } from '@openpnc/node/clock';
import { memoryKeys } from '@openpnc/node/keys';
import { type Contract, type ContractHierarchy, type LabPki, labPki } from '@openpnc/pki/lab';
import { derToPem } from '@openpnc/x509/certificate';
import { issueCertificate } from '@openpnc/x509/issue';
import { planOf } from '@openpnc/x509/profiles';
import { writeRoleFile } from './folder.ts';
import { writeIdentity } from './material.ts';
import { openPki, type PkiSection } from './wire/pki.ts';

/** What an eMSP has to say of a contract; `absent`: it must not know it. */
type Standing = 'good' | 'blocked' | 'no-credit' | 'absent';

interface Kind {
  readonly under: ContractHierarchy;
  readonly certificate: 'good' | 'expired' | 'future' | 'revoked';
  readonly standing: Standing;
  /** Of a provider that no eMSP stands for. */
  readonly isForeign?: true;
}

/** The kinds of contracts, as the cases of the bench name them. The first is the car's own. */
const kinds = {
  'v2g-root': { under: 'v2g', certificate: 'good', standing: 'good' },
  'mo-root': { under: 'mo', certificate: 'good', standing: 'good' },
  expired: { under: 'v2g', certificate: 'expired', standing: 'good' },
  future: { under: 'v2g', certificate: 'future', standing: 'good' },
  revoked: { under: 'v2g', certificate: 'revoked', standing: 'good' },
  blocked: { under: 'v2g', certificate: 'good', standing: 'blocked' },
  'no-credit': { under: 'v2g', certificate: 'good', standing: 'no-credit' },
  'unknown-to-emsp': { under: 'v2g', certificate: 'good', standing: 'absent' },
  'unknown-provider': { under: 'v2g', certificate: 'good', standing: 'absent', isForeign: true },
} as const satisfies Readonly<Record<string, Kind>>;

/** A contract that was made. */
export interface MadeContract {
  readonly kind: string;
  readonly eMAID: string;
  /** Its car's folder. */
  readonly folder: string;
  /** What the eMSP is to know of it (an element of `emsp.contracts`); absent: nothing. */
  readonly seed?: { readonly emaid: string; readonly status: 'active' | 'blocked'; readonly hasCredit: boolean };
}

/**
 * Makes all contracts anew from the PKI of a section and writes them as folders of a car: `folder` itself with the good
 * one, `folder/contracts/KIND`, `folder/foreign`; beside them what others need: `folder/trust`, the roots for station and
 * CSMS, and `folder/emsp-contracts.json`, the list that an eMSP is to have (setting `emsp.contracts`).
 * @param provider country and provider of the eMAIDs, 5 characters
 * @throws OperatorError as {@link openPki}; the PKI must not be running
 */
export async function writeBenchCar(
  section: PkiSection,
  folder: string,
  provider: string,
): Promise<readonly MadeContract[]> {
  const { ports, settings, profile, close } = await openPki(section);
  try {
    const pki = await labPki(ports, settings, ...(profile ? [profile] : []));
    const made: MadeContract[] = [];
    for (const [i, [name, kind]] of Object.entries<Kind>(kinds).entries()) {
      const eMAID = `${kind.isForeign ? FOREIGN_PROVIDER : provider}CBENCH00${i + 1}`;
      const contract = await contractOf(pki, eMAID, kind);
      const place = i === 0 ? folder : join(folder, 'contracts', name);
      await writeCar(place, pki, contract, derToPem(pki.roots.v2g.der));
      if (i === 0) await writeCar(join(folder, 'foreign'), pki, contract, await foreignRoot());
      made.push({ kind: name, eMAID: contract.eMAID, folder: place, ...seedOf(contract, kind) });
    }
    for (const use of ['v2g', 'mo'] as const)
      writeRoleFile(folder, `trust/${use}/${use}-root.pem`, derToPem(pki.roots[use].der));
    const known = made.flatMap(({ seed }) => (seed ? [seed] : []));
    writeRoleFile(folder, 'emsp-contracts.json', `${JSON.stringify(known, null, 2)}\n`);
    return made;
  } finally {
    await close();
  }
}

function seedOf({ eMAID }: Contract, { standing }: Kind): Pick<MadeContract, 'seed'> {
  if (standing === 'absent') return {};
  const status = standing === 'blocked' ? 'blocked' : 'active';
  return { seed: { emaid: eMAID, status, hasCredit: standing !== 'no-credit' } };
}

async function contractOf(pki: LabPki, eMAID: string, { under, certificate }: Kind): Promise<Contract> {
  const order = { eMAID, under };
  if (certificate === 'expired') return pki.issueExpiredContract(order);
  if (certificate === 'future') return pki.issueFutureContract(order);
  const contract = await pki.issueContract(order);
  if (certificate === 'revoked') await pki.revoke(contract.certificate, 'keyCompromise');
  return contract;
}

async function writeCar(folder: string, pki: LabPki, contract: Contract, root: string): Promise<void> {
  await writeIdentity(folder, 'contract', contract);
  await writeIdentity(folder, 'provisioning', pki.provisioning);
  writeRoleFile(folder, 'roots/v2g/v2g-root.pem', root);
}

/** A V2G root that no station stands under. */
async function foreignRoot(): Promise<string> {
  const key = await memoryKeys().make('foreign-root');
  const plan = planOf('v2gRoot', {
    subject: [
      ['C', 'DE'],
      ['O', 'Foreign'],
      ['DC', 'V2G'],
      ['CN', 'Foreign V2G Root'],
    ],
    publicKey: key.publicKey,
    serialNumber: '01',
    from: realClock.now() - 3_600_000,
  });
  return derToPem((await issueCertificate(plan, 'self', key)).der);
}

const FOREIGN_PROVIDER = 'DE9ZZ';
