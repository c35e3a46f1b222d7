/**
 * CertificateInstallation and CertificateUpdate: the signed request goes to the back end as it came, its signed answer
 * goes to the car as it came. ISO 15118-2:2014 8.4.3.6 and 8.4.3.10, OCPP 2.0.1 Get15118EVCertificate.
 *
 * @module
 */
import { equalBytes, toHex } from '@openpnc/core/bytes';
import { isSameEmaid, parseEmaid } from '@openpnc/core/emaid';
import { ProtocolError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import { ExiError } from '@openpnc/exi';
import {
  type CertificateInstallationReq,
  type CertificateInstallationRes,
  type CertificateUpdateReq,
  type CertificateUpdateRes,
  decodeMessage,
} from '@openpnc/exi/iso15118-2';
import { type Certificate, parseCertificate } from '@openpnc/x509/certificate';
import type { Finding } from '../../finding.ts';
import { type Answer, type Context, fail } from '../answer.ts';
import { checkContract } from '../contract.ts';
import { bodyOf, certificatesOf, type FailureCode } from '../message.ts';
import type { SeccEffect, Session } from '../session.ts';
import { timing } from '../timing.ts';

type CertificateAnswer<Res> = Answer<Res, 'WaitForPaymentDetailsAfterCertificate'>;

/** Checks the signature and the OEM provisioning certificate, then asks the back end. */
export function certificateInstallation(
  req: CertificateInstallationReq,
  context: Context,
): CertificateAnswer<CertificateInstallationRes> {
  const { session, now } = context;
  if (session.certificate) return relay('CertificateInstallationRes', context);
  const certificate = parse(req.OEMProvisioningCert);
  if (!('der' in certificate)) return fail('FAILED', certificate);
  const unproved = signatureProblem('CertificateInstallationReq', context);
  if (unproved) return fail('FAILED_SignatureError', unproved);
  const expired = validityProblem(certificate, 'OEM provisioning certificate', now);
  if (expired) return fail('FAILED_CertificateExpired', expired);
  const domains = certificate.subject.values('DC');
  if (domains.length > 0 && !domains.includes('OEM'))
    return fail('FAILED_NoCertificateAvailable', {
      code: 'provisioning_certificate_invalid',
      severity: 'refusal',
      text: `OEM provisioning certificate ${certificate.subject}: domain component ${domains.join(', ')}, expected OEM`,
      spec: 'ISO 15118-2:2014 [V2G2-925]',
    });
  return ask('Install', context);
}

/** Checks the signature, the present contract and its chain, then asks the back end. */
export function certificateUpdate(
  req: CertificateUpdateReq,
  context: Context,
): CertificateAnswer<CertificateUpdateRes> {
  const { session, station, now } = context;
  if (session.certificate) return relay('CertificateUpdateRes', context);
  const chain = certificatesOf(req.ContractSignatureCertChain);
  const leaf = parse(chain[0]!);
  if (!('der' in leaf)) return fail('FAILED_CertChainError', { ...leaf, code: 'contract_chain_invalid' });
  const unproved = signatureProblem('CertificateUpdateReq', context);
  if (unproved) return fail('FAILED_SignatureError', unproved);
  const named = leaf.subject.commonName ?? '';
  if (!parseEmaid(req.eMAID) || !isSameEmaid(named, req.eMAID))
    return fail('FAILED_NoCertificateAvailable', {
      code: 'contract_emaid_mismatch',
      severity: 'refusal',
      text: `CertificateUpdateReq.eMAID: '${req.eMAID}', but the contract certificate is of '${named}'`,
    });
  const check = checkContract({
    eMAID: req.eMAID,
    chain,
    now,
    trust: station.trust,
    isCentralValidationAllowed: station.settings.isCentralValidationAllowed,
    isStrict: station.settings.isStrict,
  });
  if (!check.ok) return { fail: updateCode(check.code, check.findings), findings: check.findings };
  return ask('Update', context);
}

/** A chain of another PKI is a chain error here [CertificateUpdate_008 to _011]; CertificateNotAllowedAtThisEVSE is no code of this response. */
function updateCode(code: FailureCode, findings: readonly Finding[]): FailureCode {
  if (findings.some((finding) => finding.code === 'contract_root_missing')) return 'FAILED_CertChainError';
  return code === 'FAILED_CertificateNotAllowedAtThisEVSE' ? 'FAILED_NoCertificateAvailable' : code;
}

function ask(action: 'Install' | 'Update', { session, exi, since }: Context): CertificateAnswer<never> {
  const id = `${toHex(session.sessionId)}-${session.questions + 1}`;
  return {
    hold: end(since),
    session: { ...session, questions: session.questions + 1, certificate: { id } },
    effects: [{ do: 'installCertificate', id, action, exiRequest: exi }],
  };
}

/** The back end's message, unchanged, if it is one for this session; there is no Ongoing for these messages. */
function relay<Name extends 'CertificateInstallationRes' | 'CertificateUpdateRes'>(
  name: Name,
  { session, now, since }: Context,
): CertificateAnswer<Name extends 'CertificateUpdateRes' ? CertificateUpdateRes : CertificateInstallationRes> {
  const { certificate } = session;
  if (certificate?.failure !== undefined) return fail('FAILED', failed(certificate.failure));
  if (certificate?.exiResponse === undefined) {
    if (now < end(since)) return { hold: end(since) };
    return fail('FAILED', {
      code: 'certinstall_timeout',
      severity: 'refusal',
      text: `${name}: no answer of the back end within ${(end(since) - since) / 1000} s`,
      spec: 'ISO 15118-2:2014 table 109',
    });
  }
  const found = read(name, certificate.exiResponse, session);
  if ('code' in found) return fail('FAILED', found);
  const { ResponseCode } = found.body;
  const effects: readonly SeccEffect[] = ResponseCode.startsWith('FAILED')
    ? [{ do: 'finding', ...failed(`the back end answered ${ResponseCode}`), data: { ResponseCode } }]
    : [];
  return {
    res: found.body as never,
    exi: certificate.exiResponse,
    next: 'WaitForPaymentDetailsAfterCertificate',
    effects,
  };
}

function read(
  name: 'CertificateInstallationRes' | 'CertificateUpdateRes',
  exi: Uint8Array,
  { sessionId }: Session,
): Finding | { readonly body: { readonly ResponseCode: FailureCode | string } } {
  try {
    const message = decodeMessage(exi);
    const found = bodyOf(message);
    if (found?.name !== name)
      return failed(`the back end answered ${found?.name ?? 'an empty body'}, expected ${name}`);
    if (!equalBytes(message.Header.SessionID, sessionId))
      return failed(
        `the back end's answer is for session ${toHex(message.Header.SessionID)}, this one is ${toHex(sessionId)}`,
      );
    return { body: found.body as { readonly ResponseCode: string } };
  } catch (error) {
    if (error instanceof ExiError) return failed(`the back end's answer can't be decoded: ${error.message}`);
    throw error;
  }
}

function signatureProblem(name: string, { proof }: Context): Finding | undefined {
  if (proof === 'unsigned')
    return {
      code: 'signature_missing',
      severity: 'refusal',
      text: `${name}: not signed`,
      spec: 'ISO 15118-2:2014 7.9.2.4',
    };
  if (proof.ok) return undefined;
  const { problem, text, data } = proof;
  return {
    code: 'signature_invalid',
    severity: 'refusal',
    text: `${name}: ${text}`,
    spec: 'ISO 15118-2:2014 7.9.2',
    data: { problem, ...data },
  };
}

function validityProblem(
  { notBefore, notAfter, subject }: Certificate,
  what: string,
  now: Millis,
): Finding | undefined {
  if (now >= notBefore && now <= notAfter) return undefined;
  const [from, to, at] = [notBefore, notAfter, now].map((time) => new Date(time).toISOString());
  return {
    code: 'provisioning_certificate_expired',
    severity: 'refusal',
    text: `${what} ${subject}: valid from ${from} to ${to}, checked at ${at}`,
    spec: 'ISO 15118-2:2014 8.4.3.10',
  };
}

function parse(der: Uint8Array): Certificate | Finding {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof ProtocolError) return failed(error.message);
    throw error;
  }
}

function failed(text: string): Finding {
  return { code: 'certificate_installation_failed', severity: 'refusal', text: `contract certificate: ${text}` };
}

function end(since: Millis): Millis {
  return since + timing.V2G_SECC_Msg_Performance_Time.CertificateInstallationReq;
}
