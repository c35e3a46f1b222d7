/** May this contract charge here? A pure answer from the contract as it stands. @module */
import type { Millis } from '@openpnc/core/machine';
import type { AllowedType } from '@openpnc/roaming/ocpi/token';
import type { ContractRow } from './store/tables.ts';

/** Why, in our words; the texts for drivers are in {@link reasonText}. */
export type Reason =
  | 'good'
  | 'not_active_yet'
  | 'blocked'
  | 'terminated'
  | 'expired'
  | 'no_credit'
  | 'operator_not_allowed';

/** The answer in OCPI's word and why. */
export interface Verdict {
  readonly allowed: AllowedType;
  readonly reason: Reason;
}

/** What is asked beside the contract. */
export interface Asked {
  /** Party key of the CPO, `NLCPO`. */
  readonly party: string;
  readonly now: Millis;
}

/** The first rule that speaks decides; opening hours and EVSE status are not ours to judge (OCPI 2.3.0 Tokens). */
export function verdict(contract: ContractRow, { party, now }: Asked): Verdict {
  if (contract.status === 'terminated') return { allowed: 'EXPIRED', reason: 'terminated' };
  if (contract.status === 'expired' || (contract.valid_to !== null && now >= contract.valid_to))
    return { allowed: 'EXPIRED', reason: 'expired' };
  if (contract.status === 'blocked') return { allowed: 'BLOCKED', reason: 'blocked' };
  // NOT_ALLOWED would say "not at this place" to the driver, so a contract that is not active yet is BLOCKED.
  if (contract.status === 'ordered' || (contract.valid_from !== null && now < contract.valid_from))
    return { allowed: 'BLOCKED', reason: 'not_active_yet' };
  if (contract.has_credit === 0) return { allowed: 'NO_CREDIT', reason: 'no_credit' };
  if (contract.allowed_parties !== null && !(JSON.parse(contract.allowed_parties) as string[]).includes(party))
    return { allowed: 'NOT_ALLOWED', reason: 'operator_not_allowed' };
  return { allowed: 'ALLOWED', reason: 'good' };
}

/** The finding of each verdict, as `diagnosis` knows it. */
export const verdictFindings: Readonly<Record<AllowedType, string>> = {
  ALLOWED: 'emsp_allowed',
  BLOCKED: 'emsp_blocked',
  EXPIRED: 'emsp_expired',
  NO_CREDIT: 'emsp_no_credit',
  NOT_ALLOWED: 'emsp_not_allowed',
};

/** What the driver reads, in the language of the contract, else in English. */
export function reasonText(reason: Reason, language: string): { readonly language: string; readonly text: string } {
  const chosen = language in TEXTS ? language : 'en';
  return { language: chosen, text: TEXTS[chosen]![reason] };
}

const TEXTS: Readonly<Record<string, Readonly<Record<Reason, string>>>> = {
  en: {
    good: 'Welcome. Your contract is valid here.',
    not_active_yet: 'Your charging contract is not active yet.',
    blocked: 'Your charging contract is blocked. Please call your provider.',
    terminated: 'Your charging contract has ended.',
    expired: 'Your charging contract has expired.',
    no_credit: 'Your charging account has no credit left.',
    operator_not_allowed: 'Your charging contract is not valid at this operator.',
  },
  de: {
    good: 'Willkommen. Ihr Vertrag gilt hier.',
    not_active_yet: 'Ihr Ladevertrag ist noch nicht aktiv.',
    blocked: 'Ihr Ladevertrag ist gesperrt. Bitte rufen Sie Ihren Anbieter an.',
    terminated: 'Ihr Ladevertrag ist beendet.',
    expired: 'Ihr Ladevertrag ist abgelaufen.',
    no_credit: 'Ihr Ladekonto hat kein Guthaben mehr.',
    operator_not_allowed: 'Ihr Ladevertrag gilt bei diesem Betreiber nicht.',
  },
  fr: {
    good: 'Bienvenue. Votre contrat est valable ici.',
    not_active_yet: "Votre contrat de recharge n'est pas encore actif.",
    blocked: 'Votre contrat de recharge est bloqué. Veuillez appeler votre fournisseur.',
    terminated: 'Votre contrat de recharge est terminé.',
    expired: 'Votre contrat de recharge a expiré.',
    no_credit: "Votre compte de recharge n'a plus de crédit.",
    operator_not_allowed: "Votre contrat de recharge n'est pas valable chez cet opérateur.",
  },
  nl: {
    good: 'Welkom. Uw contract is hier geldig.',
    not_active_yet: 'Uw laadcontract is nog niet actief.',
    blocked: 'Uw laadcontract is geblokkeerd. Bel uw aanbieder.',
    terminated: 'Uw laadcontract is beëindigd.',
    expired: 'Uw laadcontract is verlopen.',
    no_credit: 'Uw laadtegoed is op.',
    operator_not_allowed: 'Uw laadcontract is bij deze exploitant niet geldig.',
  },
};
