/** XML signatures against the shared vectors, and against every way to get them wrong. @module */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from '@openpnc/core/bytes';
import { decodeFragment } from '@openpnc/exi/iso15118-2';
import type { Signature } from '@openpnc/exi/xmldsig';
import { decodeFragment as decodeXmldsig } from '@openpnc/exi/xmldsig';
import {
  finishSignature,
  prepareSignature,
  type SignedElement,
  signElements,
  type Verification,
  verifySignature,
} from '@openpnc/iso15118/signature';
import { type FragmentName, signatureProfile, signedParts } from '@openpnc/iso15118/v2/signatures';
import { SeededKeys } from '@openpnc/sim/keys';
import { certificate, key, vectorFile } from './pki.ts';

interface Vector {
  readonly name: string;
  readonly note: string;
  readonly signer: string;
  readonly references: readonly { readonly id: string; readonly fragmentExi: string }[];
  readonly signedInfoExi: string;
  readonly expectedSignedInfoExi?: string;
  readonly signatureValue: string;
  readonly valid: boolean;
  readonly validStrict?: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
}

const vectors = vectorFile<{ readonly messages: readonly Vector[] }>('crypto/xmldsig-exi-signature.json').messages;

for (const vector of vectors) {
  test(`vector ${vector.name}: ${vector.note}`, () => {
    const elements = elementsOf(vector);
    const isTyped = vector.validStrict === false;
    for (const { id, fragmentExi } of vector.references) {
      const element = elements.find(({ value }) => value.Id === id)!;
      if (vector.name === 'AuthorizationReq-other-challenge') continue;
      const fragment =
        isTyped && element.name === 'eMAID'
          ? signatureProfile.encodeElementOtherwise!(element)
          : signatureProfile.encodeElement(element);
      assert.equal(toHex(fragment!), fragmentExi);
    }
    const verification = verify(vector);
    assert.equal(verification.ok, vector.valid, JSON.stringify(verification));
    if (verification.ok) assert.deepEqual(verification.codedOtherwise, isTyped ? ['eMAID'] : []);
  });
}

test('what is wrong with a signature is told, with the known mistake that explains it', () => {
  const problems = Object.fromEntries(
    vectors
      .map((vector) => [vector.name, verify(vector)] as const)
      .flatMap(([name, found]) => (found.ok ? [] : [[name, [found.problem, found.data.explanation]]])),
  );
  assert.deepEqual(problems, {
    'AuthorizationReq-wrong-signer': ['signature_value', undefined],
    'AuthorizationReq-msgdef-signedinfo': ['signature_value', 'SignedInfo was coded with the message grammar'],
    'AuthorizationReq-double-hash': ['signature_value', 'SignedInfo was hashed twice'],
    'AuthorizationReq-other-challenge': ['digest', undefined],
  });
});

test('a prepared signature has the bytes of the vector, and a finished one verifies', async () => {
  const vector = vectors[0]!;
  const prepared = prepareSignature(signatureProfile, elementsOf(vector));
  assert.equal(toHex(prepared.data), vector.signedInfoExi);
  const signer = await key('contract');
  const signature = finishSignature(prepared, await signer.sign(prepared.data));
  assert.ok(verifySignature(signatureProfile, signature, elementsOf(vector), certificate('contract').publicKey).ok);
});

const element: SignedElement<FragmentName> = {
  name: 'AuthorizationReq',
  value: { Id: 'id1', GenChallenge: fromHex('bbf27f453a1530db019a3790dd447741') } as { Id: string },
};
const other: SignedElement<FragmentName> = {
  name: 'AuthorizationReq',
  value: { Id: 'id2', GenChallenge: fromHex('871ce59494ee793e35de593323fe9e24') } as { Id: string },
};

/** Signs `elements`, changes the signature, and verifies it over `element` alone. */
async function verifyChanged(
  change: (signature: Signature) => unknown,
  elements: readonly SignedElement<FragmentName>[] = [element],
): Promise<Verification> {
  const signature = await signElements(signatureProfile, elements, await key('contract'));
  const changed = change(structuredClone(signature) as Signature) as Signature | undefined;
  return verifySignature(signatureProfile, changed, [element], certificate('contract').publicKey);
}

type Loose = { SignedInfo: Record<string, unknown> & { Reference: Record<string, unknown>[] } } & Record<
  string,
  unknown
>;

const wrong: readonly (readonly [string, string, (signature: Loose) => unknown])[] = [
  ['no signature', 'signature_missing', () => undefined],
  [
    'another canonicalization',
    'algorithm',
    (s) => ({ ...s, SignedInfo: { ...s.SignedInfo, CanonicalizationMethod: { Algorithm: 'urn:x' } } }),
  ],
  [
    'SHA-1',
    'algorithm',
    (s) => withReference(s, (r) => ({ ...r, DigestMethod: { Algorithm: 'http://www.w3.org/2000/09/xmldsig#sha1' } })),
  ],
  [
    'ECDSA with SHA-1',
    'algorithm',
    (s) => ({
      ...s,
      SignedInfo: {
        ...s.SignedInfo,
        SignatureMethod: { Algorithm: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1' },
      },
    }),
  ],
  ['a KeyInfo', 'forbidden_content', (s) => ({ ...s, KeyInfo: { KeyName: ['mine'] } })],
  ['an Object', 'forbidden_content', (s) => ({ ...s, Object: [{}] })],
  [
    'an HMACOutputLength',
    'forbidden_content',
    (s) => ({
      ...s,
      SignedInfo: {
        ...s.SignedInfo,
        SignatureMethod: { ...(s.SignedInfo.SignatureMethod as object), HMACOutputLength: 8 },
      },
    }),
  ],
  ['no Transform', 'transform', (s) => withReference(s, ({ Transforms: _, ...r }) => r)],
  [
    'another Transform',
    'transform',
    (s) => withReference(s, (r) => ({ ...r, Transforms: { Transform: [{ Algorithm: 'urn:x' }] } })),
  ],
  [
    'an XPath in the Transform',
    'transform',
    (s) =>
      withReference(s, (r) => ({
        ...r,
        Transforms: { Transform: [{ Algorithm: signatureProfile.transform, XPath: ['/'] }] },
      })),
  ],
  ['a Reference without URI', 'reference_unknown', (s) => withReference(s, ({ URI: _, ...r }) => r)],
  ['a Reference to another Id', 'reference_unknown', (s) => withReference(s, (r) => ({ ...r, URI: '#id2' }))],
  [
    'the Reference twice',
    'reference_repeated',
    (s) => ({
      ...s,
      SignedInfo: { ...s.SignedInfo, Reference: [s.SignedInfo.Reference[0]!, s.SignedInfo.Reference[0]!] },
    }),
  ],
  ['no Reference', 'reference_missing', (s) => ({ ...s, SignedInfo: { ...s.SignedInfo, Reference: [] } })],
  [
    'five References',
    'reference_count',
    (s) => ({ ...s, SignedInfo: { ...s.SignedInfo, Reference: Array(5).fill(s.SignedInfo.Reference[0]) } }),
  ],
  ['another digest', 'digest', (s) => withReference(s, (r) => ({ ...r, DigestValue: new Uint8Array(32) }))],
  ['an empty digest', 'digest', (s) => withReference(s, (r) => ({ ...r, DigestValue: new Uint8Array(0) }))],
  ['a DER signature', 'signature_length', (s) => ({ ...s, SignatureValue: { value: new Uint8Array(70) } })],
  ['an empty signature', 'signature_length', (s) => ({ ...s, SignatureValue: { value: new Uint8Array(0) } })],
  ['a zero signature', 'signature_value', (s) => ({ ...s, SignatureValue: { value: new Uint8Array(64) } })],
  ['a Reference Id added after signing', 'signature_value', (s) => withReference(s, (r) => ({ ...r, Id: 'x' }))],
];

for (const [what, problem, change] of wrong) {
  test(`a signature with ${what} is refused: ${problem}`, async () => {
    const found = await verifyChanged(change as never);
    assert.ok(!found.ok);
    assert.equal(found.problem, problem);
  });
}

test('a second, foreign element under the signature is refused', async () => {
  const found = await verifyChanged((signature) => signature, [element, other]);
  assert.ok(!found.ok);
  assert.equal(found.problem, 'reference_unknown');
});

test('a Reference Id that was signed is part of what is hashed, and holds', async () => {
  const prepared = prepareSignature(signatureProfile, [element]);
  const signedInfo = { ...prepared.signedInfo, Reference: [{ ...prepared.signedInfo.Reference[0]!, Id: 'ref1' }] };
  const signer = await key('contract');
  const value = await signer.sign(signatureProfile.encodeSignedInfo(signedInfo));
  const signature = { SignedInfo: signedInfo, SignatureValue: { value } };
  assert.ok(verifySignature(signatureProfile, signature, [element], certificate('contract').publicKey).ok);
});

test('elements without an Id, or with the same one, can be neither signed nor verified', async () => {
  const nameless = { name: 'AuthorizationReq', value: {} } as const;
  assert.throws(() => prepareSignature(signatureProfile, [nameless]), RangeError);
  const signature = await signElements(signatureProfile, [element], await new SeededKeys('x').make('any'));
  const { publicKey } = certificate('contract');
  const without = verifySignature(signatureProfile, signature, [nameless], publicKey);
  assert.ok(!without.ok && without.problem === 'id_missing');
  const twice = verifySignature(signatureProfile, signature, [element, { ...other, value: element.value }], publicKey);
  assert.ok(!twice.ok && twice.problem === 'id_repeated');
});

function withReference(signature: Loose, change: (reference: Record<string, unknown>) => Record<string, unknown>) {
  const { Reference } = signature.SignedInfo;
  return { ...signature, SignedInfo: { ...signature.SignedInfo, Reference: Reference.map(change) } };
}

/** Verifies a vector as a receiver would: the message's fields, the SignedInfo as received, the named signer. */
function verify(vector: Vector): Verification {
  const { value } = decodeXmldsig(fromHex(receivedSignedInfo(vector)));
  const signature = {
    SignedInfo: value as Signature['SignedInfo'],
    SignatureValue: { value: fromHex(vector.signatureValue) },
  };
  return verifySignature(signatureProfile, signature, elementsOf(vector), certificate(vector.signer).publicKey);
}

/** The vector that was signed under another grammar gives the SignedInfo of its own coding; the message holds the same content. */
function receivedSignedInfo(vector: Vector): string {
  return vector.expectedSignedInfoExi ?? vector.signedInfoExi;
}

function elementsOf({ name, fields, references }: Vector): readonly SignedElement<FragmentName>[] {
  const [element] = name.split('-') as [FragmentName];
  const f = fields;
  const hex = (field: string) => fromHex(f[field] as string);
  switch (element) {
    case 'AuthorizationReq':
      return [{ name: element, value: { Id: f.Id as string, GenChallenge: hex('GenChallenge') } as { Id: string } }];
    case 'MeteringReceiptReq':
      return [
        {
          name: element,
          value: {
            Id: f.Id as string,
            SessionID: hex('SessionID'),
            SAScheduleTupleID: f.SAScheduleTupleID,
            MeterInfo: {
              MeterID: f.MeterID,
              MeterReading: BigInt(f.MeterReading as number),
              TMeter: BigInt(f.TMeter as number),
            },
          } as { Id: string },
        },
      ];
    case 'CertificateInstallationReq':
      // The fragment's serial numbers are not those of the vector's `fields`: its maker handed the encoder the 7-bit groups
      // of 1001 as octets. The signature covers what was sent, so the message is read from there.
      return [decodeFragment(fromHex(references[0]!.fragmentExi)) as SignedElement<FragmentName>];
    default: {
      const chain = (names: readonly string[]) => {
        const [leaf, ...subs] = names.map((found) => certificate(found).der);
        return { Certificate: leaf!, SubCertificates: { Certificate: subs } };
      };
      return signedParts({
        ResponseCode: 'OK',
        SAProvisioningCertificateChain: chain(f.SAProvisioningCertificateChain as string[]),
        ContractSignatureCertChain: { Id: 'id1', ...chain(f.ContractSignatureCertChain as string[]) },
        ContractSignatureEncryptedPrivateKey: { Id: 'id2', value: hex('ContractSignatureEncryptedPrivateKey') },
        DHpublickey: { Id: 'id3', value: hex('DHpublickey') },
        eMAID: { Id: 'id4', value: f.eMAID as string },
      });
    }
  }
}
