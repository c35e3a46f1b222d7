/** The whole PKI backend over one database: root, provisioning and contract pool, CPS, EST. What the routes of OPCP and OPNC call. @module */

import { equalBytes } from '@openpnc/core/bytes';
import { isSameEmaid, parseEmaid } from '@openpnc/core/emaid';
import { OperatorError, ProtocolError } from '@openpnc/core/errors';
import { HttpFailure } from '@openpnc/core/http';
import { normalPcid, parseEvseId } from '@openpnc/core/identifiers';
import { noTrace, type Trace } from '@openpnc/core/trace';
import { ExiError } from '@openpnc/exi';
import { decodeMessage, encodeMessage } from '@openpnc/exi/iso15118-2';
import { verifySignature } from '@openpnc/iso15118/signature';
import { bodyOf, certificatesOf } from '@openpnc/iso15118/v2/message';
import { signatureProfile, signedParts } from '@openpnc/iso15118/v2/signatures';
import type {
  BackendProblem,
  ContractBundle,
  EstCa,
  Outcome,
  PncBackend,
  ProvisioningEntry,
  SignedContract,
} from '@openpnc/opcp/backend';
import { uuid } from '@openpnc/opcp/body';
import type { WebhookEvent } from '@openpnc/opcp/webhook';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import { certHashes } from '@openpnc/x509/hashData';
import { type NameParts, parseCsr } from '@openpnc/x509/issue';
import { pointOf } from '@openpnc/x509/keyTransport';
import { encodeOcspRequest, type OcspVerdict, verifyOcspResponse } from '@openpnc/x509/ocsp';
import { type CertificateFinding, PathMemory, type Purpose, validatePath } from '@openpnc/x509/path';
import { orderedChain } from '@openpnc/x509/pkcs7';
import { revocationFindings } from '@openpnc/x509/revocation';
import { issue, type Order, outbound, type PkiPorts } from './authority.ts';
import { makeContract, signedInstallation, signedUpdate } from './cps.ts';
import { answerInstallation, type InstallationDoors, rootTypesFor } from './installation.ts';
import type { LabPki } from './lab.ts';
import type { PkiSettings } from './settings.ts';
import { issuedCertificate, statusOf } from './store/certificates.ts';
import {
  contractRows,
  provisioningRow,
  putContract,
  putProvisioning,
  putRoot,
  removeContracts,
  rootRows,
} from './store/pools.ts';

/** What the backend stands on. */
export interface PncBackendOptions {
  readonly ports: PkiPorts;
  readonly settings: PkiSettings;
  readonly pki: LabPki;
  readonly trace?: Trace;
  /** Told of what happened in the pools. */
  readonly publish?: (event: WebhookEvent, payload: Readonly<Record<string, unknown>>) => Promise<void>;
}

/** The namespace that this backend answers for. */
const ISO2 = 'urn:iso:15118:2:2013:MsgDef';

/** The backend with the work that it does by itself. */
export interface SweptBackend extends PncBackend {
  /** Takes what has ended or was revoked out of all pools. Called by a timer of the owner, e.g. once an hour. @returns how many entries went */
  sweep(): Promise<number>;
}

/** Makes the backend. The roots of its own hierarchies are put into the root pool. */
export async function pncBackend({
  ports,
  settings,
  pki,
  trace = noTrace,
  publish = async () => {},
}: PncBackendOptions): Promise<SweptBackend> {
  const { database, clock, random } = ports;
  const memory = new PathMemory();
  for (const [type, certificate] of [
    ['V2G', pki.roots.v2g],
    ['MO', pki.roots.mo],
    ['OEM', pki.roots.oem],
  ] as const)
    await putRoot(database, { id: uuid(random), type, certificate }, clock.now());

  const anchors = async (purpose: Purpose): Promise<readonly Certificate[]> => {
    const types = rootTypesFor(purpose);
    return (await rootRows(database))
      .filter(({ type }) => (types as readonly string[]).includes(type))
      .map(({ certificate }) => certificate);
  };

  const doors: InstallationDoors = {
    now: () => clock.now(),
    isUpdateOffered: settings.isUpdateOffered,
    anchors,
    provisioning: async (pcid) => (await provisioningRow(database, pcid))?.chain,
    revocation: (path) => revocation(path),
    contract: (pcid) => contractFor(pcid),
    update: (old, eMAID, sessionId) => updated(old, eMAID, sessionId),
    cpsRoot: async (fingerprint) =>
      (await rootRows(database, 'V2G')).find(({ certificate }) => certificate.fingerprint === fingerprint)?.certificate,
    found: ({ code, text, data }) =>
      trace({ type: 'finding', at: clock.now(), party: 'pki', code, severity: 'refusal', text, ...(data && { data }) }),
  };

  const backend: SweptBackend = {
    sweep,
    roots: {
      list: (type) => rootRows(database, type),
      find: async (id) => (await rootRows(database)).find((row) => row.id === id),
      put: async (certificate, type) => {
        if (!certificate.isCa || !certificate.isSelfIssued || !certificate.isSignedBy(certificate))
          return no('invalid', `${certificate.subject} is not a self-signed CA certificate`);
        if (certificate.notAfter < clock.now()) return no('invalid', `${certificate.subject} has expired`);
        const id = await putRoot(database, { id: uuid(random), type, certificate }, clock.now());
        await publish('root.cert.added', rootPayload(id, type, certificate));
        return yes({ id, type, certificate });
      },
      remove: async (id) => {
        const found = (await rootRows(database)).find((row) => row.id === id);
        if (!found) return no('not_found', `no root ${id}`);
        await database.deleteFrom('pki_root').where('id', '=', id).execute();
        await publish('root.cert.revoked', rootPayload(id, found.type, found.certificate));
        return yes(undefined);
      },
    },

    provisioning: {
      has: async (pcid) => (await provisioningRow(database, pcid)) !== undefined,
      get: async (pcid) => {
        const row = await provisioningRow(database, pcid);
        if (!row) return no('not_found', `no provisioning certificate of PCID ${pcid}`);
        const judged = await provisioningProblem(row.chain);
        return 'text' in judged ? no('not_found', judged.text) : yes({ pcid, ...row, root: judged.root });
      },
      put: async (wish) => {
        const [leaf] = wish.chain;
        const pcid = normalPcid(leaf!.subject.commonName ?? '');
        if (pcid === undefined) return no('invalid', `${leaf!.subject}: CN is no PCID of 17 or 18 letters and digits`);
        const judged = await provisioningProblem(wish.chain);
        if ('text' in judged) return no('invalid', judged.text);
        const chain = orderedChain(leaf!, wish.chain);
        const now = clock.now();
        const removed = await database.transaction().execute(async (transaction) => {
          const before = await provisioningRow(transaction, pcid);
          const { v2gRootKeyIdentifiers } = wish;
          await putProvisioning(transaction, pcid, { chain, v2gRootKeyIdentifiers }, now);
          // What was sealed for another key can't be opened any more.
          const isSameKey = !before || equalBytes(before.chain[0]!.spki, leaf!.spki);
          return isSameKey ? undefined : removeContracts(transaction, { pcid });
        });
        if (removed) {
          await afterRemoval(removed, false);
          await publish('mo.prov.cert.updated', { pcid });
        }
        if (wish.previousPcid !== undefined && wish.previousPcid !== pcid) await removeCar(wish.previousPcid);
        return yes({ pcid, chain, v2gRootKeyIdentifiers: wish.v2gRootKeyIdentifiers, root: judged.root });
      },
      remove: async (pcid) =>
        (await removeCar(pcid)) ? yes(undefined) : no('not_found', `no provisioning certificate of PCID ${pcid}`),
    },

    cps: {
      sign: async (bundle, { pcid, namespace, cpsRootFingerprint }) => {
        if (namespace !== ISO2) return no('invalid', `xsdMsgDefNamespace ${namespace}, expected ${ISO2}`);
        if (cpsRootFingerprint !== undefined && cpsRootFingerprint !== pki.cps.root.fingerprint)
          return no('invalid', `no CPS under the V2G root ${cpsRootFingerprint}`);
        const wrong = await bundleProblem(bundle);
        if (wrong !== undefined) return no('invalid', wrong);
        const taken = pcid === undefined ? undefined : await bindingProblem(bundle.eMAID, pcid);
        if (taken !== undefined) return no('invalid', taken);
        return signable(async () => {
          const signed = await signedContract(bundle, pcid ?? '');
          return pcid === undefined ? yes(signed) : store(signed);
        });
      },
      generate: async ({ eMAID, pcid, from, until, namespace, cpsRootFingerprint }) => {
        if (namespace !== ISO2) return no('invalid', `xsdMsgDefNamespace ${namespace}, expected ${ISO2}`);
        if (cpsRootFingerprint !== undefined && cpsRootFingerprint !== pki.cps.root.fingerprint)
          return no('invalid', `no CPS under the V2G root ${cpsRootFingerprint}`);
        if (until <= clock.now()) return no('invalid', 'contractEnds lies in the past');
        if (until <= from) return no('invalid', 'contractEnds is not after contractBegins');
        const taken = await bindingProblem(eMAID, pcid);
        if (taken !== undefined) return no('invalid', taken);
        const car = await backend.provisioning.get(pcid);
        if (!car.ok) return no('invalid', `no provisioning certificate for PCID ${pcid}: ${car.text}`);
        return signable(() => generated(eMAID, car.value, { from, until }));
      },
      signers: async () => [{ chain: pki.cps.chain, root: pki.cps.root }],
    },

    contracts: {
      answer: async (exi, namespace) => {
        if (namespace !== ISO2) return no('invalid', `xsdMsgDefNamespace ${namespace}, expected ${ISO2}`);
        return signable(() => answerInstallation(exi, doors));
      },
      put: async (exi, { eMAID, pcid, namespace }) => {
        if (namespace !== ISO2) return no('invalid', `xsdMsgDefNamespace ${namespace}, expected ${ISO2}`);
        const read = readSigned(exi, eMAID);
        if ('text' in read) return no('invalid', read.text);
        const cpsRoot = await cpsRootOf(read.cpsChain);
        if (!cpsRoot) return no('invalid', 'the CPS chain leads to no V2G root of the pool');
        const taken = await bindingProblem(eMAID, pcid);
        if (taken !== undefined) return no('invalid', taken);
        return store({
          eMAID,
          pcid,
          namespace,
          exi,
          contract: read.contract,
          isDefault: false,
          cpsRootFingerprint: cpsRoot.fingerprint,
        });
      },
      remove: async (eMAID, { skipRevocation }) => {
        const removed = await database.transaction().execute((transaction) => removeContracts(transaction, { eMAID }));
        await afterRemoval(removed, skipRevocation);
        return removed.length > 0 ? yes(undefined) : no('not_found', `no contract ${eMAID}`);
      },
      provide: async ({ eMAID, pcid, sessionId }) => {
        const [found] = await contractRows(database, { eMAID, pcid });
        if (!found) return no('not_found', `no contract ${eMAID} of PCID ${pcid}`);
        await publish('mo.contract.delivered.to.oem', { emaid: found.eMAID, pcid });
        return yes({ ...found, exi: withSession(found.exi, sessionId) });
      },
      byEmaid: (eMAID) => contractRows(database, { eMAID }),
      byPcid: (pcid) => contractRows(database, { pcid }),
      setDefault: async (pcid, eMAID) => {
        const rows = await contractRows(database, { pcid });
        const chosen = rows.find((row) => isSameEmaid(row.eMAID, eMAID));
        if (!chosen) return no('not_found', `no contract ${eMAID} of PCID ${pcid}`);
        await database.transaction().execute(async (transaction) => {
          await transaction.updateTable('pki_contract').set({ is_default: 0 }).where('pcid', '=', pcid).execute();
          await transaction
            .updateTable('pki_contract')
            .set({ is_default: 1 })
            .where('pcid', '=', pcid)
            .where('emaid', '=', chosen.eMAID)
            .execute();
        });
        return yes(undefined);
      },
    },

    est: {
      enroll: async (ca, der, clientName) => {
        let csr: ReturnType<typeof parseCsr>;
        try {
          csr = parseCsr(der);
        } catch (error) {
          if (!(error instanceof ProtocolError)) throw error;
          return no('invalid', error.message);
        }
        if (!csr.isProved) return no('invalid', 'the certification request is not signed by its own key');
        if (csr.keyType !== 'P-256') return no('invalid', `key ${csr.keyType}, expected secp256r1`);
        const order = estOrder(ca, csr.subject, csr.publicKey);
        if ('text' in order) return no('invalid', order.text);
        try {
          const certificate = await issue(ports, settings, order.authority, csr.publicKey, {
            ...order.order,
            name: `est-${clientName}-${order.order.name}`,
          });
          return yes(certificate);
        } catch (error) {
          if (error instanceof OperatorError && error.code === 'lint_failed') return no('invalid', error.message);
          throw error;
        }
      },
      cacerts: async (ca) => authorityOf(ca).chain,
    },

    revoke: async (certificate, reason) =>
      (await pki.revoke(certificate, reason))
        ? yes(undefined)
        : no('not_found', `${certificate.subject} was not issued here`),
  };
  return backend;

  /** The path of a car's certificates, or the first fault: validity, revocation, path. */
  async function provisioningProblem(
    chain: readonly Certificate[],
  ): Promise<{ readonly root: Certificate } | { readonly text: string }> {
    const now = clock.now();
    const ended = chain.find(({ notAfter, notBefore }) => notAfter < now || notBefore > now);
    if (ended) return { text: `${ended.subject} is not valid now` };
    const { findings, path, anchor } = validatePath({
      chain,
      leaf: chain[0]!,
      anchors: await anchors('provisioning'),
      at: now,
      purpose: 'provisioning',
      memory,
    });
    const refusals = findings.filter(({ severity }) => severity === 'refusal');
    const revoked = anchor ? (await revocation(path)).filter(({ severity }) => severity === 'refusal') : [];
    const [worst] = [...revoked, ...refusals];
    return worst || !anchor ? { text: worst?.text ?? 'no OEM root' } : { root: anchor };
  }

  /** Revocation of a path: our own certificates from the store, foreign ones by OCSP. */
  async function revocation(path: readonly Certificate[]): Promise<readonly CertificateFinding[]> {
    const evidence = await Promise.all(
      path.slice(0, -1).map(async (certificate, position) => ({
        certificate,
        position,
        ...(await evidenceOf(certificate, path[position + 1]!)),
      })),
    );
    return revocationFindings(evidence, settings.provisioningRevocation);
  }

  async function evidenceOf(
    certificate: Certificate,
    issuer: Certificate,
  ): Promise<{ readonly ocsp?: OcspVerdict; readonly failure?: string }> {
    const isOurs = pki.authorities.some((authority) => equalBytes(authority.certificate.spki, issuer.spki));
    if (isOurs) {
      const { fingerprint, ...status } = await statusOf(database, issuer, certificate.serialNumber);
      const isHidden = fingerprint !== undefined && pki.ocspUnknown.has(fingerprint);
      const now = clock.now();
      const claimed = { ...status, hashes: certHashes(certificate, issuer), thisUpdate: now };
      return { ocsp: { status: isHidden ? 'unknown' : status.status, claimed, issuer, findings: [] } };
    }
    const [url] = certificate.ocspUrls;
    if (url === undefined || !ports.http) return {};
    const hashes = certHashes(certificate, issuer, 'SHA256');
    try {
      const { status, body } = await ports.http(
        {
          method: 'POST',
          url,
          headers: { 'content-type': 'application/ocsp-request' },
          body: encodeOcspRequest(hashes),
        },
        { deadline: clock.now() + OCSP_BUDGET_MS, guard: outbound(settings) },
      );
      if (status !== 200 || !body) return { failure: `OCSP ${url}: HTTP ${status}` };
      return { ocsp: verifyOcspResponse({ response: body, hashes, issuer, anchors: [], at: clock.now() }) };
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return { failure: `OCSP ${url}: ${error.message}` };
    }
  }

  /** Contract data that a CPS must not sign. */
  async function bundleProblem({
    eMAID,
    chain,
    encryptedPrivateKey,
    dhPublicKey,
  }: ContractBundle): Promise<string | undefined> {
    const [leaf] = chain;
    if (!leaf) return 'no contract certificate';
    if (!isSameEmaid(leaf.subject.commonName ?? '', eMAID))
      return `eMAID ${eMAID}, but the contract certificate is of '${leaf.subject.commonName}'`;
    if (encryptedPrivateKey.length !== 48)
      return `contractSignatureEncryptedPrivateKey: ${encryptedPrivateKey.length} bytes, expected 48`;
    if (dhPublicKey.length !== 65 || dhPublicKey[0] !== 4)
      return `dHpublickey: ${dhPublicKey.length} bytes, expected an uncompressed point of 65`;
    const { findings } = validatePath({
      chain,
      leaf,
      anchors: await anchors('contract'),
      at: clock.now(),
      purpose: 'contract',
      memory,
    });
    return findings.find(({ severity }) => severity === 'refusal')?.text;
  }

  /** An eMAID belongs to one car. */
  async function bindingProblem(eMAID: string, pcid: string): Promise<string | undefined> {
    const other = (await contractRows(database, { eMAID })).find((row) => row.pcid !== pcid);
    return other && `eMAID ${eMAID} is already bound to another PCID`;
  }

  /** Signed contract data. @throws Unsignable when a certificate does not fit the message, e.g. above 800 bytes */
  async function signedContract(bundle: ContractBundle, pcid: string): Promise<SignedContract> {
    return {
      eMAID: bundle.eMAID,
      pcid,
      namespace: ISO2,
      exi: await encodable(() => signedInstallation(pki.cps, bundle)),
      contract: bundle.chain[0]!,
      isDefault: false,
      cpsRootFingerprint: pki.cps.root.fingerprint,
    };
  }

  async function store(signed: SignedContract): Promise<Outcome<SignedContract>> {
    await database.transaction().execute((transaction) => putContract(transaction, signed, clock.now()));
    await publish('mo.contract.created', { emaid: signed.eMAID, pcid: signed.pcid });
    return yes(signed);
  }

  /** A contract for a car by our own MO CA. A broken profile's certificate is taken as it is. */
  async function generated(
    eMAID: string,
    { pcid, chain }: Pick<ProvisioningEntry, 'pcid' | 'chain'>,
    validity: { readonly from: number; readonly until: number } | undefined,
  ): Promise<Outcome<SignedContract>> {
    const order = { eMAID, under: settings.contractsUnder, ...(validity && { validity }) };
    const made = await makeContract(ports, pki, order);
    try {
      return await store(await signedContract(await made.sealFor(pointOf(chain[0]!.spki)), pcid));
    } finally {
      await made.forget();
    }
  }

  async function sweep(): Promise<number> {
    const now = clock.now();
    let count = 0;
    for (const { id, type, certificate } of await rootRows(database)) {
      if (certificate.notAfter >= now) continue;
      await database.deleteFrom('pki_root').where('id', '=', id).execute();
      await publish('root.cert.expired', rootPayload(id, type, certificate));
      count += 1;
    }
    for (const { pcid } of await database.selectFrom('pki_provisioning').select('pcid').execute()) {
      const car = await provisioningRow(database, pcid);
      if (car && (await hasEnded(car.chain)) && (await removeCar(pcid))) count += 1;
    }
    for (const { eMAID, contract } of await contractRows(database, {})) {
      const isRevoked = await isRevokedHere(contract);
      // An ended contract of ours is renewed when its car asks.
      const isEnded = contract.notAfter < now && !(settings.isRenewedOnRequest && (await isOurs(contract)));
      if (!isRevoked && !isEnded) continue;
      const removed = await database.transaction().execute((transaction) => removeContracts(transaction, { eMAID }));
      await afterRemoval(removed, true);
      count += removed.length;
    }
    return count;
  }

  /** Ended or proved to be revoked. A responder that does not answer ends nothing. */
  async function hasEnded(chain: readonly Certificate[]): Promise<boolean> {
    const now = clock.now();
    if (chain.some(({ notAfter }) => notAfter < now)) return true;
    const { path, anchor } = validatePath({
      chain,
      leaf: chain[0]!,
      anchors: await anchors('provisioning'),
      at: now,
      purpose: 'provisioning',
      memory,
    });
    return anchor !== undefined && (await revocation(path)).some(({ code }) => code === 'certificate_revoked');
  }

  async function isRevokedHere(contract: Certificate): Promise<boolean> {
    const issuer = pki.authorities.find(({ certificate }) => certificate.subject.equals(contract.issuer));
    return (
      issuer !== undefined && (await statusOf(database, issuer.certificate, contract.serialNumber)).status === 'revoked'
    );
  }

  /** The contract that a car gets now: the default one, made anew when it is near its end and ours. */
  async function contractFor(pcid: string): Promise<SignedContract | undefined> {
    const contract = (await contractRows(database, { pcid })).find(({ isDefault }) => isDefault);
    if (!contract) return undefined;
    const now = clock.now();
    const isEnding = contract.contract.notAfter - now < RENEWED_BEFORE_MS;
    if (isEnding && settings.isRenewedOnRequest && (await isOurs(contract.contract))) {
      const car = await provisioningRow(database, pcid);
      const renewed = car && (await generated(contract.eMAID, { pcid, chain: car.chain }, undefined));
      if (renewed?.ok) return renewed.value;
    }
    return contract.contract.notAfter > now ? contract : undefined;
  }

  /** A new certificate for a contract of ours: sealed for the old key and sent, and sealed for the car's provisioning key and kept. */
  async function updated(old: Certificate, text: string, sessionId: Uint8Array): Promise<Uint8Array | undefined> {
    if (!(await isOurs(old))) return undefined;
    const [known] = await contractRows(database, { eMAID: text });
    const eMAID = known?.eMAID ?? text;
    const made = await makeContract(ports, pki, { eMAID, under: settings.contractsUnder });
    try {
      const sealed = await made.sealFor(old.publicKeyBits);
      const answer = await encodable(() => signedUpdate(pki.cps, sealed, sessionId));
      const car = known && (await provisioningRow(database, known.pcid));
      if (car) await store(await signedContract(await made.sealFor(pointOf(car.chain[0]!.spki)), known.pcid));
      return answer;
    } finally {
      await made.forget();
    }
  }

  async function isOurs(contract: Certificate): Promise<boolean> {
    return (await issuedCertificate(database, contract.fingerprint)) !== undefined;
  }

  async function cpsRootOf(chain: readonly Certificate[]): Promise<Certificate | undefined> {
    const verdict = validatePath({
      chain,
      leaf: chain[0]!,
      anchors: await anchors('cps'),
      at: clock.now(),
      purpose: 'cps',
      memory,
    });
    return verdict.ok ? verdict.anchor : undefined;
  }

  /** Takes a car and all its contracts out. @returns whether it was there */
  async function removeCar(pcid: string): Promise<boolean> {
    const removed = await database.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('pki_provisioning')
        .where('pcid', '=', pcid)
        .executeTakeFirst();
      return numDeletedRows === 0n ? undefined : removeContracts(transaction, { pcid });
    });
    if (!removed) return false;
    await afterRemoval(removed, false);
    return true;
  }

  /** Revokes what we issued of the contracts that left the pool, and tells those who asked. */
  async function afterRemoval(removed: readonly SignedContract[], skipRevocation: boolean): Promise<void> {
    for (const { contract, eMAID, pcid } of removed) {
      if (!skipRevocation) await pki.revoke(contract, 'cessationOfOperation');
      await publish('mo.contract.deleted', { emaid: eMAID, pcid });
    }
  }

  function authorityOf(ca: EstCa) {
    switch (ca) {
      case 'cpo':
        return pki.issuers.secc;
      case 'cps':
        return pki.issuers.cps;
      case 'mo':
        return pki.issuers[settings.contractsUnder === 'mo' ? 'contract-mo' : 'contract'];
      case 'oem':
      case 'veh':
        return pki.issuers.provisioning;
      case 'cs':
        return pki.authorities.find(({ name }) => name === 'csms-root')!;
    }
  }

  /** What EST issues for a branch: CN and O of the request, everything else ours. */
  function estOrder(
    ca: EstCa,
    subject: Certificate['subject'],
    publicKey: Uint8Array,
  ): { readonly authority: ReturnType<typeof authorityOf>; readonly order: Order } | { readonly text: string } {
    const { commonName: CN } = subject;
    const [O] = subject.values('O');
    if (CN === undefined) return { text: 'no CN in the subject' };
    if (O === undefined) return { text: 'no O in the subject' };
    const country: NameParts = [['C', settings.country]];
    const named = (DC: string): NameParts => [
      ['O', O],
      ['CN', CN],
      ['DC', DC],
    ];
    const authority = authorityOf(ca);
    // Several keys of one name may be certified: each has its own record.
    const name = `${ca}-${CN}-${certHashes({ issuer: subject, serialNumber: '0' }, { publicKeyBits: publicKey }).issuerKeyHash.slice(0, 8)}`;
    switch (ca) {
      case 'cpo':
        if (!parseEvseId(CN) && !SECC_ID.test(CN)) return { text: `CN ${CN}, expected an EVSE id or a SECC id` };
        return {
          authority,
          order: { name, profile: 'seccLeaf', subject: [...country, ...named('CPO')], withOcspUrl: true },
        };
      case 'mo':
        if (!parseEmaid(CN)) return { text: `CN ${CN}, expected an eMAID` };
        return { authority, order: { name, profile: 'contractLeaf', subject: named('MO') } };
      case 'oem':
      case 'veh':
        if (normalPcid(CN) === undefined) return { text: `CN ${CN}, expected a PCID` };
        return { authority, order: { name, profile: 'provisioningLeaf', subject: named('OEM'), withOcspUrl: true } };
      case 'cps':
        return { authority, order: { name, profile: 'cpsLeaf', subject: [...country, ...named('CPS')] } };
      case 'cs':
        return { authority, order: { name, profile: 'stationClient', subject: [...country, ['O', O], ['CN', CN]] } };
    }
  }
}

const OCSP_BUDGET_MS = 2000;
/** The time in which a station says OK_CertificateExpiresSoon. [V2G2-690] */
const RENEWED_BEFORE_MS = 21 * 86_400_000;

/** Country, operator, S, controller, with or without separators and check character. */
const SECC_ID = /^[A-Za-z]{2}[-*]?\w{3}[-*]?S[\w*-]{1,58}$/;

/** The certificates in signed contract data, after its signature was proved. */
function readSigned(
  exi: Uint8Array,
  eMAID: string,
): { readonly contract: Certificate; readonly cpsChain: readonly Certificate[] } | { readonly text: string } {
  try {
    const message = decodeMessage(exi);
    const found = bodyOf(message);
    if (found?.name !== 'CertificateInstallationRes')
      return { text: `signed contract data: ${found?.name ?? 'no message'}, expected CertificateInstallationRes` };
    const cpsChain = certificatesOf(found.body.SAProvisioningCertificateChain).map(parseCertificate);
    const proof = verifySignature(
      signatureProfile,
      message.Header.Signature,
      signedParts(found.body),
      cpsChain[0]!.publicKey,
    );
    if (!proof.ok) return { text: `signed contract data: ${proof.text}` };
    const contract = parseCertificate(found.body.ContractSignatureCertChain.Certificate);
    if (!isSameEmaid(found.body.eMAID.value, eMAID))
      return { text: `signed contract data: of eMAID ${found.body.eMAID.value}, expected ${eMAID}` };
    return { contract, cpsChain };
  } catch (error) {
    if (error instanceof ExiError || error instanceof ProtocolError)
      return { text: `signed contract data: ${error.message}` };
    throw error;
  }
}

/** A message that the schema does not let through. */
class Unsignable extends Error {}

async function encodable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExiError) throw new Unsignable(error.message);
    throw error;
  }
}

async function signable<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unsignable)
      return no('unavailable', `signed contract data can't be encoded: ${error.message}`);
    throw error;
  }
}

function withSession(exi: Uint8Array, sessionId: Uint8Array): Uint8Array {
  const message = decodeMessage(exi);
  return encodeMessage({ ...message, Header: { ...message.Header, SessionID: sessionId } });
}

function rootPayload(id: string, type: string, certificate: Certificate): Readonly<Record<string, unknown>> {
  return {
    rootCertificateId: id,
    distinguishedName: String(certificate.subject),
    commonName: certificate.subject.commonName,
    rootType: type,
    rootSerialNumber: certificate.serialNumber,
    fingerprintSHA256: certificate.fingerprint,
  };
}

function yes<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

function no(
  problem: BackendProblem,
  text: string,
): { readonly ok: false; readonly problem: BackendProblem; readonly text: string } {
  return { ok: false, problem, text };
}
