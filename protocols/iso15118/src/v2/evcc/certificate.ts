/**
 * A contract certificate for the car: asked for with the provisioning key or the old contract key, and checked in all eight
 * points before it is kept. ISO 15118-2:2014 8.4.3.6 and 8.4.3.10, [V2G2-823], [V2G2-925].
 *
 * @module
 */
import { isSameEmaid, normalEmaid } from '@openpnc/core/emaid';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type {
  CertificateInstallationRes,
  CertificateUpdateRes,
  ListOfRootCertificateIDsType,
  V2G_Message,
} from '@openpnc/exi/iso15118-2';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { validatePath } from '@openpnc/x509/path';
import { verifySignature } from '../../signature.ts';
import { type EvccScript, exchange, note, now, refuse, type Stored, signed } from '../evccStep.ts';
import { certificatesOf } from '../message.ts';
import { signatureProfile, signedParts } from '../signatures.ts';
import { certificateChain } from './authorization.ts';
import type { Car, CarContract } from './car.ts';

type CertificateRes = CertificateInstallationRes | CertificateUpdateRes;

/**
 * Installation or update; gives the new contract, whose key the car has kept by then. Where what came does not hold, it is
 * the old contract, if that is still good.
 */
export function* installCertificate(car: Car, kind: 'Install' | 'Update'): EvccScript<CarContract> {
  const { res, header } = kind === 'Install' ? yield* askForFirst(car) : yield* askForNext(car);
  const name = `Certificate${kind === 'Install' ? 'Installation' : 'Update'}Req`;
  if (res.ResponseCode.startsWith('FAILED')) {
    // No contract for this car is the usual outcome when its owner has none: not an error of anybody.
    const text = `the station answered ${res.ResponseCode}`;
    const { ResponseCode } = res;
    return yield* refuse(name, text, 'certificate_installation_failed', { ResponseCode });
  }
  const checked = check(res, header, car, yield* now());
  if ('problem' in checked) return yield* failed(name, checked, car);
  for (const element of checked.codedOtherwise)
    yield* note({
      code: 'emaid_fragment_typed',
      severity: 'warning',
      text: `${name}: ${element} is signed in the typed form`,
    });
  const { contract } = checked;
  const stored: Stored = yield {
    do: 'store',
    contract: {
      eMAID: contract.eMAID,
      chain: contract.chain,
      DHpublickey: res.DHpublickey.value,
      ContractSignatureEncryptedPrivateKey: res.ContractSignatureEncryptedPrivateKey.value,
      receiver: kind === 'Install' ? 'provisioning' : 'contract',
    },
  };
  if (!stored.ok) return yield* failed(name, stored, car);
  return contract;
}

function* askForFirst(car: Car) {
  const { provisioning } = car;
  if (!provisioning)
    return yield* refuse('CertificateInstallationReq', 'the car has no provisioning certificate', 'ev_no_contract');
  const body = {
    Id: 'ID1',
    OEMProvisioningCert: provisioning.certificate,
    ListOfRootCertificateIDs: rootIds(car.roots),
  };
  const signature = yield* signed('CertificateInstallationReq', body, 'provisioning');
  return yield* exchange('CertificateInstallationReq', body, { signature });
}

function* askForNext(car: Car) {
  const { contract } = car;
  if (!contract) return yield* refuse('CertificateUpdateReq', 'the car has no contract', 'ev_no_contract');
  const body = {
    Id: 'ID1',
    ContractSignatureCertChain: certificateChain(contract.chain),
    eMAID: contract.eMAID,
    ListOfRootCertificateIDs: rootIds(car.roots),
  };
  const signature = yield* signed('CertificateUpdateReq', body, 'contract');
  return yield* exchange('CertificateUpdateReq', body, { signature });
}

type Checked =
  | { readonly contract: CarContract; readonly codedOtherwise: readonly string[] }
  | { readonly problem: string; readonly text: string };

/** Checks 1 to 3, 7 and 8; 4 to 6 are the key's, made where it is kept. */
function check(res: CertificateRes, header: V2G_Message['Header'] | undefined, car: Car, at: Millis): Checked {
  const parsed = parse(res);
  if ('problem' in parsed) return parsed;
  const { provisioner, provisionerSubs, chain } = parsed;
  const verification = verifySignature(signatureProfile, header?.Signature, signedParts(res), provisioner.publicKey);
  if (!verification.ok) return { problem: `signature: ${verification.problem}`, text: verification.text };
  const path = validatePath({
    chain: [provisioner, ...provisionerSubs],
    leaf: provisioner,
    anchors: car.roots,
    at,
    purpose: 'cps',
  });
  const refusal = path.findings.find(({ severity }) => severity === 'refusal');
  if (refusal) return { problem: `CPS chain: ${refusal.code}`, text: refusal.text };
  const [leaf, sub] = chain as [Certificate, Certificate | undefined];
  // The MO root is normally not in the car: the chain is looked at as far as it goes.
  if (sub && !(leaf.issuer.equals(sub.subject) && leaf.isSignedBy(sub)))
    return { problem: 'contract chain', text: `contract leaf ${leaf.subject} is not signed by ${sub.subject}` };
  // One that no station would take must not replace the old one.
  const unfit = chain.find(({ notBefore, notAfter }) => at < notBefore || at > notAfter);
  if (unfit) {
    const [from, until, now] = [unfit.notBefore, unfit.notAfter, at].map((time) => new Date(time).toISOString());
    const text = `${unfit.subject} is valid from ${from} until ${until}, checked at ${now}`;
    return { problem: 'contract validity', text };
  }
  const named = leaf.subject.commonName ?? '';
  const eMAID = normalEmaid(named);
  if (!eMAID || !isSameEmaid(named, res.eMAID.value))
    return { problem: 'eMAID', text: `eMAID ${res.eMAID.value}, but the contract certificate is of '${named}'` };
  return {
    contract: { eMAID, chain: chain.map(({ der }) => der), notAfter: leaf.notAfter },
    codedOtherwise: verification.codedOtherwise,
  };
}

function parse(res: CertificateRes):
  | {
      readonly provisioner: Certificate;
      readonly provisionerSubs: readonly Certificate[];
      readonly chain: readonly Certificate[];
    }
  | { readonly problem: string; readonly text: string } {
  try {
    const [provisioner, ...provisionerSubs] = certificatesOf(res.SAProvisioningCertificateChain).map(parseCertificate);
    const chain = certificatesOf(res.ContractSignatureCertChain).map(parseCertificate);
    return { provisioner: provisioner!, provisionerSubs, chain };
  } catch (error) {
    if (error instanceof ProtocolError) return { problem: 'certificate', text: error.message };
    throw error;
  }
}

/** Issuer and serial number of the car's V2G roots, by which the provisioning service chooses its own chain; 20 at most. */
function rootIds(roots: readonly Certificate[]): ListOfRootCertificateIDsType {
  return {
    RootCertificateID: roots.slice(0, 20).map(({ issuer, serialNumber }) => ({
      X509IssuerName: String(issuer),
      X509SerialNumber: BigInt(`0x${serialNumber}`),
    })),
  };
}

/** Nothing of it is kept, and which check it was is told. The session goes on with a contract that is good. */
function* failed(
  name: string,
  { problem, text }: { readonly problem: string; readonly text: string },
  { contract }: Car,
): EvccScript<CarContract> {
  const [code, told, data] = ['certificate_installation_failed', `${problem}: ${text}`, { check: problem }] as const;
  if (!contract || contract.notAfter <= (yield* now())) return yield* refuse(name, told, code, data);
  yield* note({ code, severity: 'warning', text: `${name}: ${told}; the old contract stays in use`, data });
  return contract;
}
