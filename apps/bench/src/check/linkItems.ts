/** The items that the link between car and station answers: discovery, TLS, negotiation, messages, times. @module */
import { checkSeccChain } from '@openpnc/ev/seccChain';
import { protocols } from '@openpnc/iso15118/sap';
import { parseCertificate } from '@openpnc/x509/certificate';
import { type Evidence, type Json, list, partsOf, v2gBody } from './evidence.ts';
import { bothEditions, edition2, edition20, pnc2, pnc20, publicAutoAuth, type Scope } from './scope.ts';
import type { Subject } from './subject.ts';
import {
  byCases,
  declarations,
  fail,
  type Item,
  manual,
  none,
  pass,
  type Question,
  sourcesOf,
  type Verdict,
} from './verdict.ts';

const NS_2 = protocols.iso15118_2.ProtocolNamespace;
const NS_DIN = protocols.din70121.ProtocolNamespace;
const NS_20 = /^urn:iso:std:iso:15118:-20:(AC|DC)/;

/** R02 to R16, R24. */
export const linkItems: readonly Item[] = [
  {
    id: 'R02',
    what: 'high-level communication on this point',
    source: '2025/656 Annex II 2.1.1',
    scope: edition2,
    check({ evidence }) {
      const seen = evidence.exchanges('SECCDiscoveryReq');
      const answered = seen.filter(({ record }) => record.result !== 'no answer');
      const enabled = evidence.variables.get('ISO15118Ctrlr.Enabled');
      if (enabled?.value === 'false') return fail('ISO15118Ctrlr.Enabled is false', [enabled.source]);
      if (seen.length > 0 && answered.length === 0) return fail('SDP requests were not answered', sourcesOf(seen));
      if (answered.length === 0) return none('no SDP exchange was seen');
      const late = answered.find(
        ({ record: { took_ms = 0, limit_ms = Number.POSITIVE_INFINITY } }) => took_ms > limit_ms,
      );
      if (late)
        return fail(`an SDP answer took ${late.record.took_ms} ms of ${late.record.limit_ms} ms`, [late.source]);
      if (!enabled) return none('SDP is answered; ISO15118Ctrlr.Enabled was not seen', sourcesOf(answered));
      return pass(`SDP is answered (${answered.length} times), ISO15118Ctrlr.Enabled is true`, [
        ...sourcesOf(answered),
        enabled.source,
      ]);
    },
  },
  {
    id: 'R03',
    what: 'ISO 15118-2 offered',
    source: '2025/656 Annex II 2.1.1',
    scope: edition2,
    check: ({ evidence }) => offeredAlone(evidence, 'ISO 15118-2', (namespace) => namespace === NS_2),
  },
  {
    id: 'R04',
    what: 'ISO 15118-20 offered',
    source: '2025/656 Annex II 2.1.2, 2.1.3',
    scope: edition20,
    check: ({ evidence }) => offeredAlone(evidence, 'ISO 15118-20', (namespace) => NS_20.test(namespace)),
  },
  {
    id: 'R05',
    what: 'both generations when automatic authentication is offered',
    source: '2025/656 Annex II 2.1.2',
    scope: bothEditions,
    check({ evidence }) {
      const parts = [
        offeredAlone(evidence, 'ISO 15118-2', (namespace) => namespace === NS_2),
        offeredAlone(evidence, 'ISO 15118-20', (namespace) => NS_20.test(namespace)),
        contractOffered(evidence),
        pnc20Offered(evidence),
      ];
      return together(parts);
    },
  },
  {
    id: 'R06',
    what: 'protocol priority of the car honoured',
    source: 'ENG, ISO 15118-2:2014 [V2G2-169]',
    scope: pnc2,
    check({ evidence }) {
      const all = negotiations(evidence);
      const known = new Set(all.flatMap(({ chosen }) => (chosen ? [String(chosen.ProtocolNamespace)] : [])));
      const telling = all.filter(({ offered }) => offered.filter(isKnown).length > 1);
      const wrong = telling.find(
        ({ offered, chosen }) => best(offered)?.ProtocolNamespace !== chosen?.ProtocolNamespace,
      );
      if (wrong)
        return fail(`${String(wrong.chosen?.ProtocolNamespace)} was chosen over one of higher priority`, [
          wrong.source,
        ]);
      const firsts = new Set(telling.map(({ offered }) => best(offered)?.ProtocolNamespace));
      if (firsts.size < 2) return none('no offers of two protocols that the station speaks, in both orders');
      return pass('the car’s first choice was taken in both orders', sourcesOf(telling));

      function isKnown({ ProtocolNamespace }: Json): boolean {
        return known.has(String(ProtocolNamespace));
      }
      function best(offered: readonly Json[]): Json | undefined {
        return offered.filter(isKnown).toSorted((a, b) => Number(a.Priority) - Number(b.Priority))[0];
      }
    },
  },
  {
    id: 'R07',
    what: 'not DIN SPEC 70121 alone',
    source: '2025/656 Annex II 2.1.1',
    scope: edition2,
    check({ evidence }) {
      const all = negotiations(evidence);
      const takes = (namespace: string) => all.filter(({ chosen }) => chosen?.ProtocolNamespace === namespace);
      const iso = takes(NS_2);
      if (iso.length > 0) return pass('ISO 15118-2 was negotiated', sourcesOf(iso));
      const din = takes(NS_DIN);
      const refused = all.filter(
        ({ offered, chosen }) => !chosen && offered.some((one) => one.ProtocolNamespace === NS_2),
      );
      if (din.length > 0 && refused.length > 0)
        return fail('DIN only: ISO 15118-2 was refused', sourcesOf([...din, ...refused]));
      return none('no negotiation shows it');
    },
  },
  {
    id: 'R08',
    what: 'AC charging with high-level communication before power',
    source: '2025/656 Annex II 2.1.1',
    scope: (subject, asOf): Scope =>
      subject.currentType === 'DC'
        ? { applies: false, result: 'not applicable', text: 'a DC point' }
        : edition2(subject, asOf),
    check({ evidence }) {
      const starts = evidence.exchanges('PowerDeliveryReq').filter(({ record }) => {
        const { request, response } = partsOf(record);
        const res = v2gBody(response, 'PowerDeliveryRes');
        return v2gBody(request, 'PowerDeliveryReq')?.ChargeProgress === 'Start' && res?.AC_EVSEStatus !== undefined;
      });
      const good = starts.filter(({ record }) => record.result === 'OK');
      if (good.length > 0) return pass('PowerDelivery Start was answered OK on AC', sourcesOf(good));
      return starts.length > 0
        ? fail(`PowerDelivery Start on AC was answered ${starts[0]!.record.result}`, sourcesOf(starts))
        : none('no AC session reached PowerDelivery');
    },
  },
  {
    id: 'R09',
    what: 'TLS offered when SDP asks for it',
    source: 'ENG, ISO 15118-2:2014 7.7.3',
    scope: pnc2,
    check({ evidence }) {
      const asked = evidence
        .exchanges('SECCDiscoveryReq')
        .filter(({ record }) => (record.payload as Json | undefined)?.security === 'tls');
      const plain = asked.find(({ record }) => record.result?.startsWith('none'));
      if (plain) return fail('a request for TLS was answered with plain TCP', [plain.source]);
      const secured = asked.filter(({ record }) => record.result?.startsWith('tls'));
      const up = evidence.messages.filter(({ record }) => record.message === 'handshake');
      if (secured.length > 0 && up.length > 0)
        return pass(`SDP answered TLS, and ${up[0]!.record.result} came up`, sourcesOf([...secured, ...up]));
      return none(secured.length > 0 ? 'SDP answered TLS; no handshake was seen' : 'no SDP request for TLS was seen');
    },
  },
  {
    id: 'R10',
    what: 'Plug & Charge offered in ISO 15118-2',
    source: 'ENG; AFIR Art. 2(8)',
    scope: pnc2,
    check: ({ evidence }) => contractOffered(evidence),
  },
  {
    id: 'R11',
    what: 'Plug & Charge offered in ISO 15118-20',
    source: 'ENG',
    scope: pnc20,
    check: ({ evidence }) => pnc20Offered(evidence),
  },
  {
    id: 'R12',
    what: 'another way to pay remains',
    source: 'AFIR Art. 5(2)',
    scope: publicAutoAuth,
    check({ evidence, subject }) {
      const options = paymentOptions(evidence);
      const external = options.filter(({ offered }) => offered.includes('ExternalPayment'));
      if (external.length > 0) return pass('ServiceDiscoveryRes offers ExternalPayment', sourcesOf(external));
      const declared = subject.terminal === 'qr' || subject.terminal === 'reader';
      if (declared) return pass(`declared: ${subject.terminal} at the point`, declarations(evidence));
      return options.length > 0
        ? fail('ServiceDiscoveryRes offers Contract alone and no terminal is declared', sourcesOf(options))
        : none('no ServiceDiscovery was seen and no terminal is declared');
    },
  },
  {
    id: 'R13',
    what: 'the driver can decline automatic authentication',
    source: 'AFIR Art. 5(2)',
    scope: publicAutoAuth,
    check({ evidence, subject }) {
      const chosen = evidence
        .exchanges('PaymentServiceSelectionReq')
        .filter(
          ({ record }) =>
            v2gBody(partsOf(record).request, 'PaymentServiceSelectionReq')?.SelectedPaymentOption === 'ExternalPayment',
        );
      const refused = chosen.find(({ record }) => record.result?.startsWith('FAILED'));
      if (refused) return fail(`ExternalPayment was answered ${refused.record.result}`, [refused.source]);
      const text =
        chosen.length > 0 ? 'a session chose ExternalPayment and went on' : 'no session chose ExternalPayment';
      return manual(
        'R13',
        subject,
        `${text}; whether it is offered conveniently, a person has to see`,
        sourcesOf(chosen),
      );
    },
  },
  {
    id: 'R14',
    what: 'SECC certificate chain valid',
    source: 'ENG, ISO 15118-2:2014 Annex F',
    scope: pnc2,
    check(question) {
      return onChains(question, (handshake, roots) => {
        const tls = { protocol: '', cipher: '', peerCertificates: handshake.certificates };
        const findings = checkSeccChain({ tls, roots, at: handshake.at, ocsp: 'ignore', isStrict: true });
        const long = handshake.certificates.find(({ length }) => length > 800);
        return [
          ...findings.filter(({ severity }) => severity !== 'info').map(({ code, text }) => `${code}: ${text}`),
          ...(long ? [`a certificate of ${long.length} bytes, at most 800`] : []),
        ];
      });
    },
  },
  {
    id: 'R15',
    what: 'SECC certificate has life left and is renewed',
    source: 'ENG',
    scope: pnc2,
    check({ evidence, subject, asOf }) {
      const last = evidence.handshakes.toSorted((a, b) => a.at - b.at).at(-1);
      if (!last) return none('no SECC certificate was seen');
      const { notAfter } = parseCertificate(last.certificates[0]!);
      const days = (notAfter - Date.parse(asOf)) / DAY_MS;
      const text = `${days.toFixed(1)} days to ${new Date(notAfter).toISOString()}, at least ${subject.limits.secc_days}`;
      if (days <= subject.limits.secc_days) return fail(text, [last.source]);
      const renewals = evidence
        .exchanges('SignCertificate')
        .filter(({ record }) => partsOf(record).request.certificateType === 'V2GCertificate');
      if (renewals.length === 0 && !subject.isSeccRenewalAutomatic)
        return none(`${text}; no renewal was seen or declared`, [last.source]);
      return pass(`${text}; renewal ${renewals.length > 0 ? 'seen' : 'declared'}`, [
        last.source,
        ...sourcesOf(renewals),
      ]);
    },
  },
  {
    id: 'R16',
    what: 'OCSP response stapled',
    source: 'ENG, ISO 15118-2:2014 [V2G2-871]',
    scope: pnc2,
    check(question) {
      const { evidence } = question;
      const asked = evidence.handshakes.filter(({ isStapleAsked }) => isStapleAsked);
      if (asked.length === 0) return none('no handshake that asked for an OCSP response was captured');
      return onChains(
        question,
        (handshake, roots) => {
          const tls = {
            protocol: '',
            cipher: '',
            peerCertificates: handshake.certificates,
            ...(handshake.staple && { ocspResponse: handshake.staple }),
          };
          return checkSeccChain({ tls, roots, at: handshake.at, ocsp: 'require', isStrict: true })
            .filter(({ code }) => /ocsp|revoked/.test(code))
            .map(({ code, text }) => `${code}: ${text}`);
        },
        asked,
      );
    },
  },
  {
    id: 'R24',
    what: 'every answer within its time',
    source: 'ENG, ISO 15118-2:2014 8.7.2',
    scope: pnc2,
    check({ evidence }) {
      const timed = evidence.messages.filter(
        ({ record }) =>
          record.protocol === 'iso15118-2' && record.took_ms !== undefined && record.limit_ms !== undefined,
      );
      const late = timed.filter(({ record: { took_ms, limit_ms } }) => took_ms! > limit_ms!);
      if (late.length > 0) {
        const texts = late.map(
          ({ record: { message, took_ms, limit_ms } }) => `${message} ${took_ms} ms of ${limit_ms} ms`,
        );
        return fail(`late: ${texts.join(', ')}`, sourcesOf(late));
      }
      const whole = timed.filter(({ record }) => record.message === 'SessionStopReq');
      if (whole.length === 0) return none('no session was seen from its beginning to SessionStop', sourcesOf(timed));
      const ongoing = longestOngoing(evidence);
      if (ongoing > 60_000)
        return fail(`Authorization stayed Ongoing for ${ongoing} ms, at most 60000`, sourcesOf(timed));
      return pass(`${timed.length} answers in time, Ongoing for ${Math.round(ongoing)} ms at most`, sourcesOf(timed));
    },
  },
];

interface Negotiated {
  readonly offered: readonly Json[];
  readonly chosen: Json | undefined;
  readonly source: string;
}

function negotiations(evidence: Evidence): readonly Negotiated[] {
  return evidence.exchanges('supportedAppProtocolReq').map(({ record, source }) => {
    const { request, response } = partsOf(record);
    const offered = list((request.supportedAppProtocolReq as Json | undefined)?.AppProtocol);
    const answer = response.supportedAppProtocolRes as Json | undefined;
    const isGood = String(answer?.ResponseCode).startsWith('OK');
    const chosen = isGood ? offered.find(({ SchemaID }) => String(SchemaID) === String(answer?.SchemaID)) : undefined;
    return { offered, chosen, source };
  });
}

/** Whether a car that offers this protocol alone is served. */
function offeredAlone(evidence: Evidence, name: string, isIt: (namespace: string) => boolean): Verdict {
  const alone = negotiations(evidence).filter(
    ({ offered }) => offered.length > 0 && offered.every(({ ProtocolNamespace }) => isIt(String(ProtocolNamespace))),
  );
  const refused = alone.filter(({ chosen }) => !chosen);
  if (refused.length > 0) return fail(`a car that offers ${name} alone was refused`, sourcesOf(refused));
  if (alone.length > 0)
    return pass(`a car that offers ${name} alone was served (${alone.length} times)`, sourcesOf(alone));
  return none(`no car offered ${name} alone`);
}

function paymentOptions(evidence: Evidence) {
  return evidence.exchanges('ServiceDiscoveryReq').map(({ record, source }) => {
    const res = v2gBody(partsOf(record).response, 'ServiceDiscoveryRes');
    const offered = (res?.PaymentOptionList as Json | undefined)?.PaymentOption;
    return { offered: Array.isArray(offered) ? (offered as readonly string[]) : [], source, at: record.at };
  });
}

function contractOffered(evidence: Evidence): Verdict {
  const handshakes = evidence.messages.filter(({ record }) => record.protocol === 'tls');
  const secured = paymentOptions(evidence).filter(({ source, at }) => {
    const before = handshakes.filter((one) => one.source === source && one.record.at <= at);
    return before.at(-1)?.record.message === 'handshake';
  });
  const offered = secured.filter((one) => one.offered.includes('Contract'));
  if (offered.length > 0) return pass('ServiceDiscoveryRes over TLS offers Contract', sourcesOf(offered));
  return secured.length > 0
    ? fail('ServiceDiscoveryRes over TLS does not offer Contract', sourcesOf(secured))
    : none('no ServiceDiscovery over TLS was seen');
}

function pnc20Offered(evidence: Evidence): Verdict {
  const seen = evidence.exchanges('AuthorizationSetupReq');
  const offered = seen.filter(({ record }) => JSON.stringify(partsOf(record).response).includes('"PnC"'));
  if (offered.length > 0) return pass('AuthorizationSetupRes offers PnC', sourcesOf(offered));
  return seen.length > 0
    ? fail('AuthorizationSetupRes does not offer PnC', sourcesOf(seen))
    : none('no AuthorizationSetup was seen');
}

/** All of them: a failure fails, a gap leaves it open. */
function together(parts: readonly Verdict[]): Verdict {
  const evidence = parts.flatMap((part) => part.evidence);
  const text = parts.map((part) => part.text).join('; ');
  if (parts.some(({ result }) => result === 'fail')) return fail(text, evidence);
  return parts.every(({ result }) => result === 'pass') ? pass(text, evidence) : none(text, evidence);
}

function onChains(
  { evidence }: Question,
  problems: (
    handshake: Evidence['handshakes'][number],
    roots: readonly Evidence['roots'][number]['certificate'][],
  ) => readonly string[],
  handshakes = evidence.handshakes,
): Verdict {
  if (handshakes.length === 0) return none('no SECC chain was captured');
  if (evidence.roots.length === 0) return none('no V2G roots were given to judge it by', sourcesOf(handshakes));
  const roots = evidence.roots.map(({ certificate }) => certificate);
  const found = [...new Set(handshakes.flatMap((handshake) => problems(handshake, roots)))];
  const sources = [...sourcesOf(handshakes), ...sourcesOf(evidence.roots)];
  return found.length > 0 ? fail(found.join('; '), sources) : pass(`${handshakes.length} handshakes: good`, sources);
}

/** From the first Ongoing to the answer after the last one, in one session. */
function longestOngoing(evidence: Evidence): number {
  let longest = 0;
  const since = new Map<string, number>();
  for (const { record, source } of evidence.exchanges('AuthorizationReq')) {
    const res = v2gBody(partsOf(record).response, 'AuthorizationRes');
    const key = `${source} ${record.sessionId ?? ''}`;
    const began = since.get(key);
    if (began !== undefined) longest = Math.max(longest, record.at - began);
    if (String(res?.EVSEProcessing).startsWith('Ongoing')) since.set(key, began ?? record.at);
    else since.delete(key);
  }
  return longest;
}

const DAY_MS = 86_400_000;

/** R21, R22, R23, R25 to R28 rest on the bench: forged messages, faults, certificates that are no good. */
export function benchItem(
  id: string,
  what: string,
  source: string,
  groups: readonly (readonly string[])[],
  scope: (subject: Subject, asOf: string) => Scope = pnc2,
): Item {
  return { id, what, source, scope, check: ({ evidence }) => byCases(evidence, groups) };
}
