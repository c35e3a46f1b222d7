/** CertificateInstallation and CertificateUpdate from the car's request to its key, and the exact ResponseCode of everything that is wrong. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@openpnc/core/bytes';
import { decodeMessage, encodeMessage, type V2G_Message } from '@openpnc/exi/iso15118-2';
import { signElements } from '@openpnc/iso15118/signature';
import { signatureProfile } from '@openpnc/iso15118/v2/signatures';
import type { Identity } from '@openpnc/pki/authority';
import { profileNames } from '@openpnc/pki/hierarchy';
import type { PkiSettings } from '@openpnc/pki/settings';
import { privateKeyPem, publicPoint } from '@openpnc/x509/keyTransport';
import { validatePath } from '@openpnc/x509/path';
import { putProvisioning } from '../src/store/pools.ts';
import { installationRequest, opened, updateRequest } from './car.ts';
import { service, start } from './world.ts';

const ISO2 = 'urn:iso:15118:2:2013:MsgDef';
const day = 86_400_000;

/** A service whose pool knows the car, taken in when all was well. */
async function withCar(changes: Partial<PkiSettings> = {}) {
  const made = await service({ isOpen: true, ...changes });
  const { pki, ports, settings } = made;
  await putProvisioning(
    ports.database,
    settings.pcid,
    { chain: pki.provisioning.chain, v2gRootKeyIdentifiers: [] },
    start,
  );
  return made;
}

async function generate(
  { backend, settings }: Awaited<ReturnType<typeof withCar>>,
  eMAID = 'DE8AACA1B2C3D4',
  until = start + 300 * day,
) {
  return backend.cps.generate({ eMAID, pcid: settings.pcid, from: start - day, until, namespace: ISO2 });
}

async function answer(made: Awaited<ReturnType<typeof withCar>>, exi: Uint8Array) {
  const outcome = await made.backend.contracts.answer(exi, ISO2);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

for (const contractsUnder of ['v2g', 'mo'] as const) {
  test(`a car gets its contract, proves and opens it, and is authorized with it (contracts under the ${contractsUnder} root)`, async () => {
    const made = await withCar({ contractsUnder });
    const { pki } = made;
    const generated = await generate(made);
    assert.ok(generated.ok);
    const { isFound, exi, eMAID, responseCode } = await answer(
      made,
      await installationRequest(pki.provisioning, [pki.roots.v2g]),
    );
    assert.deepEqual([isFound, eMAID, responseCode], [true, 'DE8AACA1B2C3D4', 'OK']);
    const got = await opened(exi, pki.provisioning, [pki.roots.v2g], start);
    assert.ok(got.ok, JSON.stringify(got));
    assert.equal(got.eMAID, 'DE8AACA1B2C3D4');
    assert.equal(toHex(publicPoint(got.privateKey)!), toHex(got.chain[0]!.publicKeyBits));
    const anchors = [contractsUnder === 'v2g' ? pki.roots.v2g : pki.roots.mo];
    assert.deepEqual(
      validatePath({ chain: got.chain, anchors, at: start, purpose: 'contract', strict: true }).findings,
      [],
    );
    assert.deepEqual(
      (await made.ports.keys.list()).filter((name) => name.includes('sealing')),
      [],
      'the contract key is not kept',
    );
  });
}

test('the answer of lab certificates stays below 4,200 bytes, the 5,600 characters of OCPP 2.0.1', async () => {
  const made = await withCar();
  await generate(made);
  const { exi } = await answer(made, await installationRequest(made.pki.provisioning, [made.pki.roots.v2g]));
  assert.ok(exi.length < 4200, `${exi.length} bytes`);
  const large = await withCar({ profile: 'production-like' });
  await generate(large);
  const { exi: production } = await answer(
    large,
    await installationRequest(large.pki.provisioning, [large.pki.roots.v2g]),
  );
  assert.ok(production.length > exi.length, `${production.length} bytes`);
});

test('an update is answered for the old contract key, and a later installation gives the same new certificate', async () => {
  const made = await withCar();
  const { pki } = made;
  await generate(made, made.pki.contract.eMAID);
  const exi = await updateRequest(pki.contract, pki.contract.eMAID, [pki.roots.v2g]);
  const updated = await answer(made, exi);
  assert.equal(updated.responseCode, 'OK');
  const got = await opened(updated.exi, pki.contract, [pki.roots.v2g], start);
  assert.ok(got.ok, JSON.stringify(got));
  assert.notEqual(got.chain[0]!.fingerprint, pki.contract.certificate.fingerprint);
  const installed = await answer(made, await installationRequest(pki.provisioning, [pki.roots.v2g]));
  const again = await opened(installed.exi, pki.provisioning, [pki.roots.v2g], start);
  assert.ok(again.ok);
  assert.equal(again.chain[0]!.fingerprint, got.chain[0]!.fingerprint);
  assert.equal(toHex(again.privateKey), toHex(got.privateKey));
});

test('a contract that ends within 21 days, or has ended, is made anew when the car asks; switched off, the ended one is not given', async () => {
  const made = await withCar();
  const generated = await generate(made, 'DE8AACA1B2C3D4', start + 22 * day);
  assert.ok(generated.ok);
  const request = await installationRequest(made.pki.provisioning, [made.pki.roots.v2g]);
  const leafOf = async () => {
    const got = await opened(
      (await answer(made, request)).exi,
      made.pki.provisioning,
      [made.pki.roots.v2g],
      made.ports.clock.now(),
    );
    return got.ok ? got.chain[0]!.fingerprint : got.why;
  };
  assert.equal(await leafOf(), generated.value.contract.fingerprint);
  made.ports.clock.at = start + 2 * day;
  const renewed = await leafOf();
  assert.match(renewed, /^[0-9a-f]{64}$/);
  assert.notEqual(renewed, generated.value.contract.fingerprint);
  const fixed = await withCar({ isRenewedOnRequest: false });
  await generate(fixed, 'DE8AACA1B2C3D4', start + day);
  fixed.ports.clock.at = start + 2 * day;
  const refused = await answer(fixed, await installationRequest(fixed.pki.provisioning, [fixed.pki.roots.v2g]));
  assert.equal(refused.responseCode, 'FAILED_NoCertificateAvailable');
});

/** What the pool answers to an installation by broken profile; where it answers OK, what the car finds. */
const installs: Readonly<Record<string, string>> = {
  'provisioning-expired': 'FAILED_CertificateExpired',
  'provisioning-not-yet-valid': 'FAILED_CertificateExpired',
  'provisioning-sub-ca-expired': 'FAILED_CertificateExpired',
  'provisioning-no-key-cert-sign': 'FAILED',
  'provisioning-path-len': 'FAILED',
  'provisioning-wrong-domain-component': 'FAILED',
  'provisioning-pcid-16': 'FAILED_NoCertificateAvailable',
  'provisioning-forged': 'FAILED',
  'provisioning-wrong-curve': 'FAILED_SignatureError',
  'provisioning-revoked': 'FAILED_CertificateRevoked',
  'provisioning-ocsp-unknown': 'FAILED',
  'cps-expired': 'CPS certificate_expired',
  'cps-not-yet-valid': 'CPS certificate_not_yet_valid',
  'cps-sub-ca-expired': 'CPS certificate_expired',
  'cps-no-key-cert-sign': 'CPS key_usage_missing',
  'cps-path-len': 'CPS path_len_exceeded',
  'cps-wrong-domain-component': 'CPS wrong_domain_component',
  'cps-forged': 'CPS signature_invalid',
  'cps-wrong-curve': 'signature_length',
  'cps-revoked': 'OK',
  'contract-expired': 'FAILED_NoCertificateAvailable',
  'contract-not-yet-valid': 'OK',
  'contract-sub-ca-expired': 'OK',
  'contract-no-key-cert-sign': 'OK',
  'contract-path-len': 'OK',
  'contract-forged': 'OK',
  'contract-revoked': 'OK',
  'contract-ocsp-unknown': 'OK',
  'contract-wrong-curve': 'private_key_mismatch',
};

for (const [name, expected] of Object.entries(installs)) {
  test(`broken-${name}: an installation comes to ${expected}`, async () => {
    assert.ok(profileNames.includes(`broken-${name}`));
    const made = await withCar({ profile: `broken-${name}`, isRenewedOnRequest: false });
    const { pki, ports, settings } = made;
    // The contract was made when the car's certificate was still good.
    const car = { pcid: settings.pcid, certificate: pki.provisioning.certificate };
    const order = {
      eMAID: 'DE8AACA1B2C3D4',
      pcid: car.pcid,
      from: start - day,
      until: start + 300 * day,
      namespace: ISO2,
    };
    const good = await withCar();
    const generated = name.startsWith('provisioning-') ? undefined : await made.backend.cps.generate(order);
    if (!generated) {
      const other = await good.backend.cps.generate(order);
      assert.ok(other.ok);
      await ports.database
        .insertInto('pki_contract')
        .values(await good.ports.database.selectFrom('pki_contract').selectAll().executeTakeFirstOrThrow())
        .execute();
    } else assert.ok(generated.ok, JSON.stringify(generated));
    const response = await answer(made, await installationRequest(pki.provisioning, [pki.roots.v2g]));
    const got = response.isFound ? await opened(response.exi, pki.provisioning, [pki.roots.v2g], start) : undefined;
    assert.equal(got === undefined ? response.responseCode : got.ok ? 'OK' : got.why, expected);
    if (got === undefined) {
      const { Header, Body } = decodeMessage(response.exi);
      assert.equal(toHex(Header.SessionID), '0102030405060708');
      assert.equal(
        (Body as { CertificateInstallationRes: { ResponseCode: string } }).CertificateInstallationRes.ResponseCode,
        expected,
      );
      assert.ok(made.records.some((record) => record.type === 'finding' && record.code === 'contract_pool_refused'));
    }
  });
}

for (const name of ['cps-too-large', 'contract-too-large']) {
  test(`broken-${name}: contract data that the schema does not let through is not signed`, async () => {
    const made = await withCar({ profile: `broken-${name}` });
    const outcome = await generate(made);
    assert.deepEqual([outcome.ok, !outcome.ok && outcome.problem], [false, 'unavailable']);
    assert.match(outcome.ok ? '' : outcome.text, /can't be encoded/);
    assert.equal((await made.ports.database.selectFrom('pki_contract').selectAll().execute()).length, 0);
  });
}

/** What the pool answers to an update by broken profile of the present contract. */
const updates: Readonly<Record<string, string>> = {
  'contract-expired': 'FAILED_CertificateExpired',
  'contract-sub-ca-expired': 'FAILED_CertificateExpired',
  'contract-no-key-cert-sign': 'FAILED_CertChainError',
  'contract-path-len': 'FAILED_CertChainError',
  'contract-too-large': 'undecodable',
  'contract-forged': 'FAILED_CertChainError',
  'contract-revoked': 'FAILED_CertificateRevoked',
  'contract-ocsp-unknown': 'FAILED_CertChainError',
};

for (const [name, expected] of Object.entries(updates)) {
  test(`broken-${name}: an update comes to ${expected}`, async () => {
    const made = await withCar({ profile: `broken-${name}` });
    const { pki } = made;
    if (expected === 'undecodable') {
      // 800 bytes are a limit of the schema: such a request can't even be written.
      await assert.rejects(updateRequest(pki.contract, pki.contract.eMAID, [pki.roots.v2g]), { name: 'ExiError' });
      return;
    }
    const { responseCode, exi } = await answer(
      made,
      await updateRequest(pki.contract, pki.contract.eMAID, [pki.roots.v2g]),
    );
    assert.equal(responseCode, expected);
    const body = decodeMessage(exi).Body as { CertificateUpdateRes: { ResponseCode: string; RetryCounter: number } };
    assert.deepEqual([body.CertificateUpdateRes.ResponseCode, body.CertificateUpdateRes.RetryCounter], [expected, 0]);
  });
}

test('signature, PCID, key, contract and root list are each looked at', async () => {
  const made = await withCar();
  const { pki, backend } = made;
  const roots = [pki.roots.v2g];
  const code = async (exi: Uint8Array) => (await answer(made, exi)).responseCode;
  const request = await installationRequest(pki.provisioning, roots);
  assert.equal(await code(request), 'FAILED_NoCertificateAvailable', 'no contract yet');
  await generate(made);
  assert.equal(await code(request), 'OK');
  assert.equal(
    await code(await installationRequest(pki.provisioning, [pki.roots.oem])),
    'FAILED_NoCertificateAvailable',
    'no listed root',
  );
  assert.equal(
    await code(await installationRequest({ ...pki.provisioning, key: pki.contract.key }, roots)),
    'FAILED_SignatureError',
  );
  const unsigned = decodeMessage(request);
  assert.equal(
    await code(encodeMessage({ ...unsigned, Header: { SessionID: unsigned.Header.SessionID } } as V2G_Message)),
    'FAILED_SignatureError',
  );
  const stranger = await pki.issueProvisioning('WVWZZZAAZMD999999');
  assert.equal(
    await code(await installationRequest(stranger, roots)),
    'FAILED_NoCertificateAvailable',
    'not in the pool',
  );
  const impostor: Identity = await made.pki.issueProvisioning(made.settings.pcid);
  assert.equal(
    await code(await installationRequest(impostor, roots)),
    'FAILED_NoCertificateAvailable',
    'another key for this PCID',
  );
  for (const wrong of [new Uint8Array(), Uint8Array.of(1, 2, 3), request.subarray(0, 100)])
    assert.equal((await backend.contracts.answer(wrong, ISO2)).ok, false);
  assert.equal((await backend.contracts.answer(request, 'urn:x')).ok, false);
});

test('the serial number finds the root whatever the spelling of its name, but a name of another root refuses', async () => {
  const made = await withCar();
  const { pki } = made;
  await generate(made);
  const base = decodeMessage(await installationRequest(pki.provisioning, [pki.roots.v2g]));
  const code = async (X509IssuerName: string) => {
    const { CertificateInstallationReq: before } = base.Body as {
      CertificateInstallationReq: { Id: string; OEMProvisioningCert: Uint8Array };
    };
    const body = {
      Id: before.Id,
      OEMProvisioningCert: before.OEMProvisioningCert,
      ListOfRootCertificateIDs: {
        RootCertificateID: [{ X509IssuerName, X509SerialNumber: BigInt(`0x${pki.roots.v2g.serialNumber}`) }],
      },
    };
    const Signature = await signElements(
      signatureProfile,
      [{ name: 'CertificateInstallationReq', value: body }],
      pki.provisioning.key,
    );
    return (
      await answer(
        made,
        encodeMessage({
          Header: { SessionID: base.Header.SessionID, Signature },
          Body: { CertificateInstallationReq: body },
        }),
      )
    ).responseCode;
  };
  assert.equal(await code('<Name(CN=V2G Root,DC=V2G,O=OpenPnC Lab,C=DE)>'), 'OK');
  assert.equal(await code('C = DE, O = OpenPnC Lab, DC = V2G, CN = V2G Root'), 'OK');
  assert.equal(await code('V2G Root'), 'OK');
  assert.equal(await code('CN=Other Root,DC=V2G,O=OpenPnC Lab,C=DE'), 'FAILED_NoCertificateAvailable');
});

test('an update of a foreign contract, and any update where it is not offered, is refused', async () => {
  const made = await withCar();
  const foreign = await withCar({ organization: 'Other' });
  const request = await updateRequest(foreign.pki.contract, foreign.pki.contract.eMAID, [made.pki.roots.v2g]);
  assert.equal((await answer(made, request)).responseCode, 'FAILED_NoCertificateAvailable');
  const wrong = await updateRequest(made.pki.contract, 'DE8AACZ9Z9Z9Z9', [made.pki.roots.v2g]);
  assert.equal((await answer(made, wrong)).responseCode, 'FAILED_NoCertificateAvailable');
  const off = await withCar({ isUpdateOffered: false });
  const outcome = await off.backend.contracts.answer(
    await updateRequest(off.pki.contract, off.pki.contract.eMAID, [off.pki.roots.v2g]),
    ISO2,
  );
  assert.deepEqual([outcome.ok, !outcome.ok && outcome.problem], [false, 'invalid']);
});

test('a private key that was opened is a PKCS#8 key of the contract', async () => {
  const made = await withCar();
  await generate(made);
  const { exi } = await answer(made, await installationRequest(made.pki.provisioning, [made.pki.roots.v2g]));
  const got = await opened(exi, made.pki.provisioning, [made.pki.roots.v2g], start);
  assert.ok(got.ok);
  const kept = await made.ports.keys.keep('contract', privateKeyPem(got.privateKey));
  assert.deepEqual(kept.publicKey, got.chain[0]!.spki);
});
