/** Pools as better days left them: a car and its contract, taken in before their certificates became what they are. For benches. @module */
import { pointOf } from '@openpnc/x509/keyTransport';
import type { PkiPorts } from '../authority.ts';
import { makeContract, signedInstallation } from '../cps.ts';
import type { ContractOrder, LabPki } from '../lab.ts';
import { putContract, putProvisioning } from './pools.ts';

/** Puts the car of a PKI into its pool, whatever its certificate is worth. */
export async function putFormerCar(ports: PkiPorts, { provisioning: { pcid, chain } }: LabPki): Promise<void> {
  await putProvisioning(ports.database, pcid, { chain, v2gRootKeyIdentifiers: [] }, ports.clock.now());
}

/**
 * Makes a contract for that car and puts it into the pool, past the checks of car and order.
 * @param forge changes the signed CertificateInstallationRes (EXI) before it is kept
 * @throws UsageError `public_key_not_p256` for a car whose key nothing can be sealed for; ExiError where no message carries it
 */
export async function putFormerContract(
  ports: PkiPorts,
  pki: LabPki,
  order: ContractOrder,
  forge: (exi: Uint8Array) => Promise<Uint8Array> = async (exi) => exi,
): Promise<void> {
  const { pcid, certificate } = pki.provisioning;
  const receiver = pointOf(certificate.spki);
  const made = await makeContract(ports, pki, order);
  const bundle = await made.sealFor(receiver);
  await made.forget();
  const contract = {
    eMAID: order.eMAID,
    pcid,
    namespace: 'urn:iso:15118:2:2013:MsgDef',
    exi: await forge(await signedInstallation(pki.cps, bundle)),
    contract: bundle.chain[0]!,
    cpsRootFingerprint: pki.cps.root.fingerprint,
  };
  await putContract(ports.database, contract, ports.clock.now());
}
