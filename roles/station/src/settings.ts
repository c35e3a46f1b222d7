/** Every setting of the station role that is not a variable of its device model. @module */
import Type, { type Static } from 'typebox';
import { variables } from './deviceModel/variables.ts';

const closed = { additionalProperties: false } as const;

/** One of some words. */
function oneOf<const Words extends readonly string[]>(words: Words, options: Readonly<Record<string, unknown>> = {}) {
  return Type.Unsafe<Words[number]>(Type.String({ enum: [...words], ...options }));
}

/** One outlet: an EVSE with one connector. */
export const EvseSettings = Type.Object(
  {
    EVSEID: Type.String({
      default: 'DE*OPC*E00001*1',
      minLength: 7,
      maxLength: 37,
      description: 'Identifier of the outlet in the ISO form: EVSEID on the wire to the car, EVSE.ISO15118EvseId',
    }),
    energyTransferModes: Type.Array(
      oneOf(['AC_single_phase_core', 'AC_three_phase_core', 'DC_core', 'DC_extended', 'DC_combo_core', 'DC_unique']),
      { default: ['AC_single_phase_core', 'AC_three_phase_core'], minItems: 1, maxItems: 6 },
    ),
    nominalVoltage_V: Type.Number({ default: 230, minimum: 1, description: 'Between phase and neutral' }),
    maxCurrent_A: Type.Number({ default: 32, minimum: 6, description: 'Per phase' }),
    minCurrent_A: Type.Number({ default: 6, minimum: 0 }),
    dc: Type.Object(
      {
        maxCurrent_A: Type.Number({ default: 400, minimum: 0 }),
        minCurrent_A: Type.Number({ default: 0, minimum: 0 }),
        maxVoltage_V: Type.Number({ default: 1_000, minimum: 0 }),
        minVoltage_V: Type.Number({ default: 150, minimum: 0 }),
        maxPower_W: Type.Number({ default: 150_000, minimum: 0 }),
        peakCurrentRipple_A: Type.Number({ default: 5, minimum: 0 }),
      },
      { ...closed, default: {}, description: 'What the DC output can give' },
    ),
    pilot: oneOf(['wired', 'none'], {
      default: 'wired',
      description:
        'none: a bench without a control pilot; a V2G connection then counts as plugged in and its end as unplugged',
    }),
    simulatedPower_W: Type.Number({
      default: 11_000,
      minimum: 0,
      description: 'With pilot none: what the meter counts while the contactor is closed',
    }),
    MeterID: Type.String({ default: 'OPC-METER-1', minLength: 1, maxLength: 32 }),
  },
  { ...closed, default: {} },
);
export type EvseSettings = Static<typeof EvseSettings>;

/** Everything that can be set for a station. */
export const StationSettings = Type.Object(
  {
    identity: Type.String({
      default: 'OPENPNC-1',
      pattern: '^[a-zA-Z0-9*\\-_=+|@.]{1,48}$',
      description: 'Identity towards the CSMS: last part of the URL and user of HTTP Basic (OCPP 2.0.1 Part 4 3.1.1)',
    }),
    csmsUrl: Type.String({
      default: 'wss://localhost:9000/ocpp',
      pattern: '^wss?://[^\\s?#]+[^\\s?#/]$',
      description: 'Endpoint of the CSMS without the identity and without a slash at its end',
    }),
    securityProfile: Type.Integer({
      default: 2,
      minimum: 1,
      maximum: 3,
      description: '1: HTTP Basic without TLS (trusted network only); 2: HTTP Basic over TLS; 3: client certificate',
    }),
    password: Type.Optional(
      Type.String({
        pattern: '^[a-zA-Z0-9*\\-_=:+|@.]{16,40}$',
        description: 'HTTP Basic, security profiles 1 and 2: what the CSMS gave when the station was enrolled',
      }),
    ),
    model: Type.String({ default: 'OpenPnC Station', minLength: 1, maxLength: 20 }),
    vendorName: Type.String({ default: 'OpenPnC', minLength: 1, maxLength: 50 }),
    serialNumber: Type.String({ default: 'OPC-0001', minLength: 1, maxLength: 25 }),
    firmwareVersion: Type.String({ default: '0.1.0', minLength: 1, maxLength: 50 }),
    evses: Type.Array(EvseSettings, { default: [{}], minItems: 1, maxItems: 64 }),
    seccs: Type.Optional(
      Type.Array(Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1 }), {
        description: 'Which EVSEs share an SECC, e.g. [[1, 2], [3]]; absent: each EVSE has its own',
      }),
    ),
    authorizeAt: oneOf(['Authorization', 'PaymentDetails'], {
      default: 'Authorization',
      description: 'Ask the CSMS after the car has proved its contract key, or already when it names the contract',
    }),
    authorizationHold_ms: Type.Integer({
      default: 1_000,
      minimum: 0,
      maximum: 1_400,
      description: 'How long an AuthorizationRes waits for the CSMS before it says Ongoing',
    }),
    authorize_ms: Type.Integer({
      default: 30_000,
      minimum: 100,
      maximum: 50_000,
      description: 'Longest wait for the answer to Authorize; below the 55 s of Ongoing',
    }),
    certificateInstallation_ms: Type.Integer({
      default: 4_200,
      minimum: 100,
      maximum: 4_400,
      description: 'Longest wait for the answer to Get15118EVCertificate; below the 4.5 s that the car gives',
    }),
    refusalCodes: oneOf(['plain', 'specific'], {
      default: 'plain',
      description: 'AuthorizationRes on a refusal of the CSMS: FAILED, or the code that matches its reason',
    }),
    receipts_s: Type.Integer({
      default: 0,
      minimum: 0,
      description: 'Ask the car for a signed MeteringReceiptReq each so many seconds; 0: never',
    }),
    areReceiptsVerified: Type.Boolean({ default: true, description: 'A wrong receipt ends the session [V2G2-904]' }),
    isStrict: Type.Boolean({ default: false, description: 'Conformance runs: ISO 15118-2 by the letter' }),
    isPrivateEnvironment: Type.Boolean({
      default: false,
      description: 'Take contract leaves that stand directly under a root',
    }),
    isOfferedWithoutTls: Type.Boolean({
      default: true,
      description: 'Also listen on plain TCP, for cars without TLS (external payment only)',
    }),
    offlineFallback: Type.Boolean({
      default: false,
      description: 'When the socket dies while Authorize is open, decide by the offline rules instead of refusing',
    }),
    languages: Type.Array(Type.String({ pattern: '^[a-z]{2}$' }), {
      default: ['en'],
      minItems: 1,
      description: 'Languages of the display in order of preference (ISO 639-1)',
    }),
    replayPause_s: Type.Integer({
      default: 600,
      minimum: 0,
      description: 'Queued transaction events wait at most so long for a car between SDP and SessionStop',
    }),
    queueLimit: Type.Integer({
      default: 10_000,
      minimum: 10,
      description: 'Queued transaction events before intermediate ones are dropped',
    }),
    isPayloadTraced: Type.Boolean({
      default: true,
      description: 'Write whole messages of the car into the trace',
    }),
    connect_ms: Type.Integer({ default: 20_000, minimum: 100, description: 'Time for TCP, TLS and the upgrade' }),
    variables: Type.Unsafe<VariableSettings>({ ...variableSettings() }),
  },
  closed,
);
export type StationSettings = Static<typeof StationSettings>;

/** First values of device model variables, by component and variable; all of them texts, as on the wire. */
export type VariableSettings = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The settings' values by `Component.Variable`. */
export function flatVariables(settings: VariableSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([component, values]) =>
      Object.entries(values).map(([variable, value]) => [`${component}.${variable}`, value]),
    ),
  );
}

/** One key a component, in it one a variable: an unknown one is an error that names those that are known. */
function variableSettings() {
  const names = Object.keys(variables).map((name) => [...name.split(/\.(.*)/s)] as [string, string]);
  const components = Map.groupBy(names, ([component]) => component);
  const properties = Object.fromEntries(
    [...components].map(([component, list]) => [
      component,
      Type.Optional(
        Type.Object(Object.fromEntries(list.map(([, variable]) => [variable, Type.Optional(Type.String())])), closed),
      ),
    ]),
  );
  return Type.Object(properties, {
    ...closed,
    default: {},
    description:
      'First values of device model variables, e.g. {"ISO15118Ctrlr":{"PnCEnabled":"true"}}; what the CSMS sets later wins',
  });
}
