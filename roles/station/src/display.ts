/** What the driver reads: a message per cause and language. Decisions 16 of docs/choices.md. @module */
import type { IdTokenInfoType } from '@openpnc/ocpp/v201';

/** One message for the driver. */
export interface DriverMessage {
  readonly evseId: number;
  /** What the display may show a picture for. */
  readonly kind: 'refused' | 'charging' | 'finished' | 'presentToken';
  /** Why, for `refused`: the code of the finding or a status of the CSMS. */
  readonly code?: string;
  readonly text: string;
  /** ISO 639-1, or what the CSMS named. */
  readonly language: string;
  /** The driver may pay by card or app now. */
  readonly isExternalPaymentOffered: boolean;
}

/** The station's screen. Must not throw. */
export interface Display {
  show(message: DriverMessage): void;
}

type Texts = Readonly<Record<string, string>>;

/** Driver's words by language and cause. A cause that is missing here is told as `other`. */
const refusals: Readonly<Record<string, Texts>> = {
  en: {
    Blocked: 'Your charging contract is blocked. Please call your provider.',
    Expired: 'Your charging contract has expired. Please call your provider.',
    Invalid: 'Your charging contract is not accepted here.',
    Unknown: 'Your charging contract is not known here.',
    NoCredit: 'Your charging contract has no credit left.',
    ConcurrentTx: 'Your charging contract is in use at another station.',
    NotAllowedTypeEVSE: 'Your charging contract does not cover this kind of station.',
    NotAtThisLocation: 'Your charging contract is not valid at this location.',
    NotAtThisTime: 'Your charging contract is not valid at this time.',
    CertificateExpired: 'The contract certificate in your car has expired.',
    CertificateRevoked: 'The contract certificate in your car is no longer valid.',
    ContractCancelled: 'Your charging contract has ended.',
    contract_certificate_expired: 'The contract certificate in your car has expired.',
    contract_certificate_malformed: 'The contract certificate in your car is faulty. Please call your provider.',
    contract_chain_missing: 'The contract certificate in your car is faulty. Please call your provider.',
    contract_chain_too_long: 'The contract certificate in your car is faulty. Please call your provider.',
    contract_chain_invalid: 'The contract certificate in your car is faulty. Please call your provider.',
    contract_country_name: 'The contract certificate in your car is faulty. Please call your provider.',
    contract_emaid_mismatch: 'The contract certificate in your car is that of another charging contract.',
    contract_tls_mismatch: 'Your car showed two different charging contracts.',
    signature_missing: 'Your car did not prove its charging contract.',
    signature_invalid: 'Your car did not prove its charging contract.',
    challenge_mismatch: 'Your car did not prove its charging contract.',
    certificate_installation_failed: 'Your car could not get its charging contract.',
    certinstall_timeout: 'Your car could not get its charging contract. Please try again.',
    clock_not_synchronised: 'The clock of this station is not set, so it cannot check the certificate in your car.',
    contract_root_missing: 'This station does not know the issuer of your charging contract yet.',
    station_offline: 'This station has no connection at the moment.',
    authorize_timeout: 'The authorization took too long. Please try again.',
    other: 'Plug & Charge did not work.',
  },
  de: {
    Blocked: 'Ihr Ladevertrag ist gesperrt. Bitte rufen Sie Ihren Anbieter an.',
    Expired: 'Ihr Ladevertrag ist abgelaufen. Bitte rufen Sie Ihren Anbieter an.',
    Invalid: 'Ihr Ladevertrag wird hier nicht akzeptiert.',
    Unknown: 'Ihr Ladevertrag ist hier nicht bekannt.',
    NoCredit: 'Ihr Ladevertrag hat kein Guthaben mehr.',
    ConcurrentTx: 'Ihr Ladevertrag wird gerade an einer anderen Station genutzt.',
    NotAllowedTypeEVSE: 'Ihr Ladevertrag gilt nicht für diese Art von Station.',
    NotAtThisLocation: 'Ihr Ladevertrag gilt nicht an diesem Ort.',
    NotAtThisTime: 'Ihr Ladevertrag gilt nicht zu dieser Zeit.',
    CertificateExpired: 'Das Vertragszertifikat in Ihrem Auto ist abgelaufen.',
    CertificateRevoked: 'Das Vertragszertifikat in Ihrem Auto ist nicht mehr gültig.',
    ContractCancelled: 'Ihr Ladevertrag ist beendet.',
    contract_certificate_expired: 'Das Vertragszertifikat in Ihrem Auto ist abgelaufen.',
    contract_certificate_malformed:
      'Das Vertragszertifikat in Ihrem Auto ist fehlerhaft. Bitte rufen Sie Ihren Anbieter an.',
    contract_chain_missing: 'Das Vertragszertifikat in Ihrem Auto ist fehlerhaft. Bitte rufen Sie Ihren Anbieter an.',
    contract_chain_too_long: 'Das Vertragszertifikat in Ihrem Auto ist fehlerhaft. Bitte rufen Sie Ihren Anbieter an.',
    contract_chain_invalid: 'Das Vertragszertifikat in Ihrem Auto ist fehlerhaft. Bitte rufen Sie Ihren Anbieter an.',
    contract_country_name: 'Das Vertragszertifikat in Ihrem Auto ist fehlerhaft. Bitte rufen Sie Ihren Anbieter an.',
    contract_emaid_mismatch: 'Das Vertragszertifikat in Ihrem Auto gehört zu einem anderen Ladevertrag.',
    contract_tls_mismatch: 'Ihr Auto hat zwei verschiedene Ladeverträge gezeigt.',
    signature_missing: 'Ihr Auto hat seinen Ladevertrag nicht nachgewiesen.',
    signature_invalid: 'Ihr Auto hat seinen Ladevertrag nicht nachgewiesen.',
    challenge_mismatch: 'Ihr Auto hat seinen Ladevertrag nicht nachgewiesen.',
    certificate_installation_failed: 'Ihr Auto konnte seinen Ladevertrag nicht beziehen.',
    certinstall_timeout: 'Ihr Auto konnte seinen Ladevertrag nicht beziehen. Bitte versuchen Sie es noch einmal.',
    clock_not_synchronised:
      'Die Uhr dieser Station ist nicht gestellt, daher kann sie das Zertifikat in Ihrem Auto nicht prüfen.',
    contract_root_missing: 'Diese Station kennt den Aussteller Ihres Ladevertrags noch nicht.',
    station_offline: 'Diese Station hat im Moment keine Verbindung.',
    authorize_timeout: 'Die Freigabe hat zu lange gedauert. Bitte versuchen Sie es noch einmal.',
    other: 'Plug & Charge hat nicht geklappt.',
  },
};
const external: Texts = {
  en: 'You can pay by card or app.',
  de: 'Sie können mit Karte oder App bezahlen.',
};

const plain: Readonly<Record<string, Readonly<Record<Exclude<DriverMessage['kind'], 'refused'>, string>>>> = {
  en: {
    charging: 'Charging.',
    finished: 'Charging has ended. You can unplug.',
    presentToken: 'Please present your card or use the app.',
  },
  de: {
    charging: 'Ihr Auto lädt.',
    finished: 'Der Ladevorgang ist beendet. Sie können den Stecker ziehen.',
    presentToken: 'Bitte halten Sie Ihre Karte vor oder nutzen Sie die App.',
  },
};

/** A message that says how things are, in the first language that we have. */
export function plainMessage(
  evseId: number,
  kind: Exclude<DriverMessage['kind'], 'refused'>,
  languages: readonly string[],
): DriverMessage {
  const language = languages.find((wanted) => wanted in plain) ?? 'en';
  return { evseId, kind, text: plain[language]![kind], language, isExternalPaymentOffered: kind === 'presentToken' };
}

/** Whether the driver has a use for this finding of the station: we have words of its own for it. */
export function isForDriver(code: string): boolean {
  return code in refusals.en!;
}

/** Why a car was refused, as the station knows it. */
export interface Refusal {
  /** Code of the station's own finding. */
  readonly code?: string;
  readonly certificateStatus?: string;
  readonly idTokenInfo?: IdTokenInfoType;
}

/**
 * The message after a refusal: the provider's own words first, then ours for the closest cause, in the first language
 * that we have; external payment is offered in the same breath.
 */
export function refusalMessage(
  evseId: number,
  { code, certificateStatus, idTokenInfo }: Refusal,
  languages: readonly string[],
  isExternalPaymentOffered: boolean,
): DriverMessage {
  const personal = idTokenInfo?.personalMessage;
  const language = languages.find((wanted) => wanted in refusals) ?? 'en';
  const words = refusals[language]!;
  const reasons = [certificateStatus, idTokenInfo?.status, code].filter((reason) => reason !== undefined);
  const reason = reasons.find((candidate) => candidate !== 'Accepted' && candidate in words) ?? 'other';
  const text = personal?.content ?? words[reason]!;
  return {
    evseId,
    kind: 'refused',
    code: reason === 'other' ? (reasons.at(-1) ?? 'other') : reason,
    text: isExternalPaymentOffered ? `${text} ${external[language] ?? external.en}` : text,
    language: personal?.language ?? language,
    isExternalPaymentOffered,
  };
}
