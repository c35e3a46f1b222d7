/** What the hierarchies look like: short for a lab, shaped like real PKIs, or broken at one place on purpose. ISO 15118-2:2014 Annex F. @module */

import { OperatorError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { SignatureAlgorithm } from '@openpnc/core/ports';
import { ekuOids } from '@openpnc/x509/certificate';
import type { CertificatePlan, NameParts } from '@openpnc/x509/issue';
import Type, { type Static } from 'typebox';
import type { Order } from './authority.ts';

const closed = { additionalProperties: false } as const;
const Attribute = Type.Union([Type.Literal('C'), Type.Literal('O'), Type.Literal('DC'), Type.Literal('CN')]);

/** The shape of all certificates of a PKI: the content of a profile file. */
export const HierarchyProfile = Type.Object(
  {
    serialBytes: Type.Integer({ default: 8, minimum: 1, maximum: 20, description: 'Octets of a serial number' }),
    keyIdentifier: Type.Union([Type.Literal('sha1'), Type.Literal('short')], {
      default: 'sha1',
      description: 'Key identifiers of 20 octets (RFC 5280 method 1) or of 8 (method 2)',
    }),
    policies: Type.Array(Type.String(), { default: [], description: 'Policy object identifiers in roots and sub-CAs' }),
    rootEku: Type.Array(Type.String(), {
      default: [],
      description: 'Extended key usages in roots, object identifiers',
    }),
    organizationSuffix: Type.String({
      default: '',
      description: 'Behind the organization of each subject, to make names as long as real ones',
    }),
    subjects: Type.Object(
      {
        ca: Type.Array(Attribute, {
          default: ['C', 'O', 'DC', 'CN'],
          description: 'Order of the attributes in roots and Sub-CA 1',
        }),
        subCa2: Type.Array(Attribute, { default: ['C', 'O', 'DC', 'CN'] }),
        moSubCa2: Type.Array(Attribute, { default: ['C', 'O', 'DC', 'CN'] }),
        leaf: Type.Array(Attribute, { default: ['C', 'O', 'CN', 'DC'] }),
        contract: Type.Array(Attribute, { default: ['O', 'CN', 'DC'] }),
        provisioning: Type.Array(Attribute, { default: ['O', 'CN', 'DC'] }),
      },
      { ...closed, default: {} },
    ),
    broken: Type.Optional(
      Type.Object(
        {
          target: Type.String({
            description: 'Which leaf or branch is broken: contract, contract-mo, provisioning, cps or secc',
          }),
          defect: Type.String({ description: 'What is broken' }),
          at: Type.Optional(
            Type.Union([Type.Literal('leaf'), Type.Literal('subCa2'), Type.Literal('subCa1'), Type.Literal('root')], {
              description: 'Which certificate of the branch; absent: where the defect is at home',
            }),
          ),
        },
        closed,
      ),
    ),
  },
  { ...closed, default: {} },
);
export type HierarchyProfile = Static<typeof HierarchyProfile>;

/** Names short enough for the 5,600 characters of OCPP 2.0.1, nothing that is not needed. */
const lab: HierarchyProfile = {
  serialBytes: 8,
  keyIdentifier: 'sha1',
  policies: [],
  rootEku: [],
  organizationSuffix: '',
  subjects: {
    ca: ['C', 'O', 'DC', 'CN'],
    subCa2: ['C', 'O', 'DC', 'CN'],
    moSubCa2: ['C', 'O', 'DC', 'CN'],
    leaf: ['C', 'O', 'CN', 'DC'],
    contract: ['O', 'CN', 'DC'],
    provisioning: ['O', 'CN', 'DC'],
  },
};

/** The shapes of published V2G certificates: 8-octet key identifiers, 16-octet serials, policies, DC in other places, a root with OCSPSigning. */
const productionLike: HierarchyProfile = {
  serialBytes: 16,
  keyIdentifier: 'short',
  policies: ['1.3.6.1.4.1.99999.1.1'],
  rootEku: [ekuOids.OCSPSigning],
  organizationSuffix: ' Plug and Charge Services',
  subjects: {
    ca: ['C', 'O', 'DC', 'CN'],
    subCa2: ['C', 'O', 'CN', 'DC'],
    moSubCa2: ['C', 'O', 'CN'],
    leaf: ['C', 'O', 'CN', 'DC'],
    contract: ['O', 'CN'],
    provisioning: ['O', 'CN', 'DC'],
  },
};

/** A certificate of a branch. */
export type Position = 'leaf' | 'subCa2' | 'subCa1' | 'root';

/** One way to break a certificate. */
export interface Defect {
  /** Where it is at home: a profile can have it elsewhere. */
  readonly at: Position;
  readonly validity?: (now: Millis) => { readonly from: Millis; readonly until: Millis };
  readonly algorithm?: SignatureAlgorithm;
  readonly plan?: (plan: CertificatePlan) => CertificatePlan;
  /** Signed with a key that is not the issuer's. */
  readonly isForged?: true;
  /** After it was issued. */
  readonly afterwards?: 'revoke' | 'unknownToOcsp';
}

const DAY = 86_400_000;
const past = (now: Millis) => ({ from: now - 30 * DAY, until: now - DAY });
const future = (now: Millis) => ({ from: now + DAY, until: now + 90 * DAY });

/** Every defect by name. */
export const defects = {
  expired: { at: 'leaf', validity: past },
  'not-yet-valid': { at: 'leaf', validity: future },
  'sub-ca-expired': { at: 'subCa2', validity: past },
  'wrong-curve': { at: 'leaf', algorithm: 'ES512' },
  'no-key-cert-sign': { at: 'subCa2', plan: (plan) => ({ ...plan, keyUsage: ['cRLSign'] }) },
  'path-len': { at: 'subCa1', plan: (plan) => ({ ...plan, basicConstraints: { cA: true, pathLen: 0 } }) },
  'wrong-domain-component': {
    at: 'leaf',
    plan: (plan) => ({ ...plan, subject: withAttribute(plan.subject, 'DC', 'XXX') }),
  },
  'pcid-16': {
    at: 'leaf',
    plan: (plan) => ({ ...plan, subject: withAttribute(plan.subject, 'CN', 'WVWZZZAAZMD12345') }),
  },
  'too-large': {
    at: 'leaf',
    plan: (plan) => ({
      ...plan,
      extra: [{ oid: '1.3.6.1.4.1.99999.2.1', isCritical: false, value: new Uint8Array(400) }],
    }),
  },
  forged: { at: 'leaf', isForged: true },
  revoked: { at: 'leaf', afterwards: 'revoke' },
  'ocsp-unknown': { at: 'leaf', afterwards: 'unknownToOcsp' },
} as const satisfies Readonly<Record<string, Defect>>;

export type DefectName = keyof typeof defects;

/** What may be broken, with the defects that make sense there. */
export const targets = {
  contract: without('wrong-domain-component', 'pcid-16'),
  'contract-mo': without('wrong-domain-component', 'pcid-16'),
  provisioning: without(),
  cps: without('pcid-16', 'ocsp-unknown'),
  secc: without('pcid-16'),
} as const satisfies Readonly<Record<string, readonly DefectName[]>>;

export type Target = keyof typeof targets;

/** The names of all built-in profiles: `lab`, `production-like` and `broken-TARGET-DEFECT`. */
export const profileNames: readonly string[] = [
  'lab',
  'production-like',
  ...(Object.keys(targets) as Target[]).flatMap((target) =>
    targets[target].map((defect) => `broken-${target}-${defect}`),
  ),
];

/** Positions as a profile's name has them, behind an `@`. */
const places: Readonly<Record<string, Position>> = {
  leaf: 'leaf',
  'sub-ca-2': 'subCa2',
  'sub-ca-1': 'subCa1',
  root: 'root',
};

/**
 * A built-in profile; a broken one takes its defect elsewhere with `@leaf`, `@sub-ca-2`, `@sub-ca-1` or `@root` behind it. A
 * root is broken for every branch below it.
 * @throws OperatorError `profile_unknown`
 */
export function hierarchyProfile(name: string): HierarchyProfile {
  if (name === 'lab') return lab;
  if (name === 'production-like') return productionLike;
  const [plain, place] = name.split('@') as [string, string | undefined];
  const at = place === undefined ? undefined : places[place];
  if (!profileNames.slice(2).includes(plain) || (place !== undefined && !at))
    throw new OperatorError(
      'profile_unknown',
      `pki.profile: '${name}', expected one of ${profileNames.join(', ')}; a broken one with @${Object.keys(places).join(', @')} behind it`,
    );
  const target = (Object.keys(targets) as Target[])
    .toSorted((a, b) => b.length - a.length)
    .find((found) => plain.startsWith(`broken-${found}-`))!;
  return { ...lab, broken: { target, defect: plain.slice(`broken-${target}-`.length), ...(at && { at }) } };
}

/** The defect of a profile at this certificate of a branch, if it has one there. @throws OperatorError `profile_unknown` */
export function defectAt(profile: HierarchyProfile, target: Target, at: Position): Defect | undefined {
  if (profile.broken?.target !== target) return undefined;
  const defect: Defect | undefined = (defects as Readonly<Record<string, Defect>>)[profile.broken.defect];
  if (!defect)
    throw new OperatorError(
      'profile_unknown',
      `pki profile: defect '${profile.broken.defect}', expected one of ${Object.keys(defects).join(', ')}`,
    );
  return (profile.broken.at ?? defect.at) === at ? defect : undefined;
}

/** An order with a defect put into it. */
export function brokenOrder<Wish extends Order>(order: Wish, defect: Defect | undefined, now: Millis): Wish {
  if (!defect) return order;
  return {
    ...order,
    ...defect.validity?.(now),
    ...(defect.algorithm && { algorithm: defect.algorithm }),
    danger: { ...(defect.plan && { change: defect.plan }), ...(defect.isForged && { isForged: true }) },
  };
}

/** A subject in the profile's order; attributes that it does not name are left out. */
export function subjectOf(
  profile: HierarchyProfile,
  kind: keyof HierarchyProfile['subjects'],
  values: Readonly<Partial<Record<'C' | 'O' | 'DC' | 'CN', string>>>,
): NameParts {
  return profile.subjects[kind].flatMap((type) => {
    const value = type === 'O' && values.O !== undefined ? values.O + profile.organizationSuffix : values[type];
    return value === undefined ? [] : [[type, value] as const];
  });
}

function withAttribute(subject: CertificatePlan['subject'], type: string, value: string): NameParts {
  return (subject as NameParts).map((part) => (part[0] === type ? [type, value] : part));
}

function without(...unfit: readonly DefectName[]): readonly DefectName[] {
  return (Object.keys(defects) as DefectName[]).filter((name) => !unfit.includes(name));
}
