/** The provisioning service: makes contracts for cars, seals their keys and signs the four elements. ISO 15118-2:2014 8.4.3.6, [V2G2-818]. @module */

import { toHex } from '@openpnc/core/bytes';
import type { StoredKey } from '@openpnc/core/ports';
import { type CertificateInstallationRes, encodeMessage } from '@openpnc/exi/iso15118-2';
import { signElements } from '@openpnc/iso15118/signature';
import { signatureProfile, signedParts } from '@openpnc/iso15118/v2/signatures';
import type { ContractBundle } from '@openpnc/opcp/backend';
import type { Certificate } from '@openpnc/x509/certificate';
import { pointOf, privateValue, sealContractKey } from '@openpnc/x509/keyTransport';
import type { Identity, PkiPorts } from './authority.ts';
import { defectAt } from './hierarchy.ts';
import type { ContractOrder, LabPki } from './lab.ts';

/** The elements of an answer that is signed, without its response code. */
export type SignedParts = Omit<CertificateInstallationRes, 'ResponseCode'>;

/**
 * Signs contract data with the CPS leaf and gives the whole CertificateInstallationRes as EXI, its SessionID zero: the
 * signature covers the four elements alone, so the header is filled per request.
 */
export async function signedInstallation(cps: Identity, bundle: ContractBundle): Promise<Uint8Array> {
  const parts = partsOf(cps, bundle);
  const body = { ResponseCode: 'OK', ...parts } as const;
  const signature = await signElements(signatureProfile, signedParts(body), cps.key);
  return encodeMessage({
    Header: { SessionID: new Uint8Array(8), Signature: signature },
    Body: { CertificateInstallationRes: body },
  });
}

/** The same as a CertificateUpdateRes, for a session. */
export async function signedUpdate(cps: Identity, bundle: ContractBundle, sessionId: Uint8Array): Promise<Uint8Array> {
  const body = { ResponseCode: 'OK', ...partsOf(cps, bundle) } as const;
  const signature = await signElements(signatureProfile, signedParts(body), cps.key);
  return encodeMessage({
    Header: { SessionID: sessionId, Signature: signature },
    Body: { CertificateUpdateRes: body },
  });
}

/** A contract with a fresh key that leaves only sealed. */
export interface MadeContract {
  /** Leaf first, root left out. */
  readonly chain: readonly Certificate[];
  /** Seals its key for a receiver: the provisioning key of a car, or its old contract key (point, 65 bytes). */
  sealFor(receiverPoint: Uint8Array): Promise<ContractBundle>;
  /** Forgets the key. */
  forget(): Promise<void>;
}

/** Makes a contract certificate and its key. The key is among the passing keys until {@link MadeContract.forget}. */
export async function makeContract(ports: PkiPorts, pki: LabPki, order: ContractOrder): Promise<MadeContract> {
  const { passingKeys: keys = ports.keys, random } = ports;
  const name = `contract-sealing-${toHex(random.bytes(8))}`;
  const defect = defectAt(pki.profile, order.under === 'mo' ? 'contract-mo' : 'contract', 'leaf');
  const key = await keys.make(name, defect?.algorithm ?? 'ES256');
  const chain = await pki.certifyContract(order, key.publicKey);
  return {
    chain,
    sealFor: async (receiverPoint) => {
      const ephemeral = await keys.make(`${name}-ephemeral`);
      try {
        const sealed = await sealContractKey({
          contractPrivateKey: privateValueOf(key, ephemeral),
          receiverPoint,
          ephemeral: { point: pointOf(ephemeral.publicKey), agree: (point) => ephemeral.agree(point) },
          iv: random.bytes(16),
        });
        return {
          eMAID: order.eMAID,
          chain,
          encryptedPrivateKey: sealed.ContractSignatureEncryptedPrivateKey,
          dhPublicKey: sealed.DHpublickey,
        };
      } finally {
        await keys.remove(ephemeral.name);
      }
    },
    forget: () => keys.remove(name),
  };
}

/** A key of another curve does not fit into 32 bytes: a broken profile then seals some key, which the car must refuse. */
function privateValueOf(key: StoredKey, other: StoredKey): Uint8Array {
  return privateValue((key.algorithm === 'ES256' ? key : other).exportPem());
}

function partsOf(cps: Identity, { eMAID, chain, encryptedPrivateKey, dhPublicKey }: ContractBundle): SignedParts {
  return {
    SAProvisioningCertificateChain: chainOf(cps.chain),
    ContractSignatureCertChain: { Id: 'id1', ...chainOf(chain) },
    ContractSignatureEncryptedPrivateKey: { Id: 'id2', value: encryptedPrivateKey },
    DHpublickey: { Id: 'id3', value: dhPublicKey },
    eMAID: { Id: 'id4', value: eMAID },
  };
}

function chainOf([leaf, ...subCas]: readonly Certificate[]) {
  return {
    Certificate: leaf!.der,
    ...(subCas.length > 0 && { SubCertificates: { Certificate: subCas.map(({ der }) => der) } }),
  };
}
