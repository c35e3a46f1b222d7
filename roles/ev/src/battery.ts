/** A simulated battery: counts what it takes, wants less towards the end, raises its voltage. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Battery } from '@openpnc/iso15118/v2/evcc/car';
import type { BatterySettings } from './settings.ts';

/** Charged by the power that the car says it takes; time comes with each call. */
export class SimulatedBattery implements Battery {
  readonly ac: Battery['ac'];
  readonly dc: Battery['dc'];
  readonly #settings: BatterySettings;
  #stored_Wh: number;
  #taken_Wh = 0;
  #power_W = 0;
  #since: Millis | undefined;

  constructor(settings: BatterySettings) {
    this.#settings = settings;
    this.#stored_Wh = (settings.capacity_Wh * settings.soc_percent) / 100;
    this.ac = {
      maxVoltage_V: settings.acMaxVoltage_V,
      maxCurrent_A: settings.acMaxCurrent_A,
      minCurrent_A: settings.acMinCurrent_A,
    };
    this.dc = {
      maxVoltage_V: settings.dcMaxVoltage_V,
      maxCurrent_A: settings.dcMaxCurrent_A,
      maxPower_W: settings.dcMaxPower_W,
    };
  }

  /** A new session begins: what it takes is counted from zero. */
  beginSession(): void {
    this.#taken_Wh = 0;
    this.#power_W = 0;
    this.#since = undefined;
  }

  readonly wanted_Wh = (): number =>
    Math.max(0, (this.#settings.capacity_Wh * this.#settings.target_percent) / 100 - this.#stored_Wh);

  readonly soc_percent = (): number => Math.min(100, (this.#stored_Wh / this.#settings.capacity_Wh) * 100);

  readonly voltage_V = (): number => {
    const { dcEmptyVoltage_V, dcFullVoltage_V } = this.#settings;
    return Math.round(dcEmptyVoltage_V + ((dcFullVoltage_V - dcEmptyVoltage_V) * this.soc_percent()) / 100);
  };

  /** All of it up to the taper, then in a straight line to a twentieth when full. */
  readonly acceptance_W = (): number => {
    if (this.isFull()) return 0;
    const { taperFrom_percent, dcMaxPower_W } = this.#settings;
    const above = (this.soc_percent() - taperFrom_percent) / Math.max(1, 100 - taperFrom_percent);
    return dcMaxPower_W * (1 - 0.95 * Math.min(1, Math.max(0, above)));
  };

  readonly charge = (now: Millis, power_W: number): void => {
    if (this.#since !== undefined) {
      const energy_Wh = (this.#power_W * (now - this.#since)) / 3_600_000;
      this.#taken_Wh += energy_Wh;
      this.#stored_Wh = Math.min(this.#settings.capacity_Wh, this.#stored_Wh + energy_Wh);
    }
    this.#power_W = power_W;
    this.#since = now;
  };

  readonly taken_Wh = (): number => this.#taken_Wh;

  readonly isFull = (): boolean => this.soc_percent() >= this.#settings.target_percent;
}
