/** Monitors on variables: thresholds, changes, times; what they see goes to the CSMS as NotifyEvent. OCPP 2.0.1 N02 to N08. @module */
import type { Millis } from '@openpnc/core/machine';
import type { Clock } from '@openpnc/core/ports';
import { CallFailure } from '@openpnc/ocpp/errors';
import type {
  EventDataType,
  MonitorEnumType,
  MonitoringBaseEnumType,
  SetMonitoringDataType,
  SetMonitoringStatusEnumType,
} from '@openpnc/ocpp/v201';
import type { Kysely } from 'kysely';
import type { Caller } from '../stationScript.ts';
import type { StationTime } from '../stationTime.ts';
import type { MonitorRow, StationTables } from '../store/tables.ts';
import { type Change, type DeviceModel, definitionOf, type Place, wireNames } from './deviceModel.ts';
import type { VariableName } from './variables.ts';

/** One monitor. */
export interface Monitor extends Place {
  readonly id: number;
  readonly type: MonitorEnumType;
  readonly value: number;
  /** 0 danger to 9 debug. */
  readonly severity: number;
  readonly isInTransaction: boolean;
  /** Came with the station; the CSMS may replace it. */
  readonly isPreconfigured: boolean;
}

/** What came of a wish for a monitor. */
interface MonitorOutcome {
  readonly status: SetMonitoringStatusEnumType;
  readonly id?: number;
  readonly reasonCode?: string;
}

interface MonitorOptions {
  readonly db: Kysely<StationTables>;
  readonly clock: Clock;
  readonly time: StationTime;
  readonly model: DeviceModel;
  readonly caller: Caller;
  readonly isOnline: () => boolean;
  /** The transaction of an EVSE; of any EVSE for the station. */
  readonly transactionId: (evse: number) => string | undefined;
}

/** An event that waits, with how grave it is. */
interface Waiting {
  readonly data: EventDataType;
  readonly severity: number;
}

const day: Millis = 86_400_000;
/** Events that wait for the CSMS; the oldest go first. */
const MOST_WAITING = 500;

/** Monitors that every station has: what runs out is told before it has. */
const preconfigured: readonly Pick<Monitor, 'name' | 'value' | 'severity'>[] = [
  { name: 'TrustStore.SeccDaysLeft', value: 14, severity: 3 },
  { name: 'TrustStore.RootDaysLeft', value: 60, severity: 4 },
  { name: 'TrustStore.StapleHoursLeft', value: 24, severity: 4 },
];

/** All monitors of a station. */
export class Monitors {
  readonly #options: MonitorOptions;
  readonly #monitors = new Map<number, Monitor>();
  /** The value that a Delta monitor compares with. */
  readonly #references = new Map<number, string>();
  /** Threshold monitors that have fired and whose value has not come back. */
  readonly #exceeded = new Set<number>();
  readonly #alarms = new Map<number, () => void>();
  #waiting: readonly Waiting[] = [];
  #eventId = 0;
  #isTelling = false;

  constructor(options: MonitorOptions) {
    this.#options = options;
    options.model.watch((change) => this.#changed(change));
  }

  /** Those that came with the station and those that the CSMS has set. */
  async load(): Promise<void> {
    const { db, model } = this.#options;
    if (model.text('MonitoringCtrlr.MonitoringBase') !== 'HardWiredOnly') this.#addPreconfigured();
    for (const row of await db.selectFrom('monitor').selectAll().execute()) this.#put(monitorOf(row));
  }

  /** All of them, by place. */
  all(): readonly Monitor[] {
    return [...this.#monitors.values()];
  }

  /** Sets or replaces one. N04 */
  async set(wish: SetMonitoringDataType): Promise<MonitorOutcome> {
    const { model, db } = this.#options;
    const found = model.find(wish.component, wish.variable);
    if (typeof found === 'string') return { status: found };
    const problem = this.#problemOf(found.name, wish);
    if (problem) return problem;
    const same = this.all().find(
      (other) =>
        other.name === found.name &&
        other.evse === found.evse &&
        other.type === wish.type &&
        other.severity === wish.severity,
    );
    if (same && same.id !== wish.id) return { status: 'Duplicate', id: same.id };
    if (wish.id !== undefined && !this.#monitors.has(wish.id))
      return { status: 'Rejected', reasonCode: 'UnknownMonitor' };
    const id = wish.id ?? Math.max(0, ...this.#monitors.keys()) + 1;
    const monitor: Monitor = {
      ...found,
      id,
      type: wish.type,
      value: wish.value,
      severity: wish.severity,
      isInTransaction: wish.transaction ?? false,
      isPreconfigured: false,
    };
    this.#take(id);
    const row = rowOf(monitor);
    await db
      .insertInto('monitor')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    this.#put(monitor);
    return { status: 'Accepted', id };
  }

  /** Takes one away. N06 */
  async clear(id: number): Promise<'Accepted' | 'NotFound'> {
    if (!this.#monitors.has(id)) return 'NotFound';
    this.#take(id);
    await this.#options.db.deleteFrom('monitor').where('id', '=', id).execute();
    return 'Accepted';
  }

  /** Keeps all, or those that came with the station, or none. N05 */
  async setBase(base: MonitoringBaseEnumType): Promise<void> {
    const { model, db } = this.#options;
    await model.put('MonitoringCtrlr.MonitoringBase', base);
    await model.put('MonitoringCtrlr.ActiveMonitoringBase', base);
    if (base !== 'All') {
      for (const { id } of this.all()) this.#take(id);
      await db.deleteFrom('monitor').execute();
    }
    if (base === 'FactoryDefault') this.#addPreconfigured();
  }

  /** Tells of something that no variable's value says by itself. */
  notify(
    place: Place,
    { value, techCode, techInfo }: { readonly value: string; readonly techCode: string; readonly techInfo: string },
  ): void {
    this.#fire(place, {
      trigger: 'Alerting',
      actualValue: value,
      eventNotificationType: 'HardWiredNotification',
      techCode: techCode.slice(0, 50),
      techInfo: techInfo.slice(0, 500),
      severity: 4,
    });
  }

  /** Sends what waits. Called when the station comes online. */
  tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    void this.#tellAll().finally(() => {
      this.#isTelling = false;
    });
  }

  stop(): void {
    for (const cancel of this.#alarms.values()) cancel();
  }

  #addPreconfigured(): void {
    for (const { name, value, severity } of preconfigured) {
      const id = Math.max(0, ...this.#monitors.keys()) + 1;
      this.#put({
        id,
        name,
        evse: 0,
        type: 'LowerThreshold',
        value,
        severity,
        isInTransaction: false,
        isPreconfigured: true,
      });
    }
  }

  #problemOf(name: VariableName, { type, value, severity }: SetMonitoringDataType): MonitorOutcome | undefined {
    const { dataType, isMonitored, minLimit, maxLimit } = definitionOf(name);
    if (!isMonitored) return { status: 'UnsupportedMonitorType', reasonCode: 'NotSupported' };
    if (severity < 0 || severity > 9) return { status: 'Rejected', reasonCode: 'ValueOutOfRange' };
    const isNumber = dataType === 'integer' || dataType === 'decimal';
    const isThreshold = type === 'UpperThreshold' || type === 'LowerThreshold';
    if (isThreshold && !isNumber) return { status: 'UnsupportedMonitorType', reasonCode: 'NotSupported' };
    const isOut = isThreshold && (value < (minLimit ?? value) || value > (maxLimit ?? value));
    if (isOut || (!isThreshold && value < 0)) return { status: 'Rejected', reasonCode: 'ValueOutOfRange' };
    if (type.startsWith('Periodic') && value < 1) return { status: 'Rejected', reasonCode: 'ValueTooLow' };
    return undefined;
  }

  #put(monitor: Monitor): void {
    const { model } = this.#options;
    const { id, name, evse, type } = monitor;
    this.#monitors.set(id, monitor);
    const value = model.text(name, evse);
    if (type === 'Delta') this.#references.set(id, value ?? '');
    else if (type === 'Periodic' || type === 'PeriodicClockAligned') this.#wait(monitor);
    else if (value !== undefined) this.#threshold(monitor, value);
  }

  #take(id: number): void {
    this.#monitors.delete(id);
    this.#references.delete(id);
    this.#exceeded.delete(id);
    this.#alarms.get(id)?.();
    this.#alarms.delete(id);
  }

  #changed({ name, evse, value }: Change): void {
    for (const monitor of this.all()) {
      if (monitor.name !== name || monitor.evse !== evse) continue;
      if (monitor.type === 'Delta') this.#delta(monitor, value);
      else if (monitor.type === 'UpperThreshold' || monitor.type === 'LowerThreshold') this.#threshold(monitor, value);
    }
  }

  /** Numbers by their distance; anything else by any change. */
  #delta(monitor: Monitor, value: string): void {
    const { dataType } = definitionOf(monitor.name);
    const reference = this.#references.get(monitor.id) ?? '';
    const isNumber = dataType === 'integer' || dataType === 'decimal';
    const isFar = isNumber ? Math.abs(Number(value) - Number(reference)) >= monitor.value : value !== reference;
    if (!isFar) return;
    this.#references.set(monitor.id, value);
    this.#seen(monitor, value, 'Delta');
  }

  /** Once when the value passes, and once when it comes back. N07 */
  #threshold(monitor: Monitor, text: string): void {
    const { id, type, value } = monitor;
    const isOver = type === 'UpperThreshold' ? Number(text) > value : Number(text) < value;
    if (isOver === this.#exceeded.has(id)) return;
    if (isOver) this.#exceeded.add(id);
    else this.#exceeded.delete(id);
    this.#seen(monitor, text, 'Alerting', !isOver);
  }

  #wait(monitor: Monitor): void {
    const { clock, time, model } = this.#options;
    const period_ms = monitor.value * 1_000;
    const wall = time.now();
    const into_ms = monitor.type === 'PeriodicClockAligned' ? (wall % day) % period_ms : 0;
    this.#alarms.set(
      monitor.id,
      clock.alarm(clock.now() + period_ms - into_ms, () => {
        this.#seen(monitor, model.text(monitor.name, monitor.evse) ?? '', 'Periodic');
        this.#wait(monitor);
      }),
    );
  }

  #seen(monitor: Monitor, actualValue: string, trigger: EventDataType['trigger'], cleared?: boolean): void {
    const { model, transactionId } = this.#options;
    if (!model.flag('MonitoringCtrlr.Enabled')) return;
    if (monitor.severity > model.number('MonitoringCtrlr.ActiveMonitoringLevel')) return;
    if (monitor.isInTransaction && transactionId(monitor.evse) === undefined) return;
    this.#fire(monitor, {
      trigger,
      actualValue,
      eventNotificationType: monitor.isPreconfigured ? 'PreconfiguredMonitor' : 'CustomMonitor',
      variableMonitoringId: monitor.id,
      severity: monitor.severity,
      ...(cleared !== undefined && trigger === 'Alerting' && cleared && { cleared }),
    });
  }

  #fire(
    place: Place,
    {
      severity,
      ...data
    }: Omit<EventDataType, 'eventId' | 'timestamp' | 'component' | 'variable'> & { readonly severity: number },
  ): void {
    const { isOnline, model, time, transactionId } = this.#options;
    // Offline only what is grave enough is kept. N07
    if (!isOnline() && severity > model.number('MonitoringCtrlr.OfflineQueuingSeverity')) return;
    this.#eventId += 1;
    const running = transactionId(place.evse);
    const event: EventDataType = {
      eventId: this.#eventId,
      timestamp: time.text(),
      ...data,
      actualValue: data.actualValue.slice(0, 2_500),
      ...(running !== undefined && { transactionId: running }),
      ...wireNames(place),
    };
    this.#waiting = [...this.#waiting, { data: event, severity }].slice(-MOST_WAITING);
    this.tell();
  }

  async #tellAll(): Promise<void> {
    const { caller, isOnline, time } = this.#options;
    // What happens in the same moment goes in one message.
    await Promise.resolve();
    while (this.#waiting.length > 0 && isOnline()) {
      const sent = this.#waiting.slice(0, 20);
      try {
        await caller('NotifyEvent', { generatedAt: time.text(), seqNo: 0, eventData: sent.map(({ data }) => data) });
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        if (error.code !== 'call_error') return;
      }
      this.#waiting = this.#waiting.filter((waiting) => !sent.includes(waiting));
    }
  }
}

function rowOf({ id, name, evse, type, value, severity, isInTransaction }: Monitor): MonitorRow {
  return { id, name, evse, type, value, severity, in_transaction: isInTransaction ? 1 : 0 };
}

function monitorOf({ id, name, evse, type, value, severity, in_transaction }: MonitorRow): Monitor {
  return {
    id,
    name: name as VariableName,
    evse,
    type: type as MonitorEnumType,
    value,
    severity,
    isInTransaction: in_transaction === 1,
    isPreconfigured: false,
  };
}
