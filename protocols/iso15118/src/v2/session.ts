/** What a station knows and remembers: settings of the SECC, the data of one session, what goes in and comes out. @module */
import type { Millis } from '@openpnc/core/machine';
import type { PilotState, Random } from '@openpnc/core/ports';
import type { Bodies, V2G_Message } from '@openpnc/exi/iso15118-2';
import type { Certificate } from '@openpnc/x509/certificate';
import type { Finding } from '../finding.ts';
import type { ContractTrust, ContractVerdict } from './contract.ts';
import type {
  EnergyTransferMode,
  MeterInfo,
  PaymentOption,
  RequestName,
  SAScheduleList,
  Signature,
} from './message.ts';
import { certificateService, type OfferedService } from './services.ts';
import { timing } from './timing.ts';

/** How an SECC behaves. Plain data: a role fills it from its settings. */
export interface SeccSettings {
  /** `DE*ICE*E45B*78C`; 7 to 37 characters. */
  readonly EVSEID: string;
  readonly energyTransferModes: readonly EnergyTransferMode[];
  /** What the station takes. Contract is offered over TLS only. */
  readonly paymentOptions: readonly PaymentOption[];
  readonly isChargingFree: boolean;
  /** Services beside charging; offered over TLS only. */
  readonly services: readonly OfferedService[];
  /** When the back end is asked: after the contract key is proved, or already when the contract is known. Its answer waits for the proof. */
  readonly authorizeAt: 'Authorization' | 'PaymentDetails';
  /** How long an AuthorizationRes waits for the back end before it says Ongoing; below 1.5 s. */
  readonly authorizationHold_ms: Millis;
  /** The end of Ongoing for external payment; the standard's 55 s, many stations wait longer. */
  readonly externalPaymentTimeout_ms: Millis;
  /** On a back end's refusal: plain FAILED, or the code that matches its reason. */
  readonly refusalCodes: 'plain' | 'specific';
  /** Forward a contract chain without a known root for the back end to judge (OCPP CentralContractValidationAllowed). */
  readonly isCentralValidationAllowed: boolean;
  /** How often a signed receipt is asked for; `never` is what most cars are used to. */
  readonly receipts: { readonly every_ms: Millis } | 'never';
  /** Whether a wrong receipt ends the session [V2G2-904]. */
  readonly areReceiptsVerified: boolean;
  /** Who makes the schedules: the station from its limits, or whoever answers the effect `schedules`. */
  readonly schedules: 'own' | 'asked';
  readonly ac: AcLimits;
  readonly dc: DcLimits;
  /** The control pilot must be in C or D, or in B, where the standard says so. Off where no pilot is wired. */
  readonly isPilotChecked: boolean;
  /** Conformance runs: SessionStopReq only where the standard's text has it, no tolerance in chains, bad headers are read over. */
  readonly isStrict: boolean;
}

/** What most stations want. A role's settings begin with these. */
export const seccDefaults: Omit<SeccSettings, 'EVSEID'> = {
  energyTransferModes: ['AC_single_phase_core', 'AC_three_phase_core'],
  paymentOptions: ['Contract', 'ExternalPayment'],
  isChargingFree: false,
  services: [certificateService],
  authorizeAt: 'Authorization',
  authorizationHold_ms: 1_000,
  externalPaymentTimeout_ms: timing.V2G_SECC_Ongoing_Performance_Time,
  refusalCodes: 'plain',
  isCentralValidationAllowed: false,
  receipts: 'never',
  areReceiptsVerified: true,
  schedules: 'own',
  ac: { nominalVoltage_V: 230, maxCurrent_A: 32, minCurrent_A: 6, RCD: false },
  dc: {
    maxCurrent_A: 400,
    minCurrent_A: 0,
    maxVoltage_V: 1_000,
    minVoltage_V: 150,
    maxPower_W: 150_000,
    peakCurrentRipple_A: 5,
  },
  isPilotChecked: false,
  isStrict: false,
};

export interface AcLimits {
  readonly nominalVoltage_V: number;
  /** Per phase. */
  readonly maxCurrent_A: number;
  readonly minCurrent_A: number;
  /** Residual current device has tripped. */
  readonly RCD: boolean;
}

export interface DcLimits {
  readonly maxCurrent_A: number;
  readonly minCurrent_A: number;
  readonly maxVoltage_V: number;
  readonly minVoltage_V: number;
  readonly maxPower_W: number;
  readonly peakCurrentRipple_A: number;
}

/** What does not change during a session: everything that an SECC is made of. */
export interface SeccStation {
  readonly settings: SeccSettings;
  readonly trust: ContractTrust;
  readonly random: Random;
  readonly isTls: boolean;
  /** eMAID of a contract chain that was shown and proved in the TLS handshake (bench and pre-standard cars). */
  readonly authenticatedInTls?: { readonly eMAID: string };
  /** The session that was paused at this outlet, if one was. */
  readonly paused?: PausedSession;
}

/** What both sides keep over a pause [V2G2-740, V2G2-741]. */
export interface PausedSession {
  readonly sessionId: Uint8Array;
  readonly payment: PaymentOption;
  readonly SAScheduleTupleID: number | undefined;
  readonly SAScheduleList: SAScheduleList | undefined;
  readonly energyTransferMode: EnergyTransferMode | undefined;
  readonly at: Millis;
}

/** A contract that came in PaymentDetailsReq. */
export interface Contract {
  /** As in the certificate, without hyphens, upper case: what goes to the back end. */
  readonly eMAID: string;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly leaf: Certificate;
  readonly verdict: ContractVerdict;
  /** 16 bytes, sent in PaymentDetailsRes. */
  readonly challenge: Uint8Array;
}

/** Where the question to the back end stands. */
export interface Authorization {
  /** Binds the answer to this question: an answer with another id is ignored. */
  readonly id: string;
  readonly outcome: 'pending' | 'accepted' | 'rejected';
  readonly certificateStatus?: string;
  readonly idTokenStatus?: string;
}

/** The data of one session. Its state, a string, is kept beside it. */
export interface Session {
  /** 8 bytes; empty before SessionSetup. */
  readonly sessionId: Uint8Array;
  readonly evccId?: Uint8Array;
  readonly isResumed: boolean;
  readonly paymentOptions: readonly PaymentOption[];
  readonly payment?: PaymentOption;
  readonly contract?: Contract;
  /** The signed AuthorizationReq was good. */
  readonly isContractProved: boolean;
  readonly authorization?: Authorization;
  /** The driver has been authorized by other means (card, app). */
  readonly isExternallyAuthorized: boolean;
  /** When the present row of Ongoing answers began. */
  readonly ongoingSince?: Millis;
  readonly certificate?: CertificateExchange;
  readonly energyTransferMode?: EnergyTransferMode;
  readonly schedules?: ScheduleExchange;
  readonly SAScheduleList?: SAScheduleList;
  readonly SAScheduleTupleID?: number;
  /** A PowerDelivery(Start) was answered OK in this session. */
  readonly hasStarted: boolean;
  readonly energy: 'off' | 'starting' | 'on' | 'stopping' | 'failed';
  readonly isolation?: 'asked' | NonNullable<Bodies['CableCheckRes']['DC_EVSEStatus']['EVSEIsolationStatus']>;
  readonly cableCheckSince?: Millis;
  readonly preChargeSince?: Millis;
  readonly present: { readonly voltage_V: number; readonly current_A: number };
  readonly meterInfo?: MeterInfo;
  /** What the car has to sign now. */
  readonly receiptDue?: MeterInfo;
  readonly receiptAt?: Millis;
  readonly notification: Notification;
  readonly evseStatusCode: Bodies['CableCheckRes']['DC_EVSEStatus']['EVSEStatusCode'];
  readonly pilot?: PilotState;
  readonly limits: { readonly ac: AcLimits; readonly dc: DcLimits };
  /** Counts the questions of this session, for their ids. */
  readonly questions: number;
}

/** A wish of the station, carried in each status until the car has obeyed. */
export interface Notification {
  readonly EVSENotification: 'None' | 'StopCharging' | 'ReNegotiation';
  /** Seconds. */
  readonly NotificationMaxDelay: number;
}

/** A certificate request that was handed to the back end, and its answer. */
export interface CertificateExchange {
  readonly id: string;
  /** The whole response message as EXI; absent while it is awaited. */
  readonly exiResponse?: Uint8Array;
  /** Why there is none. */
  readonly failure?: string;
}

/** A question for schedules, and its answer. */
export interface ScheduleExchange {
  readonly id: string;
  readonly SAScheduleList?: SAScheduleList;
  /** Over the sales tariffs, made by the secondary actor. */
  readonly signature?: Signature;
}

/** What an SECC takes. */
export type SeccInput =
  /** A decoded message, with the bytes it came in (V2G message as EXI). */
  | { readonly type: 'request'; readonly message: V2G_Message; readonly exi: Uint8Array }
  /** The back end's answer to the effect `authorize` of this id; others are ignored. */
  | ({ readonly type: 'authorized'; readonly id: string; readonly outcome: 'accepted' | 'rejected' } & Pick<
      Authorization,
      'certificateStatus' | 'idTokenStatus'
    >)
  /** The driver was authorized by card or app, before or during the session. */
  | { readonly type: 'authorizedExternally' }
  /** The answer to `installCertificate`: a whole V2G message as EXI, or why there is none. */
  | { readonly type: 'certificate'; readonly id: string; readonly exiResponse: Uint8Array }
  | { readonly type: 'certificate'; readonly id: string; readonly failure: string }
  | {
      readonly type: 'schedules';
      readonly id: string;
      readonly SAScheduleList: SAScheduleList;
      readonly signature?: Signature;
    }
  /** The contactor (AC) or the output (DC) followed, or could not. */
  | { readonly type: 'energy'; readonly state: 'on' | 'off' | 'failed' }
  | { readonly type: 'isolation'; readonly status: 'Invalid' | 'Valid' | 'Warning' | 'Fault' | 'No_IMD' }
  /** What the DC output measures now. */
  | { readonly type: 'present'; readonly voltage_V: number; readonly current_A: number }
  | { readonly type: 'meter'; readonly meterInfo: MeterInfo }
  | { readonly type: 'limits'; readonly ac?: AcLimits; readonly dc?: DcLimits }
  | ({ readonly type: 'notify' } & Notification)
  | { readonly type: 'pilot'; readonly state: PilotState }
  /** Stops at once: the power goes off and the connection closes. */
  | { readonly type: 'emergency'; readonly reason: string }
  /** The peer closed the connection, or it broke. */
  | { readonly type: 'closed'; readonly reason: string }
  /** The connection ends here: what came can't be answered. */
  | { readonly type: 'abandoned'; readonly reason: string };

/** What an SECC asks of its station. */
export type SeccEffect =
  | SeccSend
  | { readonly do: 'close'; readonly how?: 'end' | 'abort' }
  | ({ readonly do: 'finding' } & Finding)
  /** Ask the back end whether this contract may charge. */
  | {
      readonly do: 'authorize';
      readonly id: string;
      readonly eMAID: string;
      /** DER, leaf first, as the car sent it. */
      readonly chain: readonly Uint8Array[];
      readonly verdict: ContractVerdict;
    }
  /** Wait for the driver's card or app. */
  | { readonly do: 'authorizeExternally' }
  /** Have a contract certificate issued (OCPP Get15118EVCertificate). `exiRequest` is the whole V2G message. */
  | {
      readonly do: 'installCertificate';
      readonly id: string;
      readonly action: 'Install' | 'Update';
      readonly exiRequest: Uint8Array;
    }
  | { readonly do: 'schedules'; readonly id: string; readonly request: Bodies['ChargeParameterDiscoveryReq'] }
  | { readonly do: 'energy'; readonly want: 'start' | 'stop'; readonly kind: EnergyKind }
  | { readonly do: 'cableCheck' }
  /** What the DC output shall do now. */
  | {
      readonly do: 'target';
      readonly phase: 'preCharge' | 'charge';
      readonly voltage_V: number;
      readonly current_A: number;
    }
  /** Feed the meter's present reading. */
  | { readonly do: 'meter' }
  /** A signed receipt that was checked; `exi` is the whole message. */
  | { readonly do: 'receipt'; readonly meterInfo: MeterInfo; readonly exi: Uint8Array }
  | { readonly do: 'pause'; readonly paused: PausedSession }
  | ({ readonly do: 'session' } & Milestone);

/** A response on its way, with what a trace says of the exchange. */
export interface SeccSend {
  readonly do: 'send';
  readonly message: V2G_Message;
  /** Send these bytes instead of encoding the message (a response that the back end signed). */
  readonly exi?: Uint8Array;
  readonly request: RequestName;
  /** When the request was whole. */
  readonly receivedAt: Millis;
}

export type EnergyKind = 'AC' | 'DC';

/** What a station wants to know of a session as it goes. */
export type Milestone =
  | {
      readonly event: 'started';
      readonly sessionId: Uint8Array;
      readonly evccId: Uint8Array;
      readonly isResumed: boolean;
    }
  | { readonly event: 'selected'; readonly payment: PaymentOption }
  | { readonly event: 'authorized'; readonly payment: PaymentOption; readonly eMAID?: string }
  /** PowerDelivery(Start) was answered OK, each time; `request` has the car's choice and plan. */
  | { readonly event: 'charging'; readonly request: Bodies['PowerDeliveryReq'] }
  | { readonly event: 'stopped' }
  | { readonly event: 'ended'; readonly reason: string; readonly isPaused: boolean };

/** AC or DC of an energy transfer mode. */
export function energyKind(mode: EnergyTransferMode): EnergyKind {
  return mode.startsWith('AC') ? 'AC' : 'DC';
}
