/** What a script asks of the car: facts, and a battery that it is told the power of. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Certificate } from '@openpnc/x509/certificate';
import type { EnergyTransferMode, PaymentOption } from '../message.ts';

/** A car for one session. */
export interface Car {
  /** MAC address, 6 bytes. */
  readonly evccId: Uint8Array;
  /** What the socket really has, not what was asked for. Without it there is no contract. */
  readonly isTls: boolean;
  /** Plug & Charge is switched on in the car. */
  readonly isContractWanted: boolean;
  /** Go on with external payment where a contract can't be used. */
  readonly isExternalPaymentAccepted: boolean;
  /** The installed contract. */
  readonly contract?: CarContract;
  /** Show a contract although it looks expired by the car's clock: stations judge by their own. */
  readonly isExpiredContractShown: boolean;
  /** For the installation of a contract. */
  readonly provisioning?: { readonly certificate: Uint8Array };
  /** Ask for a contract, or a newer one, though there is one. `ifNeeded`: none, expired, or near its end. */
  readonly certificateService: 'never' | 'ifNeeded' | 'always';
  /** V2G roots in the car. */
  readonly roots: readonly Certificate[];
  /** What it wants, the dearest first. */
  readonly energyTransferModes: readonly EnergyTransferMode[];
  readonly battery: Battery;
  /** Absent: unknown. It stays over a pause, so the time that is told gets shorter [V2G2-742]. */
  readonly departureAt?: Millis;
  /** Between an Ongoing and the next request. */
  readonly ongoingPause_ms: Millis;
  /** Between two rounds of the charging loop. */
  readonly loopPause_ms: Millis;
  /** A paused session to join. */
  readonly resume?: PausedCharge;
  /** Give up when Ongoing lasts longer: the standard's 60 s. */
  readonly ongoingTimeout_ms: Millis;
  /** What the driver or the car wants now; asked in every round of the loop. */
  readonly wish: (now: Millis, progress: { readonly energy_Wh: number; readonly rounds: number }) => Wish;
}

export type Wish = 'charge' | 'stop' | 'pause' | 'renegotiate';

/** A contract with its chain. The key is named `contract`. */
export interface CarContract {
  /** 14 or 15 characters. */
  readonly eMAID: string;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly notAfter: Millis;
}

/** What a car keeps over a pause [V2G2-740]. */
export interface PausedCharge {
  readonly sessionId: Uint8Array;
  readonly payment: PaymentOption;
  readonly SAScheduleTupleID: number;
  readonly energyTransferMode: EnergyTransferMode;
  readonly at: Millis;
}

/** The battery as the car's side of the charging loop sees it. Numbers in V, A, W, Wh and percent. */
export interface Battery {
  readonly ac: {
    readonly maxVoltage_V: number;
    readonly maxCurrent_A: number;
    readonly minCurrent_A: number;
  };
  readonly dc: {
    readonly maxVoltage_V: number;
    readonly maxCurrent_A: number;
    readonly maxPower_W: number;
  };
  /** What it wants until departure. */
  readonly wanted_Wh: () => number;
  /** State of charge, 0 to 100. */
  readonly soc_percent: () => number;
  /** Voltage at the terminals. */
  readonly voltage_V: () => number;
  /** What it would take now, at most. */
  readonly acceptance_W: () => number;
  /** From now on it is charged with `power_W`; what flowed before is counted. */
  readonly charge: (now: Millis, power_W: number) => void;
  /** Since the session began. */
  readonly taken_Wh: () => number;
  readonly isFull: () => boolean;
}

/** What came of a session that ran to its end. */
export interface Charged {
  readonly outcome: 'charged';
  readonly payment: PaymentOption;
  readonly eMAID?: string;
  readonly EVSEID: string;
  readonly energy_Wh: number;
  /** Meter readings of the station, Wh. */
  readonly meter?: { readonly first_Wh: bigint; readonly last_Wh: bigint };
  readonly receipts: number;
  readonly renegotiations: number;
  /** A contract was installed or updated in this session. */
  readonly isContractNew: boolean;
  readonly paused?: PausedCharge;
}
