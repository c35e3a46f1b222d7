/** CertificateInstallation and CertificateUpdate at the station: what it checks, what it hands on, what it hands back. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@openpnc/core/bytes';
import { type Bodies, decodeMessage, encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { signElements } from '@openpnc/iso15118/signature';
import { certificatesOf } from '@openpnc/iso15118/v2/message';
import { signatureProfile } from '@openpnc/iso15118/v2/signatures';
import { authority, certificate, chain, checkAt, emaid, issued, key } from '../pki.ts';
import { certificateResponse, Driven, type DriveOptions, goodBody, type Response, sign } from './drive.ts';

type Installation = Bodies['CertificateInstallationReq'];
type Update = Bodies['CertificateUpdateReq'];

async function waiting(options: DriveOptions = {}): Promise<Driven> {
  return new Driven(options).to('WaitForPaymentDetails');
}

function refused(res: Response | undefined, code: string | RegExp): void {
  assert.ok(res);
  assert.match(res.ResponseCode, typeof code === 'string' ? new RegExp(`^${code}$`) : code);
  assert.ok(res.isClosed);
}

test('a signed request goes to the back end as it came, its answer to the car as it came [CertificateInstallation_001]', async () => {
  const driven = await waiting();
  const body = goodBody('CertificateInstallationReq', driven) as Installation;
  const signature = await sign('CertificateInstallationReq', body, 'oemProv');
  let answer = new Uint8Array(0);
  const { sessionId } = driven.secc.session;
  driven.perform = (effect) => {
    if (effect.do !== 'installCertificate') return;
    const asked = decodeMessage(effect.exiRequest);
    assert.deepEqual(asked.Header.SessionID, sessionId);
    assert.ok(asked.Header.Signature, 'header included');
    assert.equal(effect.action, 'Install');
    // The notification would be lost by a station that builds the header itself.
    answer = encodeMessage({
      Header: { SessionID: sessionId, Notification: { FaultCode: 'UnknownError', FaultMsg: 'kept' } },
      Body: { CertificateInstallationRes: certificateResponse() } as unknown as V2G_Message['Body'],
    }) as Uint8Array<ArrayBuffer>;
    driven.feed({ type: 'certificate', id: effect.id, exiResponse: answer });
  };
  driven.request('CertificateInstallationReq', body, { signature });
  const sent = driven.effects.find((effect) => effect.do === 'send' && effect.request === 'CertificateInstallationReq');
  assert.ok(sent?.do === 'send');
  assert.equal(toHex(sent.exi!), toHex(answer));
  assert.equal(driven.secc.state, 'WaitForPaymentDetailsAfterCertificate');
});

test('a second certificate in one session is a sequence error [V2G2-554, V2G2-557]', async () => {
  const driven = await new Driven().to('WaitForPaymentDetailsAfterCertificate');
  refused(await driven.good('CertificateInstallationReq'), 'FAILED_SequenceError');
});

test('selecting service 2 before is no condition [V2G2-551], and PaymentDetails goes on after it', async () => {
  const driven = await new Driven().to('WaitForPaymentDetailsAfterCertificate');
  assert.equal((await driven.good('PaymentDetailsReq'))?.ResponseCode, 'OK');
});

test('another key, a changed body or no signature is FAILED_SignatureError [CertificateInstallation_005, _006]', async () => {
  const foreign = await waiting();
  const body = goodBody('CertificateInstallationReq', foreign) as Installation;
  refused(await foreign.signed('CertificateInstallationReq', body, 'contract'), 'FAILED_SignatureError');
  const changed = await waiting();
  const signature = await sign('CertificateInstallationReq', body, 'oemProv');
  refused(
    changed.request(
      'CertificateInstallationReq',
      { ...body, ListOfRootCertificateIDs: { RootCertificateID: [{ X509IssuerName: 'x', X509SerialNumber: 1n }] } },
      { signature },
    ),
    'FAILED_SignatureError',
  );
  const unsigned = await waiting();
  refused(unsigned.request('CertificateInstallationReq', body), 'FAILED_SignatureError');
  assert.equal(
    unsigned.effects.some((effect) => effect.do === 'installCertificate'),
    false,
  );
});

for (const [what, code, subject, until] of [
  [
    'has expired',
    'FAILED_CertificateExpired',
    [
      ['CN', 'WVWZZZAAZMD123456'],
      ['DC', 'OEM'],
    ],
    checkAt - 1_000,
  ],
  [
    'has another domain component',
    'FAILED_NoCertificateAvailable',
    [
      ['CN', 'WVWZZZAAZMD123456'],
      ['DC', 'MO'],
    ],
    checkAt + 1_000_000,
  ],
] as const) {
  test(`an OEM provisioning certificate that ${what} is ${code} [CertificateInstallation_007, _008]`, async () => {
    const { certificate: leaf, key: signer } = await issued({
      profile: 'provisioningLeaf',
      subject,
      issuer: await authority('oemSub2'),
      until,
    });
    const driven = await waiting();
    const body = { ...(goodBody('CertificateInstallationReq', driven) as Installation), OEMProvisioningCert: leaf.der };
    const signature = await signElements(
      signatureProfile,
      [{ name: 'CertificateInstallationReq', value: body }],
      signer,
    );
    refused(driven.request('CertificateInstallationReq', body, { signature }), code);
  });
}

test('an OEM provisioning certificate that is none is FAILED', async () => {
  const driven = await waiting();
  const body = {
    ...(goodBody('CertificateInstallationReq', driven) as Installation),
    OEMProvisioningCert: Uint8Array.of(1),
  };
  refused(driven.request('CertificateInstallationReq', body), 'FAILED');
});

test('the back end has 4.5 s: then FAILED; its answer afterwards is of no use', async () => {
  const driven = await waiting();
  let id = '';
  driven.perform = (effect) => {
    if (effect.do === 'installCertificate') id = effect.id;
  };
  assert.equal(
    await driven.good('CertificateInstallationReq'),
    undefined,
    'held: there is no Ongoing for this message',
  );
  assert.equal(driven.secc.deadline, checkAt + 4_500);
  driven.now += 4_500;
  const effects = driven.feed({ type: 'timeout' });
  assert.ok(effects.some((effect) => effect.do === 'finding' && effect.code === 'certinstall_timeout'));
  assert.deepEqual(driven.feed({ type: 'certificate', id, failure: 'late' }), []);
});

for (const [what, answer] of [
  ['says why there is none', { failure: 'CPS unreachable' }],
  ['sends nonsense', { exiResponse: Uint8Array.of(1, 2, 3) }],
  ['sends nothing', { exiResponse: new Uint8Array(0) }],
  ['sends another message', message({ SessionStopRes: { ResponseCode: 'OK' } })],
  [
    'sends the answer of another session',
    message({ CertificateInstallationRes: certificateResponse() }, Uint8Array.of(1)),
  ],
  ['sends the answer to an update', message({ CertificateUpdateRes: certificateResponse() })],
] as const) {
  test(`a back end that ${what}: FAILED, in a body that decodes`, async () => {
    const driven = await waiting();
    driven.perform = (effect) => {
      if (effect.do !== 'installCertificate') return;
      const whole = 'of' in answer ? { exiResponse: answer.of(driven.secc.session.sessionId) } : answer;
      driven.feed({ type: 'certificate', id: effect.id, ...whole });
    };
    const res = await driven.good('CertificateInstallationReq');
    refused(res, 'FAILED');
    decodeMessage(res!.exi);
  });
}

test('a FAILED inside the answer of the back end goes to the car unchanged, and the session ends', async () => {
  const driven = await waiting();
  driven.perform = (effect) => {
    if (effect.do !== 'installCertificate') return;
    const failed = { ...certificateResponse(), ResponseCode: 'FAILED_NoCertificateAvailable' };
    const { of } = message({ CertificateInstallationRes: failed });
    driven.feed({ type: 'certificate', id: effect.id, exiResponse: of(driven.secc.session.sessionId) });
  };
  refused(await driven.good('CertificateInstallationReq'), 'FAILED_NoCertificateAvailable');
});

// CertificateUpdate.

test('an update signed by the present contract is handed on [CertificateUpdate_001]', async () => {
  const driven = await waiting();
  assert.equal((await driven.good('CertificateUpdateReq'))?.ResponseCode, 'OK');
  const asked = driven.effects.find((effect) => effect.do === 'installCertificate');
  assert.equal(asked?.action, 'Update');
});

test('update: another key or a changed body is FAILED_SignatureError [CertificateUpdate_005, _006]', async () => {
  const foreign = await waiting();
  const body = goodBody('CertificateUpdateReq', foreign) as Update;
  refused(await foreign.signed('CertificateUpdateReq', body, 'oemProv'), 'FAILED_SignatureError');
  const changed = await waiting();
  const signature = await sign('CertificateUpdateReq', body);
  refused(changed.request('CertificateUpdateReq', { ...body, Id: 'ID2' }, { signature }), 'FAILED_SignatureError');
});

test('update: an inverted order is FAILED_CertChainError in conformance runs [CertificateUpdate_007]', async () => {
  const driven = await waiting({ settings: { isStrict: true } });
  const body = goodBody('CertificateUpdateReq', driven) as Update;
  const [leaf, ...subs] = certificatesOf(body.ContractSignatureCertChain);
  const inverted = { Certificate: leaf!, SubCertificates: { Certificate: subs.toReversed() } };
  refused(
    await driven.signed('CertificateUpdateReq', { ...body, ContractSignatureCertChain: inverted }),
    'FAILED_CertChainError',
  );
});

test('update: a leaf, a sub-CA or a chain of another PKI is FAILED_CertChainError [CertificateUpdate_008 to _011]', async () => {
  const names = (subject: string) =>
    [
      ['CN', subject],
      ['O', 'Other'],
      ['DC', 'MO'],
    ] as const;
  const root = await issued({ profile: 'moRoot', subject: names('Other root'), issuer: 'self' });
  const sub1 = await issued({ profile: 'moSubCa1', subject: names('Other Sub1'), issuer: root });
  const sub2 = await issued({ profile: 'moSubCa2', subject: names('Other Sub2'), issuer: sub1 });
  const leaf = await issued({ profile: 'contractLeaf', subject: [['CN', emaid]], issuer: sub2 });
  const [own, ownSub2, ownSub1] = chain('contract', 'moSub2', 'moSub1') as [Uint8Array, Uint8Array, Uint8Array];
  for (const [certificates, signer, code] of [
    [[leaf.certificate.der, ownSub2, ownSub1], leaf.key, 'FAILED_CertChainError'],
    [[own, sub2.certificate.der, ownSub1], await key('contract'), 'FAILED_CertChainError'],
    [[own, ownSub2, sub1.certificate.der], await key('contract'), 'FAILED_CertChainError'],
    [[leaf.certificate.der, sub2.certificate.der, sub1.certificate.der], leaf.key, 'FAILED_CertChainError'],
  ] as const) {
    const driven = await waiting();
    const [Certificate, ...subs] = certificates as readonly [Uint8Array, ...Uint8Array[]];
    const body = {
      ...(goodBody('CertificateUpdateReq', driven) as Update),
      ContractSignatureCertChain: { Certificate, SubCertificates: { Certificate: subs } },
    };
    const signature = await signElements(signatureProfile, [{ name: 'CertificateUpdateReq', value: body }], signer);
    refused(driven.request('CertificateUpdateReq', body, { signature }), code);
  }
});

test('update: another or a malformed eMAID, in the body or the certificate, is FAILED_NoCertificateAvailable [CertificateUpdate_012 to _015]', async () => {
  for (const eMAID of ['DELABC12345679', '12345678901234']) {
    const driven = await waiting();
    const body = { ...(goodBody('CertificateUpdateReq', driven) as Update), eMAID };
    refused(await driven.signed('CertificateUpdateReq', body), 'FAILED_NoCertificateAvailable');
  }
  for (const subject of ['DELABC99999999', 'no eMAID at all']) {
    const { certificate: leaf, key: signer } = await issued({
      profile: 'contractLeaf',
      subject: [['CN', subject]],
      issuer: await authority('moSub2'),
    });
    const driven = await waiting();
    const body = {
      ...(goodBody('CertificateUpdateReq', driven) as Update),
      ContractSignatureCertChain: {
        Certificate: leaf.der,
        SubCertificates: { Certificate: chain('moSub2', 'moSub1') },
      },
    };
    const signature = await signElements(signatureProfile, [{ name: 'CertificateUpdateReq', value: body }], signer);
    refused(driven.request('CertificateUpdateReq', body, { signature }), 'FAILED_NoCertificateAvailable');
  }
});

test('update: an expired contract is FAILED_CertificateExpired [CertificateUpdate_016], a country name FAILED_NoCertificateAvailable when strict [_017]', async () => {
  const expired = await waiting();
  expired.now = certificate('contract').notAfter + 1_000;
  // The session was set up long before: only the check counts here.
  refused(await expired.good('CertificateUpdateReq'), 'FAILED_CertificateExpired');
  const country = await waiting({ settings: { isStrict: true } });
  refused(await country.good('CertificateUpdateReq'), 'FAILED_NoCertificateAvailable');
});

function message(body: object, sessionId?: Uint8Array) {
  return {
    of: (own: Uint8Array) =>
      encodeMessage({ Header: { SessionID: sessionId ?? own }, Body: body as unknown as V2G_Message['Body'] }),
  };
}
