/** Who may do what at a PKI service: the claims of its tokens and the rights of each role. OPCP accessToken, pool documents. @module */

import { parseEmaid } from '@openpnc/core/emaid';
import { wmiOf } from '@openpnc/core/identifiers';
import type { EstCa } from './backend.ts';
import type { Claims } from './jwt.ts';

/** Roles of clients. MO_HUBJECT_PKI: an MO without a PKI of its own; MO_EXTERNAL_PKI: one with. */
export type ClientRole = 'CPO' | 'OEM' | 'MO_HUBJECT_PKI' | 'MO_EXTERNAL_PKI' | 'CPS' | 'ADMIN';

/** What a client may touch. */
export interface Grant {
  readonly clientName: string;
  readonly roles: readonly ClientRole[];
  /** World manufacturer identifiers of an OEM's cars. */
  readonly wmis: readonly string[];
  /** Country and provider of an MO's eMAIDs, 5 characters. */
  readonly emaidPrefixes: readonly string[];
}

/** Every right. */
export type Right =
  | 'roots.read'
  | 'roots.write'
  | 'provisioning.read'
  | 'provisioning.write'
  | 'cps.sign'
  | 'cps.generate'
  | 'cps.signers'
  | 'contracts.answer'
  | 'contracts.put'
  | 'contracts.manage'
  | 'contracts.provide'
  | 'revoke'
  | `est.${EstCa}`
  | 'webhooks';

const mo = ['MO_HUBJECT_PKI', 'MO_EXTERNAL_PKI'] as const;
const all = ['CPO', 'OEM', ...mo, 'CPS', 'ADMIN'] as const;

/** Which roles have a right. */
export const rights: Readonly<Record<Right, readonly ClientRole[]>> = {
  'roots.read': all,
  'roots.write': ['ADMIN'],
  'provisioning.read': ['OEM', ...mo, 'CPS', 'ADMIN'],
  'provisioning.write': ['OEM', 'ADMIN'],
  'cps.sign': ['MO_EXTERNAL_PKI', 'ADMIN'],
  'cps.generate': ['MO_HUBJECT_PKI', 'ADMIN'],
  'cps.signers': all,
  'contracts.answer': ['CPO', 'ADMIN'],
  'contracts.put': ['CPS', ...mo, 'ADMIN'],
  'contracts.manage': [...mo, 'ADMIN'],
  'contracts.provide': ['OEM', 'ADMIN'],
  revoke: [...mo, 'CPO', 'OEM', 'ADMIN'],
  'est.cpo': ['CPO', 'ADMIN'],
  'est.mo': [...mo, 'ADMIN'],
  'est.oem': ['OEM', 'ADMIN'],
  'est.veh': ['OEM', 'ADMIN'],
  'est.cps': ['CPS', 'ADMIN'],
  'est.cs': ['CPO', 'ADMIN'],
  webhooks: all,
};

/** What a right is asked for. */
export interface Subject {
  readonly pcid?: string | undefined;
  readonly eMAID?: string | undefined;
}

/** Why a client may not, or undefined when it may. */
export function whyNot(grant: Grant, right: Right, { pcid, eMAID }: Subject = {}): string | undefined {
  const roles = grant.roles.filter((role) => rights[right].includes(role));
  if (roles.length === 0)
    return `${right} is for ${rights[right].join(', ')}, ${grant.clientName} is ${grant.roles.join(', ') || 'nothing'}`;
  if (roles.includes('ADMIN')) return undefined;
  if (pcid !== undefined && roles.every((role) => role === 'OEM') && !grant.wmis.includes(wmiOf(pcid)))
    return `${grant.clientName} has no right for the manufacturer ${wmiOf(pcid)}`;
  if (eMAID !== undefined && roles.some((role) => mo.includes(role as (typeof mo)[number]))) {
    const emaid = parseEmaid(eMAID);
    if (!emaid || !grant.emaidPrefixes.includes(emaid.country + emaid.provider))
      return `${grant.clientName} has no right for the eMAID ${eMAID}`;
  }
  return undefined;
}

/** The claims of a grant, named by the audience's URL as OPCP has them. */
export function claimsOf({ clientName, roles, wmis, emaidPrefixes }: Grant, audience: string): Claims {
  return {
    [`${audience}/client_name`]: clientName,
    [`${audience}/role`]: roles,
    [`${audience}/pcid`]: wmis,
    [`${audience}/emaid`]: emaidPrefixes,
  };
}

/** The grant in a token's claims. What is missing or of another type is no right. */
export function grantOf(claims: Claims, audience: string): Grant {
  const list = (name: string): readonly string[] => {
    const value = claims[`${audience}/${name}`];
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  };
  const clientName = claims[`${audience}/client_name`];
  return {
    clientName: typeof clientName === 'string' ? clientName : (claims.sub ?? 'client'),
    roles: list('role').filter((role): role is ClientRole => (all as readonly string[]).includes(role)),
    wmis: list('pcid'),
    emaidPrefixes: list('emaid'),
  };
}
