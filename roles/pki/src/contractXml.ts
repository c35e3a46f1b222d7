/** Signed contract data between EXI and XML: the pools exchange CertificateInstallationRes as XML. ISO 15118-2:2014 8.4.3.6, OPCP 4.3. @module */

import { fromBase64, fromHex, toBase64, toHex } from '@openpnc/core/bytes';
import { ProtocolError } from '@openpnc/core/errors';
import {
  type CertificateInstallationRes,
  decodeMessage,
  encodeMessage,
  type V2G_Message,
} from '@openpnc/exi/iso15118-2';
import type { Signature } from '@openpnc/exi/xmldsig';
import { bodyOf } from '@openpnc/iso15118/v2/message';

/** The XML of a CertificateInstallationRes. @throws ProtocolError `xml_malformed` for another message, ExiError */
export function toXml(exi: Uint8Array): string {
  const { Header, Body } = decodeMessage(exi);
  const found = bodyOf({ Header, Body });
  if (found?.name !== 'CertificateInstallationRes' || !Header.Signature)
    throw new ProtocolError(
      'xml_malformed',
      `signed contract data: ${found?.name ?? 'no message'}, expected a signed CertificateInstallationRes`,
    );
  const { body } = found;
  const chain = ({ Certificate, SubCertificates }: CertificateInstallationRes['ContractSignatureCertChain']) =>
    el('v2gci_t:Certificate', toBase64(Certificate)) +
    (SubCertificates
      ? el(
          'v2gci_t:SubCertificates',
          SubCertificates.Certificate.map((one) => el('v2gci_t:Certificate', toBase64(one))).join(''),
        )
      : '');
  const res = [
    el('v2gci_b:ResponseCode', body.ResponseCode),
    el('v2gci_b:SAProvisioningCertificateChain', chain(body.SAProvisioningCertificateChain)),
    el(
      'v2gci_b:ContractSignatureCertChain',
      chain(body.ContractSignatureCertChain),
      id(body.ContractSignatureCertChain.Id),
    ),
    el(
      'v2gci_b:ContractSignatureEncryptedPrivateKey',
      toBase64(body.ContractSignatureEncryptedPrivateKey.value),
      id(body.ContractSignatureEncryptedPrivateKey.Id),
    ),
    el('v2gci_b:DHpublickey', toBase64(body.DHpublickey.value), id(body.DHpublickey.Id)),
    el('v2gci_b:eMAID', body.eMAID.value, id(body.eMAID.Id)),
  ].join('');
  const header = el('v2gci_h:SessionID', toHex(Header.SessionID).toUpperCase()) + signatureXml(Header.Signature);
  const namespaces = Object.entries(NAMESPACES)
    .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>${el('v2gci_d:V2G_Message', el('v2gci_d:Header', header) + el('v2gci_d:Body', el('v2gci_b:CertificateInstallationRes', res)), namespaces)}`;
}

/** The EXI of a CertificateInstallationRes in XML, whatever its prefixes. @throws ProtocolError `xml_malformed`, ExiError for wrong values */
export function toExi(xml: string): Uint8Array {
  const root = parseXml(xml);
  const message = root.name === 'V2G_Message' ? root : fault(`root element ${root.name}, expected V2G_Message`);
  const header = child(message, 'Header');
  const res = child(child(message, 'Body'), 'CertificateInstallationRes');
  const signature = child(header, 'Signature');
  const chain = (node: Node) => {
    const subs = node.children.find(({ name }) => name === 'SubCertificates');
    return {
      ...idOf(node),
      Certificate: base64(child(node, 'Certificate')),
      ...(subs && { SubCertificates: { Certificate: subs.children.map(base64) } }),
    };
  };
  const signed = (name: string) => {
    const node = child(res, name);
    return { Id: node.attributes.Id ?? fault(`${name}: no Id`), value: base64(node) };
  };
  const emaid = child(res, 'eMAID');
  const body: CertificateInstallationRes = {
    ResponseCode: child(res, 'ResponseCode').text as CertificateInstallationRes['ResponseCode'],
    SAProvisioningCertificateChain: chain(child(res, 'SAProvisioningCertificateChain')),
    ContractSignatureCertChain: chain(child(res, 'ContractSignatureCertChain')),
    ContractSignatureEncryptedPrivateKey: signed('ContractSignatureEncryptedPrivateKey'),
    DHpublickey: signed('DHpublickey'),
    eMAID: { Id: emaid.attributes.Id ?? fault('eMAID: no Id'), value: emaid.text },
  };
  const result: V2G_Message = {
    Header: { SessionID: hex(child(header, 'SessionID')), Signature: signatureOf(signature) },
    Body: { CertificateInstallationRes: body },
  };
  return encodeMessage(result);
}

const NAMESPACES = {
  v2gci_d: 'urn:iso:15118:2:2013:MsgDef',
  v2gci_h: 'urn:iso:15118:2:2013:MsgHeader',
  v2gci_b: 'urn:iso:15118:2:2013:MsgBody',
  v2gci_t: 'urn:iso:15118:2:2013:MsgDataTypes',
  xmlsig: 'http://www.w3.org/2000/09/xmldsig#',
} as const;

function signatureXml({ SignedInfo, SignatureValue }: Signature): string {
  const references = SignedInfo.Reference.map(({ URI, Transforms, DigestMethod, DigestValue }) =>
    el(
      'xmlsig:Reference',
      (Transforms
        ? el(
            'xmlsig:Transforms',
            Transforms.Transform.map(({ Algorithm }) =>
              el('xmlsig:Transform', '', attribute('Algorithm', Algorithm)),
            ).join(''),
          )
        : '') +
        el('xmlsig:DigestMethod', '', attribute('Algorithm', DigestMethod.Algorithm)) +
        el('xmlsig:DigestValue', toBase64(DigestValue)),
      URI === undefined ? '' : attribute('URI', URI),
    ),
  ).join('');
  const signedInfo =
    el('xmlsig:CanonicalizationMethod', '', attribute('Algorithm', SignedInfo.CanonicalizationMethod.Algorithm)) +
    el('xmlsig:SignatureMethod', '', attribute('Algorithm', SignedInfo.SignatureMethod.Algorithm)) +
    references;
  return el(
    'xmlsig:Signature',
    el('xmlsig:SignedInfo', signedInfo) + el('xmlsig:SignatureValue', toBase64(SignatureValue.value)),
  );
}

function signatureOf(node: Node): Signature {
  const signedInfo = child(node, 'SignedInfo');
  const algorithm = (of: Node, name: string) => ({
    Algorithm: child(of, name).attributes.Algorithm ?? fault(`${name}: no Algorithm`),
  });
  return {
    SignedInfo: {
      CanonicalizationMethod: algorithm(signedInfo, 'CanonicalizationMethod'),
      SignatureMethod: algorithm(signedInfo, 'SignatureMethod'),
      Reference: signedInfo.children
        .filter(({ name }) => name === 'Reference')
        .map((reference) => ({
          ...(reference.attributes.URI !== undefined && { URI: reference.attributes.URI }),
          Transforms: {
            Transform: child(reference, 'Transforms').children.map(({ attributes }) => ({
              Algorithm: attributes.Algorithm ?? fault('Transform: no Algorithm'),
            })),
          },
          DigestMethod: algorithm(reference, 'DigestMethod'),
          DigestValue: base64(child(reference, 'DigestValue')),
        })),
    },
    SignatureValue: { value: base64(child(node, 'SignatureValue')) },
  };
}

function el(name: string, content: string, attributes = ''): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escaped(value)}"`;
}

function id(Id: string | undefined): string {
  return Id === undefined ? '' : attribute('v2gci_t:Id', Id);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

interface Node {
  /** Local name. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  readonly text: string;
}

/** Elements, attributes and text: all that these messages need. A document type declaration is refused, so nothing is expanded. */
function parseXml(xml: string): Node {
  const token =
    /<\?[^?]*\?>|<!--[\s\S]*?-->|<(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;
  const open: { name: string; attributes: Record<string, string>; children: Node[]; text: string }[] = [];
  let root: Node | undefined;
  for (let at = 0; at < xml.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(xml);
    if (!found) throw new ProtocolError('xml_malformed', `XML: not understood at character ${at}`, { offset: at });
    const [, isEnd, qualified, attributes, isEmpty, text] = found;
    if (text !== undefined) {
      const parent = open.at(-1);
      if (parent) parent.text += text;
      else if (text.trim() !== '') fault(`text outside the root element at character ${at}`);
      continue;
    }
    if (qualified === undefined) continue;
    const name = local(qualified);
    if (isEnd) {
      const node = open.pop();
      if (node?.name !== name) fault(`</${qualified}> at character ${at}`);
      continue;
    }
    if (root && open.length === 0) fault(`a second root element at character ${at}`);
    const node = { name, attributes: attributesOf(attributes ?? ''), children: [], text: '' };
    open.at(-1)?.children.push(node);
    root ??= node;
    if (open.length > 20) fault('nested too deep');
    if (!isEmpty) open.push(node);
  }
  if (!root || open.length > 0) return fault('it ends inside an element');
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([\w.:-]+)\s*=\s*["']([^"']*)["']/g))
    attributes[local(name!)] = value!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  return attributes;
}

function local(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1);
}

function child(node: Node, name: string): Node {
  return node.children.find((one) => one.name === name) ?? fault(`${node.name}: no ${name}`);
}

function idOf({ attributes }: Node): { readonly Id?: string } {
  return attributes.Id === undefined ? {} : { Id: attributes.Id };
}

function base64({ name, text }: Node): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    return fault(`${name}: not base64`);
  }
}

function hex({ name, text }: Node): Uint8Array {
  try {
    return fromHex(text.trim());
  } catch {
    return fault(`${name}: not hex`);
  }
}

function fault(message: string): never {
  throw new ProtocolError('xml_malformed', `XML: ${message}`);
}
