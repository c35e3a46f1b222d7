/** The same pools in the dialect of OPNC 1.0 (CharIN). Only shapes and paths differ from OPCP; the handlers stand on one backend. @module */

import { fromUtf8, toBase64, toUtf8 } from '@openpnc/core/bytes';
import { type HttpResponse, jsonResponse, type Route, type RoutedRequest } from '@openpnc/core/http';
import { type RevocationReason, revocationReasons } from '@openpnc/x509/ocsp';
import Type from 'typebox';
import type { ProvisioningEntry, RootType, SignedContract } from './backend.ts';
import {
  base64Of,
  checked,
  errorResponse,
  readBase64,
  readBody,
  readCertificate,
  readEmaid,
  readPcid,
  respond,
} from './body.ts';
import { type Grant, type Right, whyNot } from './grant.ts';
import { bundleOf, ISO2, type PoolRouteOptions, readSessionId, readTime, rootCertificate } from './opcpRoutes.ts';

const text = Type.String();
const optional = Type.Optional(text);
const Chain = Type.Object({ certificate: text, subCa2Certificate: optional, subCa1Certificate: text });

const RootBody = Type.Object({ rootCertificate: Type.Object({ caCertificate: text, rootType: text }) });
const ProvisioningBody = Type.Object({
  provisioningCertificate: Type.Object({
    provisioningCertificateChain: Chain,
    v2gRootAuthorityKeyIdentifiers: Type.Optional(Type.Array(text)),
    previousPcid: optional,
  }),
});
const SignBody = Type.Object({
  contractCertificateBundle: Type.Object({
    pcid: optional,
    emaid: text,
    contractCertificateChain: Chain,
    contractSignatureEncryptedPrivateKey: text,
    dHpublickey: text,
  }),
  xsdMsgDefNamespace: optional,
  cpsV2GRootCertificateFingerprint: optional,
});
const GenerateBody = Type.Object({
  emaid: text,
  pcid: text,
  contractBegins: text,
  contractEnds: text,
  xsdMsgDefNamespace: optional,
  cpsV2GRootCertificateFingerprint: optional,
});
const InstallationBody = Type.Object({ certificateInstallationReq: text, xsdMsgDefNamespace: optional });
const ContractBody = Type.Object({
  signedContractData: Type.Object({
    emaid: text,
    pcid: text,
    signedContractDataXML: text,
    xsdMsgDefNamespace: optional,
  }),
});
const RevokeBody = Type.Object({ certificate: text, revocationReason: text });

/** The header of OPNC that turns the failure EXI off is the same as in OPCP. */
export function opncRoutes(options: PoolRouteOptions): readonly Route[] {
  const { backend, guard, random, xml, base = '' } = options;
  const { roots, provisioning, cps, contracts } = backend;

  return [
    route('GET', '/rcp/rootcertificates', 'roots.read', async ({ query }) => {
      const type = query.get('pkiType')?.toLowerCase();
      const list = await roots.list(
        type === undefined ? undefined : ((type === 'emsp' ? 'MO' : type.toUpperCase()) as RootType),
      );
      return jsonResponse(200, { rootCertificateCollection: list.map(root) });
    }),
    route('GET', '/rcp/rootcertificates/:id', 'roots.read', async ({ params }) => {
      const found = await roots.find(params.id!);
      // The published schema has three o's; a client may look for either.
      return found
        ? jsonResponse(200, { roootCertificate: root(found), rootCertificate: root(found) })
        : { status: 404, headers: {} };
    }),
    route('PUT', '/rcp/rootcertificates', 'roots.write', async ({ body }) => {
      const { rootCertificate: wish } = readBody(RootBody, body);
      const type = wish.rootType.toUpperCase() === 'EMSP' ? 'MO' : wish.rootType.toUpperCase();
      if (!rootTypes.includes(type as RootType))
        return errorResponse(400, `body/rootCertificate/rootType: '${wish.rootType}'`, random);
      const put = roots.put(readCertificate(wish.caCertificate, 'caCertificate'), type as RootType);
      return respond(put, (entry) => jsonResponse(200, { rootCertificate: root(entry) }), random);
    }),
    route('DELETE', '/rcp/rootcertificates/:id', 'roots.write', ({ params }) =>
      respond(roots.remove(params.id!), empty, random),
    ),

    route('GET', '/pcp/provisioningcertificates/:pcid', 'provisioning.read', ({ params }) =>
      respond(
        provisioning.get(readPcid(params.pcid!)),
        (entry) => jsonResponse(200, { provisioningCertificate: provisioningOf(entry) }),
        random,
      ),
    ),
    route('GET', '/pcp/lookupvehicle/:pcid', 'provisioning.read', async ({ params }) => ({
      status: (await provisioning.has(readPcid(params.pcid!))) ? 200 : 404,
      headers: {},
    })),
    route('PUT', '/pcp/provisioningcertificates', 'provisioning.write', async ({ body }, grant) => {
      const { provisioningCertificate: wish } = readBody(ProvisioningBody, body);
      const { certificate, subCa2Certificate, subCa1Certificate } = wish.provisioningCertificateChain;
      const leaf = readCertificate(certificate, 'certificate');
      const chain = [
        leaf,
        ...(subCa2Certificate === undefined ? [] : [readCertificate(subCa2Certificate, 'subCa2Certificate')]),
        readCertificate(subCa1Certificate, 'subCa1Certificate'),
      ];
      if (whyNot(grant, 'provisioning.write', { pcid: leaf.subject.commonName ?? '' }) !== undefined)
        return { status: 403, headers: {} };
      return respond(
        provisioning.put({
          chain,
          v2gRootKeyIdentifiers: (wish.v2gRootAuthorityKeyIdentifiers ?? []).map((id) =>
            id.replaceAll(':', '').toLowerCase(),
          ),
          ...(wish.previousPcid !== undefined && { previousPcid: readPcid(wish.previousPcid, 'previousPcid') }),
        }),
        (entry) => jsonResponse(200, { provisioningCertificate: provisioningOf(entry) }),
        random,
      );
    }),
    route('DELETE', '/pcp/provisioningcertificates/:pcid', 'provisioning.write', ({ params }) =>
      respond(provisioning.remove(readPcid(params.pcid!)), empty, random),
    ),

    route('PUT', '/cps/contractData/sign', 'cps.sign', async ({ body }, grant) => {
      const wish = readBody(SignBody, body);
      const { contractCertificateChain: chain, pcid, emaid, ...data } = wish.contractCertificateBundle;
      const bundle = bundleOf([chain.certificate, chain.subCa2Certificate, chain.subCa1Certificate], data, emaid);
      if (whyNot(grant, 'cps.sign', bundle) !== undefined) return { status: 403, headers: {} };
      return respond(
        cps.sign(bundle, {
          namespace: wish.xsdMsgDefNamespace ?? ISO2,
          ...(pcid !== undefined && { pcid: readPcid(pcid) }),
          ...(wish.cpsV2GRootCertificateFingerprint !== undefined && {
            cpsRootFingerprint: wish.cpsV2GRootCertificateFingerprint.toLowerCase(),
          }),
        }),
        (signed) => jsonResponse(201, { signedContractData: signedData(signed) }),
        random,
      );
    }),
    route('PUT', '/cps/contractData/generateandsign', 'cps.generate', async ({ body }, grant) => {
      const wish = readBody(GenerateBody, body);
      const eMAID = readEmaid(wish.emaid);
      if (whyNot(grant, 'cps.generate', { eMAID }) !== undefined) return { status: 403, headers: {} };
      return respond(
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
        (signed) => jsonResponse(201, { signedContractData: signedData(signed) }),
        random,
      );
    }),
    route('GET', '/cps/cpsCertificates', 'cps.signers', async () =>
      jsonResponse(200, {
        cpsCertificateDataCollection: (await cps.signers()).map(({ chain, root: anchor }) => ({
          cpsCertificateChain: chainOf(chain),
          cpsV2GRootCertificateFingerprint: anchor.fingerprint,
          xsdMsgDefNamespace: ISO2,
        })),
      }),
    ),

    route('POST', '/ccp/signedcontractdata', 'contracts.answer', async ({ body, headers }) => {
      const wish = readBody(InstallationBody, body);
      const exi = readBase64(wish.certificateInstallationReq, 'certificateInstallationReq');
      const namespace = wish.xsdMsgDefNamespace ?? ISO2;
      return respond(
        contracts.answer(exi, namespace),
        ({ isFound, exi: answer, eMAID, responseCode }) =>
          !isFound && headers.alwaysreturnexi?.toLowerCase() === 'false'
            ? errorResponse(404, `no contract data: ${responseCode}`, random)
            : jsonResponse(isFound ? 200 : 404, {
                signedContractDataCollection: [
                  {
                    ...(eMAID !== undefined && { emaid: eMAID }),
                    certificateInstallationRes: toBase64(answer),
                    xsdMsgDefNamespace: namespace,
                  },
                ],
              }),
        random,
      );
    }),
    route('PUT', '/ccp/signedcontractdata', 'contracts.put', async ({ body }, grant) => {
      const { signedContractData: wish } = readBody(ContractBody, body);
      const eMAID = readEmaid(wish.emaid);
      if (whyNot(grant, 'contracts.put', { eMAID }) !== undefined) return { status: 403, headers: {} };
      const exi = xml.toExi(fromUtf8(readBase64(wish.signedContractDataXML, 'signedContractDataXML')));
      return respond(
        contracts.put(exi, { eMAID, pcid: readPcid(wish.pcid), namespace: wish.xsdMsgDefNamespace ?? ISO2 }),
        () => ({ status: 201, headers: {} }),
        random,
      );
    }),
    route('DELETE', '/ccp/signedcontractdata/:emaid', 'contracts.manage', ({ params, headers }) =>
      respond(
        contracts.remove(readEmaid(params.emaid!), {
          skipRevocation: headers['x-skip-revocation']?.toLowerCase() === 'true',
        }),
        empty,
        random,
      ),
    ),
    route('GET', '/ccp/signedcontractdata/:emaid/:pcid', 'contracts.provide', ({ params, query }) =>
      respond(
        contracts.provide({
          eMAID: readEmaid(params.emaid!),
          pcid: readPcid(params.pcid!),
          sessionId: readSessionId(query.get('sessionID')),
        }),
        ({ exi, namespace, eMAID, pcid }) =>
          jsonResponse(200, {
            emaid: eMAID,
            pcid,
            certificateInstallationRes: toBase64(exi),
            xsdMsgDefNamespace: namespace,
          }),
        random,
      ),
    ),
    route('POST', '/ccp/signedcontractdata/:emaid/:pcid/setdefault', 'contracts.provide', ({ params }) =>
      respond(contracts.setDefault(readPcid(params.pcid!), readEmaid(params.emaid!)), empty, random),
    ),
    route('GET', '/ccp/contractData/emaid/:emaid', 'contracts.manage', async ({ params }) =>
      jsonResponse(200, {
        contractDataCollection: (await contracts.byEmaid(readEmaid(params.emaid!))).map(contractOf),
      }),
    ),
    route('GET', '/ccp/contractData/pcid/:pcid', 'contracts.provide', async ({ params }) =>
      jsonResponse(200, { contractDataCollection: (await contracts.byPcid(readPcid(params.pcid!))).map(contractOf) }),
    ),

    route('POST', '/pki/revokeCertificate', 'revoke', async ({ body }) => {
      const wish = readBody(RevokeBody, body);
      if (!(wish.revocationReason in revocationReasons))
        return errorResponse(400, `body/revocationReason: '${wish.revocationReason}'`, random);
      const revoked = backend.revoke(
        readCertificate(wish.certificate, 'certificate'),
        wish.revocationReason as RevocationReason,
      );
      return respond(revoked, empty, random);
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
      path: `${base}/opnc/v1${path}`,
      handler: (request, context) =>
        guard(request, context, (grant) => checked(random, () => serve(request, grant)), right, {
          pcid: request.params.pcid,
          eMAID: request.params.emaid,
        }),
    };
  }

  function signedData({ eMAID, pcid, exi, namespace, cpsRootFingerprint }: SignedContract) {
    return {
      emaid: eMAID,
      pcid,
      signedContractDataXML: toBase64(toUtf8(xml.toXml(exi))),
      xsdMsgDefNamespace: namespace,
      cpsV2GRootCertificateFingerprint: cpsRootFingerprint,
    };
  }
}

const rootTypes: readonly RootType[] = ['V2G', 'MO', 'OEM', 'PE'];

function root(entry: Parameters<typeof rootCertificate>[0]) {
  const { rootType, ...rest } = rootCertificate(entry);
  return { ...rest, rootTypeList: [rootType === 'MO' ? 'EMSP' : rootType], rootCtlList: ['No CTL'] };
}

function chainOf(chain: ProvisioningEntry['chain']) {
  const [leaf, ...subCas] = chain;
  return {
    certificate: base64Of(leaf!),
    ...(subCas.length > 1 && { subCa2Certificate: base64Of(subCas[0]!) }),
    subCa1Certificate: base64Of(subCas.at(-1) ?? leaf!),
  };
}

function provisioningOf({ pcid, chain, root: anchor, v2gRootKeyIdentifiers }: ProvisioningEntry) {
  return {
    pcid,
    provisioningCertificateChain: chainOf(chain),
    v2gRootAuthorityKeyIdentifiers: v2gRootKeyIdentifiers,
    rootIssuerDistinguishedName: String(anchor.subject),
    rootIssuerSerialNumber: anchor.serialNumber,
  };
}

function contractOf({ eMAID, pcid, namespace, contract, isDefault }: SignedContract) {
  return {
    emaid: eMAID,
    pcid,
    xsdMsgDefNamespace: namespace,
    contractCertificate: base64Of(contract),
    defaultContract: isDefault,
    certValidFrom: new Date(contract.notBefore).toISOString(),
    certValidTo: new Date(contract.notAfter).toISOString(),
  };
}

function empty(): HttpResponse {
  return { status: 200, headers: {} };
}
