/** Signed contract data between EXI and XML: the pools exchange CertificateInstallationRes as XML. OPCP 4.3. @module */

import { ProtocolError } from '@openpnc/core/errors';
import { ExiError } from '@openpnc/exi';
import { decodeMessage, encodeMessage, iso15118v2, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { fromXml, toXml as xmlOf } from '@openpnc/exi/xml';
import { bodyOf } from '@openpnc/iso15118/v2/message';

/** The XML of a CertificateInstallationRes. @throws ExiError when it is no message */
export function toXml(exi: Uint8Array): string {
  return xmlOf(iso15118v2, 'V2G_Message', decodeMessage(exi));
}

/** The EXI of a signed CertificateInstallationRes in XML, whatever its prefixes. @throws ProtocolError `xml_malformed` */
export function toExi(xml: string): Uint8Array {
  try {
    const { name, value } = fromXml(iso15118v2, xml);
    const message = value as V2G_Message;
    const found = name === 'V2G_Message' ? bodyOf(message)?.name : name;
    if (found !== 'CertificateInstallationRes' || !message.Header.Signature)
      throw new ProtocolError(
        'xml_malformed',
        `XML: ${found ?? 'an empty body'}, expected a signed CertificateInstallationRes`,
      );
    return encodeMessage(message);
  } catch (cause) {
    if (!(cause instanceof ExiError)) throw cause;
    throw new ProtocolError('xml_malformed', `XML: ${cause.message}`, { path: cause.path, cause });
  }
}
