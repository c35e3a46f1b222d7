/** A small PKI for tests of the station: V2G and MO hierarchies with OCSP addresses, in memory. @module */
import type { Millis } from '@openpnc/core/machine';
import type { StoredKey } from '@openpnc/core/ports';
import { SeededKeys } from '@openpnc/sim/keys';
import type { Certificate } from '@openpnc/x509/certificate';
import { issueCertificate, type NameParts } from '@openpnc/x509/issue';
import { type ProfileName, planOf } from '@openpnc/x509/profiles';

export const startAt: Millis = Date.UTC(2026, 1, 15);
export const emaid = 'DE8AAC12345678D';
export const ocspUrl = 'http://ocsp.pki.sim/ocsp';

/** A certificate with its key and what stands above it. */
export interface Issued {
  readonly name: string;
  readonly certificate: Certificate;
  readonly key: StoredKey;
  /** DER, this one first, without the root. */
  readonly chain: readonly Uint8Array[];
}

const keys = new SeededKeys('station-tests');
let serial = 0x1000;

/** Issues under `above`, or a root. */
export async function issue(
  name: string,
  profile: ProfileName,
  subject: NameParts,
  above: Issued | 'self',
  {
    from = startAt - 86_400_000,
    until,
    url = ocspUrl,
    key,
  }: {
    readonly from?: Millis;
    readonly until?: Millis;
    readonly url?: string | undefined;
    readonly key?: { readonly publicKey: Uint8Array };
  } = {},
): Promise<Issued> {
  serial += 1;
  const made = await keys.make(`${name}-${serial}`);
  const plan = planOf(profile, {
    subject,
    publicKey: key?.publicKey ?? made.publicKey,
    serialNumber: serial.toString(16),
    from,
    until: until ?? startAt + 365 * 86_400_000,
    ...(above !== 'self' && { ocspUrl: url }),
  });
  const certificate = await issueCertificate(
    plan,
    above === 'self' ? 'self' : above.certificate,
    above === 'self' ? made : above.key,
  );
  return {
    name,
    certificate,
    key: made,
    chain: above === 'self' ? [] : [certificate.der, ...above.chain],
  };
}

const ca = (CN: string, DC: string): NameParts => [
  ['C', 'DE'],
  ['O', 'OpenPnC Test'],
  ['DC', DC],
  ['CN', CN],
];

async function hierarchy() {
  const v2gRoot = await issue('v2gRoot', 'v2gRoot', ca('V2G Root', 'V2G'), 'self');
  const moRoot = await issue('moRoot', 'moRoot', ca('MO Root', 'MO'), 'self');
  const cpo1 = await issue('cpo1', 'cpoSubCa1', ca('CPO 1', 'V2G'), v2gRoot);
  const cpo2 = await issue('cpo2', 'cpoSubCa2', ca('CPO 2', 'V2G'), cpo1);
  const mo1 = await issue('mo1', 'moSubCa1', ca('MO 1', 'MO'), moRoot);
  const mo2 = await issue('mo2', 'moSubCa2', ca('MO 2', 'MO'), mo1);
  const csmsRoot = await issue('csmsRoot', 'csmsRoot', ca('CSMS Root', 'CSMS'), 'self');
  return {
    v2gRoot,
    moRoot,
    csmsRoot,
    cpo1,
    cpo2,
    mo1,
    mo2,
    secc: await issue(
      'secc',
      'seccLeaf',
      [
        ['C', 'DE'],
        ['O', 'OpenPnC Test'],
        ['CN', 'DE*OPC*E00001'],
        ['DC', 'CPO'],
      ],
      cpo2,
    ),
    contract: await contractUnder(mo2),
  };
}

/** A contract leaf. */
export function contractUnder(above: Issued, validity: Parameters<typeof issue>[4] = {}): Promise<Issued> {
  return issue(
    'contract',
    'contractLeaf',
    [
      ['O', 'OpenPnC Test'],
      ['CN', emaid],
      ['DC', 'MO'],
    ],
    above,
    validity,
  );
}

/** Made once for all tests of a file. */
export const pki = await hierarchy();
