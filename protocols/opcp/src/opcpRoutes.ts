/** The pools and the provisioning service in the dialect of OPCP 1.0.0: root, provisioning and contract pool, CPS. @module */

import { fromHex, fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import { type HttpResponse, jsonResponse, type Route, type RoutedRequest } from '@openpnc/core/http';
import type { Random } from '@openpnc/core/ports';
import Type from 'typebox';
import type { ContractBundle, InstallationAnswer, PncBackend, RootEntry, RootType, SignedContract } from './backend.ts';
import { base64Of, checked, readBase64, readBody, readCertificate, readEmaid, readPcid, respond } from './body.ts';
import type { Grant, Right, Subject } from './grant.ts';
import { whyNot } from './grant.ts';
import type { Guard } from './guard.ts';

/** What the routes of the dialects stand on. */
export interface PoolRouteOptions {
  readonly backend: PncBackend;
  readonly guard: Guard;
  readonly random: Random;
  /** Signed contract data between its forms: the pools exchange it as XML. */
  readonly xml: { toXml(exi: Uint8Array): string; toExi(xml: string): Uint8Array };
  readonly base?: string;
}

/** Namespace of ISO 15118-2, the default of every call. */
export const ISO2 = 'urn:iso:15118:2:2013:MsgDef';

const text = Type.String();
const optional = Type.Optional(text);

const RootBody = Type.Object({
  caCertificate: text,
  rootType: Type.Union([Type.Literal('MO'), Type.Literal('V2G'), Type.Literal('OEM'), Type.Literal('PE')]),
});
const ProvisioningBody = Type.Object({
  vehicleCertificate: text,
  subCA1Certificate: text,
  subCA2Certificate: optional,
  xsdMsgDefNamespace: optional,
  v2gRootAuthorityKeyIdentifiers: Type.Optional(Type.Array(text)),
  previousPcid: optional,
});
const SignBody = Type.Object({
  contractData: Type.Object({
    contractCertificate: text,
    contractSubCa2Certificate: optional,
    contractSubCa1Certificate: text,
    contractSignatureEncryptedPrivateKey: text,
    dHpublickey: text,
    emaid: optional,
  }),
  pcid: optional,
  xsdMsgDefNamespace: text,
  cpsV2GRootCertificateFingerprint: optional,
});
const DeprecatedSignBody = Type.Object({
  xsdMsgDefNamespace: text,
  contractData: Type.Object({
    contractSignatureCertChain: Type.Object({
      contractSignatureCertChainCertificate: text,
      contractSignatureCertChainSubCertificates: Type.Array(text),
    }),
    contractSignatureEncryptedPrivateKey: text,
    dHpublickey: text,
    emaid: text,
  }),
  pcid: optional,
  emaid: optional,
});
const GenerateBody = Type.Object({
  contractBegins: text,
  contractEnds: text,
  emaid: text,
  pcid: text,
  xsdMsgDefNamespace: optional,
  cpsV2GRootCertificateFingerprint: optional,
});
const InstallationBody = Type.Object({ certificateInstallationReq: text, xsdMsgDefNamespace: optional });
const ContractBody = Type.Object({
  xsdMsgDefNamespace: text,
  emaid: text,
  pcid: text,
  signedContractDataXML: text,
});

/** All routes of the dialect. */
export function opcpRoutes(options: PoolRouteOptions): readonly Route[] {
  const { backend, guard, random, xml, base = '' } = options;
  const { roots, provisioning, cps, contracts } = backend;

  return [
    route('GET', '/v1/root/rootCerts', 'roots.read', async ({ query }) => {
      const type = query.get('rootType')?.toUpperCase();
      const list = await roots.list(type === undefined ? undefined : (type as RootType));
      return jsonResponse(200, { RootCertificateCollection: { rootCertificates: list.map(rootCertificate) } });
    }),
    route('GET', '/v1/root/ctl', 'roots.read', async () => ({ status: 404, headers: {} })),
    route('GET', '/v1/root/rootCerts/:id', 'roots.read', async ({ params }) => {
      const found = await roots.find(params.id!);
      return found ? jsonResponse(200, rootCertificate(found)) : { status: 404, headers: {} };
    }),
    route('PUT', '/v1/root/rootCerts', 'roots.write', async ({ body }) => {
      const { caCertificate, rootType } = readBody(RootBody, body);
      const put = roots.put(readCertificate(caCertificate, 'caCertificate'), rootType);
      return respond(put, (entry) => jsonResponse(200, rootCertificate(entry)), random);
    }),
    route('DELETE', '/v1/root/rootCerts/:id', 'roots.write', ({ params }) =>
      respond(roots.remove(params.id!), empty, random),
    ),

    route('GET', '/v1/oem/provCerts/lookupVehicle/:pcid', 'provisioning.read', async ({ params }) => ({
      status: (await provisioning.has(readPcid(params.pcid!))) ? 200 : 404,
      headers: {},
    })),
    route('GET', '/v1/oem/provCerts/:pcid', 'provisioning.read', ({ params }) =>
      respond(
        provisioning.get(readPcid(params.pcid!)),
        (entry) => jsonResponse(200, { OEMMessage: provisioningOf(entry) }),
        random,
      ),
    ),
    route('PUT', '/v1/oem/provCerts', 'provisioning.write', async ({ body }, grant) => {
      const wish = readBody(ProvisioningBody, body);
      const leaf = readCertificate(wish.vehicleCertificate, 'vehicleCertificate');
      const chain = [
        leaf,
        ...(wish.subCA2Certificate === undefined ? [] : [readCertificate(wish.subCA2Certificate, 'subCA2Certificate')]),
        readCertificate(wish.subCA1Certificate, 'subCA1Certificate'),
      ];
      return may(grant, 'provisioning.write', { pcid: leaf.subject.commonName ?? '' }, () =>
        respond(
          provisioning.put({
            chain,
            v2gRootKeyIdentifiers: (wish.v2gRootAuthorityKeyIdentifiers ?? []).map((id) =>
              id.replaceAll(':', '').toLowerCase(),
            ),
            ...(wish.previousPcid !== undefined && { previousPcid: readPcid(wish.previousPcid, 'previousPcid') }),
          }),
          (entry) => jsonResponse(200, provisioningOf(entry)),
          random,
        ),
      );
    }),
    route('DELETE', '/v1/oem/provCerts/:pcid', 'provisioning.write', ({ params }) =>
      respond(provisioning.remove(readPcid(params.pcid!)), empty, random),
    ),

    route('PUT', '/v1/cps/contractData/signed', 'cps.sign', async ({ body }, grant) => {
      const wish = readBody(SignBody, body);
      const { contractData } = wish;
      const bundle = bundleOf(
        [
          contractData.contractCertificate,
          contractData.contractSubCa2Certificate,
          contractData.contractSubCa1Certificate,
        ],
        contractData,
        contractData.emaid,
      );
      const pcid = wish.pcid === undefined ? undefined : readPcid(wish.pcid);
      return may(grant, 'cps.sign', bundle, () =>
        respond(
          cps.sign(bundle, {
            namespace: wish.xsdMsgDefNamespace,
            ...(pcid !== undefined && { pcid }),
            ...(wish.cpsV2GRootCertificateFingerprint !== undefined && {
              cpsRootFingerprint: wish.cpsV2GRootCertificateFingerprint.toLowerCase(),
            }),
          }),
          (signed) => jsonResponse(200, signedData(signed)),
          random,
        ),
      );
    }),
    route('PUT', '/v1/cps/signedContractData', 'cps.sign', (request, grant) => deprecatedSign(request, grant, false)),
    route('PUT', '/v1/cps/forward/signedContractData', 'cps.sign', (request, grant) =>
      deprecatedSign(request, grant, true),
    ),
    route('PUT', '/v1/cps/generate/signedContractData', 'cps.generate', async ({ body }, grant) => {
      const wish = readBody(GenerateBody, body);
      const eMAID = readEmaid(wish.emaid);
      return may(grant, 'cps.generate', { eMAID }, () =>
        respond(
          cps.generate({
            eMAID,
            pcid: readPcid(wish.pcid),
            from: readTime(wish.contractBegins, 'contractBegins'),
            until: readTime(wish.contractEnds, 'contractEnds'),
            namespace: wish.xsdMsgDefNamespace ?? ISO2,
            ...(wish.cpsV2GRootCertificateFingerprint !== undefined && {
              cpsRootFingerprint: wish.cpsV2GRootCertificateFingerprint.toLowerCase(),
            }),
          }),
          () => ({ status: 201, headers: {} }),
          random,
        ),
      );
    }),
    route('GET', '/cps/signer', 'cps.signers', async () =>
      jsonResponse(200, {
        cpsCertificates: (await cps.signers()).map(({ chain: [leaf, ...subCas], root }) => ({
          cpsDistinguishedName: String(leaf!.subject),
          cpsCertificate: base64Of(leaf!),
          validFrom: iso(leaf!.notBefore),
          validTo: iso(leaf!.notAfter),
          organizationName: leaf!.subject.values('O')[0],
          cpsV2GRootCertificateFingerprint: root.fingerprint,
          cpsRootDistinguishedName: String(root.subject),
          cpsSubCa1Certificate: base64Of(subCas.at(-1) ?? leaf!),
          ...(subCas.length > 1 && { cpsSubCa2Certificate: base64Of(subCas[0]!) }),
          xsdMsgDefNamespace: ISO2,
        })),
      }),
    ),

    route('POST', '/v1/ccp/signedContractData', 'contracts.answer', async ({ body, headers }) => {
      const wish = readBody(InstallationBody, body);
      const exi = readBase64(wish.certificateInstallationReq, 'certificateInstallationReq');
      const alwaysReturnEXI = headers.alwaysreturnexi?.toLowerCase() !== 'false';
      return respond(
        contracts.answer(exi, wish.xsdMsgDefNamespace ?? ISO2),
        (answer) =>
          answer.isFound
            ? jsonResponse(200, ccpResponse(answer))
            : alwaysReturnEXI
              ? jsonResponse(404, ccpResponse(answer))
              : jsonResponse(404, { errorMessages: [`no contract data: ${answer.responseCode}`] }),
        random,
      );
    }),
    route('PUT', '/v1/ccp/signedContractData', 'contracts.put', async ({ body }, grant) => {
      const wish = readBody(ContractBody, body);
      const eMAID = readEmaid(wish.emaid);
      const exi = xml.toExi(fromUtf8(readBase64(wish.signedContractDataXML, 'signedContractDataXML')));
      return may(grant, 'contracts.put', { eMAID }, () =>
        respond(
          contracts.put(exi, { eMAID, pcid: readPcid(wish.pcid), namespace: wish.xsdMsgDefNamespace }),
          () => ({ status: 201, headers: {} }),
          random,
        ),
      );
    }),
    route('DELETE', '/v1/ccp/signedContractData/:emaid', 'contracts.manage', async ({ params, headers }, grant) => {
      const eMAID = readEmaid(params.emaid!);
      return may(grant, 'contracts.manage', { eMAID }, () =>
        respond(
          contracts.remove(eMAID, { skipRevocation: headers['x-skip-revocation']?.toLowerCase() === 'true' }),
          empty,
          random,
        ),
      );
    }),
    route(
      'GET',
      '/v1/ccp/provideSignedContractData/:emaid/:pcid',
      'contracts.provide',
      async ({ params, query }, grant) => {
        const pcid = readPcid(params.pcid!);
        return may(grant, 'contracts.provide', { pcid }, () =>
          respond(
            contracts.provide({
              eMAID: readEmaid(params.emaid!),
              pcid,
              sessionId: readSessionId(query.get('sessionID')),
            }),
            ({ exi, namespace, cpsRootFingerprint }) =>
              jsonResponse(200, {
                certificateInstallationRes: toBase64(exi),
                xsdMsgDefNamespace: namespace,
                cpsV2GRootCertificateFingerprint: cpsRootFingerprint,
              }),
            random,
          ),
        );
      },
    ),
    route('GET', '/v1/ccp/lookupContract/:emaid', 'contracts.manage', async ({ params }, grant) => {
      const eMAID = readEmaid(params.emaid!);
      return may(grant, 'contracts.manage', { eMAID }, async () =>
        jsonResponse(200, { XMLContracts: (await contracts.byEmaid(eMAID)).map(contractOf) }),
      );
    }),
    route('GET', '/v1/ccp/signedContractData/:pcid', 'contracts.provide', async ({ params }, grant) => {
      const pcid = readPcid(params.pcid!);
      return may(grant, 'contracts.provide', { pcid }, async () =>
        jsonResponse(200, { XMLContracts: (await contracts.byPcid(pcid)).map(contractOf) }),
      );
    }),
    route('POST', '/v1/ccp/signedContractData/:pcid/:emaid/default', 'contracts.provide', async ({ params }, grant) => {
      const pcid = readPcid(params.pcid!);
      return may(grant, 'contracts.provide', { pcid }, () =>
        respond(contracts.setDefault(pcid, readEmaid(params.emaid!)), empty, random),
      );
    }),
  ];

  function route(
    method: Route['method'],
    path: string,
    right: Right,
    serve: (request: RoutedRequest, grant: Grant) => Promise<HttpResponse>,
  ): Route {
    return {
      method,
      path: base + path,
      handler: (request, context) =>
        guard(request, context, (grant) => checked(random, () => serve(request, grant)), right, {
          pcid: request.params.pcid,
          eMAID: request.params.emaid,
        }),
    };
  }

  async function deprecatedSign({ body }: RoutedRequest, grant: Grant, isForwarded: boolean): Promise<HttpResponse> {
    const wish = readBody(DeprecatedSignBody, body);
    const { contractSignatureCertChain: chain, ...data } = wish.contractData;
    const bundle = bundleOf(
      [chain.contractSignatureCertChainCertificate, ...chain.contractSignatureCertChainSubCertificates],
      data,
      data.emaid,
    );
    if (isForwarded && wish.pcid === undefined)
      throw new ProtocolError('body_malformed', 'body/pcid: missing', { path: 'pcid' });
    const pcid = isForwarded ? { pcid: readPcid(wish.pcid!) } : {};
    return may(grant, 'cps.sign', bundle, () =>
      respond(
        cps.sign(bundle, { namespace: wish.xsdMsgDefNamespace, ...pcid }),
        (signed) =>
          isForwarded
            ? { status: 201, headers: {} }
            : jsonResponse(200, {
                emaid: signed.eMAID,
                pcid: wish.pcid,
                signedData: toBase64(toUtf8(xml.toXml(signed.exi))),
                xsdMsgDefNamespace: signed.namespace,
              }),
        random,
      ),
    );
  }

  function signedData({ exi, cpsRootFingerprint }: SignedContract) {
    return { signedData: toBase64(toUtf8(xml.toXml(exi))), cpsV2GRootCertificateFingerprint: cpsRootFingerprint };
  }
}

/** Runs a call that names its subject in the body, where the guard could not see it. */
async function may(
  grant: Grant,
  right: Right,
  subject: Subject,
  serve: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  return whyNot(grant, right, subject) === undefined ? serve() : { status: 403, headers: {} };
}

/** Contract data of a body. */
export function bundleOf(
  chain: readonly (string | undefined)[],
  {
    contractSignatureEncryptedPrivateKey,
    dHpublickey,
  }: { readonly contractSignatureEncryptedPrivateKey: string; readonly dHpublickey: string },
  emaid: string | undefined,
): ContractBundle {
  const certificates = chain.flatMap((one, i) =>
    one === undefined ? [] : [readCertificate(one, `contract chain/${i}`)],
  );
  return {
    eMAID: readEmaid(emaid ?? certificates[0]!.subject.commonName ?? ''),
    chain: certificates,
    encryptedPrivateKey: readBase64(contractSignatureEncryptedPrivateKey, 'contractSignatureEncryptedPrivateKey'),
    dhPublicKey: readBase64(dHpublickey, 'dHpublickey'),
  };
}

/** A root as the pools show it. Everything but the certificate is information. */
export function rootCertificate({ id, type, certificate }: RootEntry) {
  const { subject } = certificate;
  return {
    rootCertificateId: id,
    distinguishedName: String(subject),
    commonName: subject.commonName,
    rootType: type,
    caCertificate: base64Of(certificate),
    ...(certificate.ski !== undefined && {
      rootAuthorityKeyIdentifier: toBase64(fromHex(certificate.ski)),
      rootAuthorityKeyIdentifierHex: certificate.ski,
    }),
    rootIssuerSerialNumber: certificate.serialNumber,
    validFrom: iso(certificate.notBefore),
    validTo: iso(certificate.notAfter),
    organizationName: subject.values('O')[0],
    fingerprint: certificate.fingerprint,
    fingerprintSha1: certificate.sha1Fingerprint,
    xsdMsgDefNamespace: ISO2,
    signatureAlgorithm:
      certificate.keyType === 'P-256'
        ? 'secp256r1'
        : certificate.keyType === 'P-521'
          ? 'secp521r1'
          : certificate.keyType.toLowerCase(),
  };
}

/** A time of a body: RFC 3339, in ms. @throws ProtocolError */
export function readTime(value: string, field: string): number {
  const time = Date.parse(value);
  if (!Number.isFinite(time))
    throw new ProtocolError('body_malformed', `body/${field}: '${value}' is no time`, { path: field });
  return time;
}

/** Up to 8 bytes in hex. @throws ProtocolError */
export function readSessionId(value: string | null): Uint8Array {
  if (value === null || value === '') return new Uint8Array(8);
  if (!/^([0-9a-fA-F]{2}){1,8}$/.test(value))
    throw new ProtocolError('body_malformed', `sessionID: '${value}', expected up to 8 bytes in hex`, {
      path: 'sessionID',
    });
  return fromHex(value);
}

function provisioningOf({
  chain,
  root,
  v2gRootKeyIdentifiers,
}: {
  readonly chain: ContractBundle['chain'];
  readonly root: ContractBundle['chain'][0];
  readonly v2gRootKeyIdentifiers: readonly string[];
}) {
  const [leaf, ...subCas] = chain;
  return {
    vehicleCertificate: base64Of(leaf!),
    subCA1Certificate: base64Of(subCas.at(-1)!),
    ...(subCas.length > 1 && { subCA2Certificate: base64Of(subCas[0]!) }),
    xsdMsgDefNamespace: ISO2,
    v2gRootAuthorityKeyIdentifiers: v2gRootKeyIdentifiers,
    rootIssuerDistinguishedName: String(root.subject),
    rootIssuerSerialNumber: root.serialNumber,
    ...(root.ski !== undefined && { rootAuthorityKeyIdentifier: root.ski.replace(/..(?=.)/g, '$&:') }),
    fingerprint: leaf!.fingerprint,
  };
}

function contractOf({ eMAID, pcid, namespace, contract, isDefault }: SignedContract) {
  return {
    emaid: eMAID,
    pcid,
    xsdMsgDefNamespace: namespace,
    contractCertificate: base64Of(contract),
    defaultContract: isDefault,
    certValidFrom: iso(contract.notBefore),
    certValidTo: iso(contract.notAfter),
  };
}

function ccpResponse({ exi, eMAID }: InstallationAnswer) {
  return {
    CCPResponse: {
      emaidContent: [
        { messageDef: { certificateInstallationRes: toBase64(exi), ...(eMAID !== undefined && { emaid: eMAID }) } },
      ],
    },
  };
}

function empty(): HttpResponse {
  return { status: 200, headers: {} };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
