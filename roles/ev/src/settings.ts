/** Every setting of the car. @module */
import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

const EnergyTransferMode = Type.Union([
  Type.Literal('AC_single_phase_core'),
  Type.Literal('AC_three_phase_core'),
  Type.Literal('DC_core'),
  Type.Literal('DC_extended'),
  Type.Literal('DC_combo_core'),
  Type.Literal('DC_unique'),
]);

/** The simulated battery. */
export const BatterySettings = Type.Object(
  {
    capacity_Wh: Type.Number({ default: 60_000, exclusiveMinimum: 0, description: 'Usable capacity, Wh' }),
    soc_percent: Type.Number({ default: 20, minimum: 0, maximum: 100, description: 'State of charge at plug-in, %' }),
    target_percent: Type.Number({ default: 80, minimum: 0, maximum: 100, description: 'The car stops there, %' }),
    acMaxCurrent_A: Type.Number({ default: 16, exclusiveMinimum: 0, description: 'AC: most per phase, A' }),
    acMinCurrent_A: Type.Number({ default: 6, minimum: 0, description: 'AC: least per phase, A' }),
    acMaxVoltage_V: Type.Number({ default: 230, exclusiveMinimum: 0, description: 'AC: between phase and neutral, V' }),
    dcMaxVoltage_V: Type.Number({ default: 450, exclusiveMinimum: 0, description: 'DC: most, V' }),
    dcMaxCurrent_A: Type.Number({ default: 300, exclusiveMinimum: 0, description: 'DC: most, A' }),
    dcMaxPower_W: Type.Number({ default: 120_000, exclusiveMinimum: 0, description: 'DC: most, W' }),
    dcEmptyVoltage_V: Type.Number({ default: 340, exclusiveMinimum: 0, description: 'Terminal voltage when empty, V' }),
    dcFullVoltage_V: Type.Number({ default: 410, exclusiveMinimum: 0, description: 'Terminal voltage when full, V' }),
    taperFrom_percent: Type.Number({
      default: 60,
      minimum: 0,
      maximum: 100,
      description: 'Above this state of charge the car takes less and less, %',
    }),
  },
  { ...closed, default: {} },
);
export type BatterySettings = Static<typeof BatterySettings>;

/** Settings of `openpnc ev`. */
export const EvSettings = Type.Object(
  {
    evccId: Type.String({
      default: '02AB5C90D1EE',
      pattern: '^([0-9A-Fa-f]{2}){1,6}$',
      description: 'EVCCID: the MAC address in hex, 6 bytes',
    }),
    security: Type.Union([Type.Literal('tls'), Type.Literal('none')], {
      default: 'tls',
      description: 'What the car asks for in SDP; a contract needs tls',
    }),
    payment: Type.Union([Type.Literal('contract'), Type.Literal('contractOrExternal'), Type.Literal('external')], {
      default: 'contract',
      description:
        'contract: Plug & Charge or nothing; contractOrExternal: falls back to card or app where a contract cannot be used; external: never a contract',
    }),
    energyTransferModes: Type.Array(EnergyTransferMode, {
      default: ['AC_three_phase_core', 'AC_single_phase_core'],
      minItems: 1,
      description: 'What the car takes, the dearest first',
    }),
    certificateService: Type.Union([Type.Literal('never'), Type.Literal('ifNeeded'), Type.Literal('always')], {
      default: 'ifNeeded',
      description:
        'When the car asks for a contract certificate: ifNeeded: it has none, or it ends within 21 days, and the service is free',
    }),
    isExpiredContractShown: Type.Boolean({
      default: true,
      description: "Show a contract that looks expired by the car's clock, so that the station judges it",
    }),
    ocsp: Type.Union([Type.Literal('ignore'), Type.Literal('check'), Type.Literal('require')], {
      default: 'check',
      description:
        "OCSP staple of the station's certificate. check: a staple must hold, a missing one is a warning; require: a missing one ends the connection [V2G2-873]",
    }),
    isStrict: Type.Boolean({
      default: false,
      description: "Judge the station's chain by the letter of Annex F: order, key identifiers, criticality",
    }),
    dangerAcceptAnySecc: Type.Boolean({
      default: false,
      description: "Bench only: go on whatever the station's certificate is; the findings are still told",
    }),
    departure_s: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 4_294_967_295, description: 'Departure, s from plug-in; absent: not told' }),
    ),
    sdpRequests: Type.Integer({
      default: 50,
      minimum: 1,
      maximum: 1_000,
      description: 'SDP requests in a row before the car gives up [V2G2-161]',
    }),
    ongoingPause_ms: Type.Integer({
      default: 100,
      minimum: 0,
      maximum: 30_000,
      description: 'Between an answer with Ongoing and the next request, ms',
    }),
    loopPause_ms: Type.Integer({
      default: 1_000,
      minimum: 0,
      maximum: 39_000,
      description: 'Between two rounds of the charging loop, ms',
    }),
    stop: Type.Object(
      {
        rounds: Type.Optional(Type.Integer({ minimum: 1, description: 'After so many rounds of the charging loop' })),
        energy_Wh: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'After so much energy, Wh' })),
        duration_s: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'After so long a charge, s' })),
        how: Type.Union([Type.Literal('stop'), Type.Literal('pause'), Type.Literal('renegotiate')], {
          default: 'stop',
          description: 'What the car does then; it renegotiates once and stops the next time',
        }),
      },
      { ...closed, default: {}, description: 'When the car ends the charge before its battery is full enough' },
    ),
    retries: Type.Object(
      {
        times: Type.Integer({ default: 0, minimum: 0, maximum: 100, description: 'How often' }),
        pause_ms: Type.Integer({ default: 5_000, minimum: 0, description: 'Before each, ms' }),
      },
      {
        ...closed,
        default: {},
        description:
          'The car begins again with SDP when the line broke or the station fell silent; never after a refusal',
      },
    ),
    isPayloadTraced: Type.Boolean({ default: true, description: 'Write whole messages into the trace' }),
    battery: BatterySettings,
  },
  closed,
);
export type EvSettings = Static<typeof EvSettings>;
