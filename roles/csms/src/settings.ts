/** Settings of the CSMS role: one schema with defaults and descriptions. @module */
import { ProviderSettings } from '@openpnc/opcp/provider';
import { TariffElement } from '@openpnc/roaming/ocpi/tariff';
import type { EmaidForm, TokenType } from '@openpnc/roaming/ocpi/token';
import type { OcpiVersion } from '@openpnc/roaming/ocpi/values';
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const party = {
  country_code: Type.String({ pattern: '^[A-Za-z]{2}$', description: 'ISO 3166 alpha-2 country' }),
  party_id: Type.String({ pattern: '^[A-Za-z0-9]{3}$', description: 'Provider or operator id, three characters' }),
};
const httpUrl = (description: string) => Type.String({ pattern: '^https?://\\S+$', maxLength: 2000, description });
const oneOf = <const Names extends readonly string[]>(
  names: Names,
  options: { default?: Names[number]; description: string },
) => Type.Unsafe<Names[number]>(Type.String({ enum: [...names], ...options }));
const millis = (value: number, description: string, minimum = 0) =>
  Type.Integer({ default: value, minimum, description: `${description}, ms` });

/** How the answer to an eMAID is found: in the list of tokens that the eMSP gave, by asking the eMSP, or both in an order. */
export const authorizationPolicies = ['list-first', 'realtime-first', 'list-only', 'realtime-only'] as const;
export type AuthorizationPolicy = (typeof authorizationPolicies)[number];

/** An eMSP (or a hub) that answers for eMAIDs and takes CDRs. */
export const CsmsPartner = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 64, description: 'For traces, decisions and people; unique' }),
    parties: Type.Array(Type.Object(party, closed), {
      default: [],
      description: 'Country and provider of the eMAIDs that it answers for; none for a hub that takes all others',
    }),
    isDefault: Type.Boolean({
      default: false,
      description: 'Ask this partner for eMAIDs of a provider that no partner answers for (a hub)',
    }),
    protocol: oneOf(['ocpi', 'oicp'], { default: 'ocpi', description: 'oicp: a hub of OICP 2.3, asked by its URL' }),
    oicp: Type.Optional(
      Type.Object(
        {
          url: httpUrl('The hub, without slash at the end'),
          operatorId: Type.String({ pattern: '^[A-Z]{2}\\*?[A-Z0-9]{3}$', description: 'Our OperatorID, DE*OPC' }),
          noContractIs: oneOf(['BLOCKED', 'NO_CREDIT'], {
            default: 'BLOCKED',
            description: 'What code 210 (no valid contract) means to the driver',
          }),
        },
        closed,
      ),
    ),
    version: Type.Unsafe<OcpiVersion>(
      Type.String({ enum: ['2.2.1', '2.3.0'], default: '2.3.0', description: 'OCPI version' }),
    ),
    versionsUrl: Type.Optional(httpUrl('Its OCPI versions endpoint, from which the others are read')),
    endpoints: Type.Array(
      Type.Object(
        {
          identifier: Type.String({ minLength: 1 }),
          role: oneOf(['SENDER', 'RECEIVER'], { description: 'Its side of the module' }),
          url: httpUrl('Address of the module'),
        },
        closed,
      ),
      { default: [], description: 'Modules with their addresses, where there is no versions endpoint to read' },
    ),
    token: Type.Optional(
      Type.String({
        pattern: '^[\\x21-\\x7e]{1,64}$',
        description:
          'Credentials token that we send: printable ASCII, at most 64 characters. Without it the partner must register (its name is the id of the invitation)',
      }),
    ),
    tokenIn: Type.Optional(
      Type.String({
        pattern: '^[\\x21-\\x7e]{1,64}$',
        description: 'Credentials token that it sends to us, for pushes of its authorization list',
      }),
    ),
    listSync_s: Type.Integer({
      default: 0,
      minimum: 0,
      description: 'How often its authorization list is pulled, s; 0 never (it may push)',
    }),
    isTokenRaw: Type.Boolean({ default: false, description: 'Send the token as it is, without base64' }),
    emaidType: Type.Optional(
      Type.Unsafe<TokenType>(
        Type.String({ description: 'Token type of eMAIDs; by default EMAID in 2.3.0 and OTHER in 2.2.1' }),
      ),
    ),
    emaidForm: Type.Unsafe<EmaidForm>(
      Type.String({
        enum: ['plain14', 'plain15', 'hyphens', 'asGiven'],
        default: 'plain15',
        description: 'How it writes eMAIDs',
      }),
    ),
    policy: oneOf(authorizationPolicies, { default: 'list-first', description: 'Where the answer comes from' }),
    whenUnreachable: oneOf(['refuse', 'accept'], {
      default: 'refuse',
      description:
        'What to answer for a token that is on no list when the eMSP cannot be reached; accept is a commercial risk',
    }),
    timeout_ms: millis(3000, 'Longest wait for one real-time authorization', 1),
    hedge_ms: millis(800, 'After this long without an answer the same question is sent once more; 0 never does'),
    maxInFlight: Type.Integer({
      default: 200,
      minimum: 1,
      description: 'More questions than this at once are not sent: a slow eMSP holds no more than that',
    }),
    breaker: Type.Object(
      {
        failures: Type.Integer({ default: 5, minimum: 1, description: 'Failures in a row that open the breaker' }),
        open_ms: millis(5000, 'How long nothing is asked then, before one question tries again', 1),
      },
      { ...closed, default: {}, description: 'Stops asking an eMSP that does not answer' },
    ),
  },
  closed,
);
export type CsmsPartner = Static<typeof CsmsPartner>;

/** Where stations are: what an eMSP is asked with and what stands in a CDR. */
export const CsmsLocation = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 36, default: 'LOC1' }),
    name: Type.Optional(Type.String({ maxLength: 255 })),
    address: Type.String({ maxLength: 255, default: 'Teststrasse 1' }),
    city: Type.String({ maxLength: 45, default: 'Berlin' }),
    postal_code: Type.Optional(Type.String({ maxLength: 10 })),
    country: Type.String({ pattern: '^[A-Z]{3}$', default: 'DEU', description: 'ISO 3166 alpha-3' }),
    latitude: Type.String({ pattern: '^-?\\d{1,2}(\\.\\d{1,7})?$', default: '52.520008' }),
    longitude: Type.String({ pattern: '^-?\\d{1,3}(\\.\\d{1,7})?$', default: '13.404954' }),
    timeZone: Type.String({ default: 'Europe/Berlin', description: 'IANA time zone, for tariffs by the hour' }),
    connector_standard: Type.String({ default: 'IEC_62196_T2', description: 'OCPI ConnectorType' }),
    connector_format: oneOf(['SOCKET', 'CABLE'], { default: 'SOCKET', description: 'OCPI ConnectorFormat' }),
    connector_power_type: oneOf(['AC_1_PHASE', 'AC_2_PHASE', 'AC_2_PHASE_SPLIT', 'AC_3_PHASE', 'DC'], {
      default: 'AC_3_PHASE',
      description: 'OCPI PowerType',
    }),
    connector_max_voltage: Type.Integer({ default: 230, minimum: 1, description: 'Between phase and neutral, V' }),
    connector_max_amperage: Type.Integer({ default: 32, minimum: 1, description: 'A' }),
    publish: Type.Boolean({ default: true, description: 'Whether drivers may be shown this place' }),
    stations: Type.Array(Type.String(), {
      default: [],
      description: 'Identities of the stations here; the first location also takes those that no location names',
    }),
  },
  closed,
);
export type CsmsLocation = Static<typeof CsmsLocation>;

/** Prices of a session, before taxes. */
export const CsmsTariff = Type.Object(
  {
    currency: Type.String({ pattern: '^[A-Z]{3}$', default: 'EUR' }),
    perSession: Type.Number({ default: 0, minimum: 0 }),
    perKwh: Type.Number({ default: 0.49, minimum: 0 }),
    perHour: Type.Number({ default: 0, minimum: 0, description: 'Of charging' }),
    perParkingHour: Type.Number({ default: 0, minimum: 0, description: 'At the plug without charging' }),
    vat_percent: Type.Number({ default: 19, minimum: 0, maximum: 100 }),
    elements: Type.Array(TariffElement, {
      default: [],
      description: 'A whole tariff as OCPI TariffElements, before taxes; then the simple prices do not count',
    }),
  },
  { ...closed, default: {} },
);
export type CsmsTariff = Static<typeof CsmsTariff>;

/** Everything that can be set for the CSMS. */
export const CsmsSettings = Type.Object(
  {
    name: Type.String({ default: 'csms', minLength: 1, description: 'Name of this party in traces' }),
    country_code: { ...party.country_code, default: 'DE' },
    party_id: { ...party.party_id, default: 'OPC', description: 'Operator id of this CPO in OCPI' },
    path: Type.String({
      default: '/ocpp',
      pattern: '^(/[^/?#\\s]+)*$',
      description: 'Path before /STATION in the URL that stations connect to',
    }),
    stationAuthentication: oneOf(['password', 'certificate'], {
      default: 'password',
      description:
        'How stations prove themselves: HTTP Basic (security profiles 1 and 2) or a client certificate (3). One port has one profile',
    }),
    organizationName: Type.Optional(
      Type.String({
        description:
          'With certificate: the O of a station certificate must contain it (name of the charging station operator)',
      }),
    ),
    registration: oneOf(['Accepted', 'Pending', 'Rejected'], {
      default: 'Accepted',
      description: 'Answer to BootNotification of a station for which nothing else was set',
    }),
    heartbeat_s: Type.Integer({ default: 300, minimum: 1, description: 'Heartbeat interval for accepted stations, s' }),
    bootRetry_s: Type.Integer({
      default: 30,
      minimum: 1,
      description: 'When a station that is Pending or Rejected may boot again, s',
    }),
    maxBufferedBytes: Type.Integer({
      default: 1_000_000,
      minimum: 10_000,
      description: 'A station that reads so slowly that more than this waits for it is cut off, bytes',
    }),
    compression: Type.Object(
      {
        isOffered: Type.Boolean({ default: true, description: 'Offer permessage-deflate; stations need not take it' }),
        threshold_bytes: Type.Integer({
          default: 1024,
          minimum: 0,
          description: 'Shorter messages go out as they are',
        }),
        window_bits: Type.Integer({
          default: 12,
          minimum: 9,
          maximum: 15,
          description: 'LZ77 window: memory of a station',
        }),
      },
      { ...closed, default: {}, description: 'RFC 7692, without context takeover' },
    ),
    callTimeout_ms: millis(30_000, 'How long a call to a station may take when its caller sets no deadline', 1),
    authorize: Type.Object(
      {
        budget_ms: millis(8000, 'Time for an answer to Authorize, from its arrival', 1),
        margin_ms: millis(50, 'Kept back from a budget for storing and sending the answer'),
        repeat_s: Type.Integer({
          default: 0,
          minimum: 0,
          description:
            'How long ALLOWED from an eMSP stands for the same token at the same station, s; never for tokens of whitelist NEVER',
        }),
        concurrent: oneOf(['allow', 'refuse'], {
          default: 'allow',
          description: 'A token that is in another transaction already: allow, or answer ConcurrentTx',
        }),
        recheck_s: Type.Integer({
          default: 300,
          minimum: 0,
          description: 'How long an Authorize answer stands for the TransactionEvents that follow it, s',
        }),
      },
      { ...closed, default: {} },
    ),
    certificates: Type.Object(
      {
        revocation: oneOf(['require', 'prefer', 'off'], {
          default: 'require',
          description:
            'require: no proof that a contract certificate is good is a refusal; prefer: only a proof that it is not; off: OCSP is not asked',
        }),
        isPrivate: Type.Boolean({
          default: false,
          description: 'Allow contract certificates issued by a root itself (private environment)',
        }),
      },
      { ...closed, default: {} },
    ),
    ocsp: Type.Object(
      {
        timeout_ms: millis(2000, 'Longest wait for one OCSP answer', 1),
        allow: Type.Array(Type.String(), {
          default: [],
          description: 'host or host:port of responders that may be asked though their address is private',
        }),
        schemes: Type.Array(Type.String(), {
          default: ['http', 'https'],
          description: 'URL schemes that may be asked',
        }),
        redirects: Type.Integer({ default: 0, minimum: 0, maximum: 5, description: 'Redirects that are followed' }),
        maxBytes: Type.Integer({ default: 20_000, minimum: 500, description: 'Longest answer that is read, bytes' }),
        skew_ms: millis(60_000, 'How far the clock of a responder may differ'),
        maxAge_ms: millis(86_400_000, 'How old an answer without nextUpdate may be'),
        grace_ms: millis(0, 'How long after nextUpdate the last good answer is still taken when none can be had'),
        retry_ms: millis(1000, 'How soon after a failure the same responder is asked for the same certificate again'),
        cached: Type.Integer({ default: 100_000, minimum: 1, description: 'Answers kept in memory' }),
      },
      { ...closed, default: {} },
    ),
    pki: Type.Object(
      {
        providers: Type.Array(ProviderSettings, {
          default: [],
          description: 'PKI services, best first: contracts for cars, V2G certificates of stations, root pools',
        }),
        clientCertificates: Type.Array(ProviderSettings, {
          default: [],
          description: 'PKI services that issue client certificates of stations (security profile 3), best first',
        }),
        contractBudget_ms: millis(3500, 'Time for an answer to Get15118EVCertificate, from its arrival', 1),
        headStart_ms: millis(700, 'How long a service is alone before the next one is asked too'),
        exiResponseLength: Type.Integer({
          default: 7500,
          minimum: 5600,
          description:
            'Longest exiResponse, base64 characters; a station that reports FieldLength of its own is held to that',
        }),
        whenFailed: oneOf(['exi', 'empty'], {
          default: 'exi',
          description:
            'What goes with status Failed: an EXI that tells the car FAILED, or nothing as the text of OCPP has it (then some stations wait their time out)',
        }),
        enrol_ms: millis(30_000, 'Longest wait for one answer of EST', 1),
        install_ms: millis(30_000, 'Longest wait for the answer to CertificateSigned', 1),
      },
      { ...closed, default: {} },
    ),
    smartCharging: Type.Object(
      {
        limit_W: Type.Optional(
          Type.Number({
            exclusiveMinimum: 0,
            description: 'Power for each car that asks (NotifyEVChargingNeeds); without it the CSMS gives no profile',
          }),
        ),
      },
      { ...closed, default: {} },
    ),
    trust: Type.Object(
      {
        apply: oneOf(['off', 'report', 'apply'], {
          default: 'report',
          description:
            'Roots of stations: do not look, compare with the wanted ones and tell, or also install what is missing',
        }),
        remove: Type.Boolean({
          default: false,
          description: 'With apply: also delete roots that are no longer wanted, never the last one of its kind',
        }),
        poll_s: Type.Integer({
          default: 3600,
          minimum: 0,
          description: 'How often the root pools of pki.providers are read, s; 0 never',
        }),
        compare_s: Type.Integer({
          default: 86_400,
          minimum: 60,
          description: 'How often each station is compared at least, s',
        }),
        afterBoot_ms: millis(10_000, 'How long after a boot a station is compared: its first cars come first'),
        atOnce: Type.Integer({ default: 5, minimum: 1, description: 'Stations that are compared at the same time' }),
        call_ms: millis(30_000, 'Longest wait for one answer of a station', 1),
        retry_ms: millis(60_000, 'Wait after a station could not be compared; doubles up to an hour', 1),
        groups: Type.Array(
          Type.Object(
            {
              name: Type.String({ minLength: 1 }),
              stations: Type.Array(Type.String()),
              roots: Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), {
                description: 'SHA-256 fingerprints of the roots that these stations shall have, lower-case hex',
              }),
            },
            closed,
          ),
          { default: [], description: 'Stations with roots of their own; all others shall have every V2G and MO root' },
        ),
        perMinute: Type.Integer({
          default: 60,
          minimum: 1,
          description:
            'Stations that are changed by themselves a minute, about: a mistake reaches few before somebody sees it',
        }),
        alarm_days: Type.Array(Type.Integer({ minimum: 0 }), {
          default: [90, 30, 7],
          description: 'How many days before its end a root or station certificate is told of',
        }),
        alarmWebhook: Type.Optional(
          Type.Object(
            {
              url: httpUrl('Where each alarm, and its end, is sent by POST as JSON, tried until it is taken'),
              token: Type.Optional(Type.String({ minLength: 1, description: 'Sent as Authorization: Bearer' })),
              secret: Type.Optional(
                Type.String({
                  minLength: 1,
                  description: 'Key of X-OpenPnC-Signature: sha256= and the HMAC-SHA256 of the body in hex',
                }),
              ),
            },
            closed,
          ),
        ),
        poolSecrets: Type.Array(Type.String({ minLength: 16 }), {
          default: [],
          description:
            'Secrets of the webhooks that root pools call at POST /api/v1/trust/pools/events: roots are then read at once; without one nobody may call',
        }),
      },
      { ...closed, default: {} },
    ),
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s/]+(/\\S*[^/\\s])?$',
        description: 'How partners reach our OCPI, without a slash at the end; by default http:// and the Host header',
      }),
    ),
    ocpi: Type.Object(
      {
        clockSkew_s: Type.Integer({
          default: 300,
          minimum: 0,
          description: 'How far the clock of a partner may run ahead, s',
        }),
        pageLimit: Type.Integer({ default: 1000, minimum: 1, description: 'Objects of a page that we pull or serve' }),
        call_ms: millis(10_000, 'Longest wait for one call of a handshake or a page of a list', 1),
        perSecond: Type.Number({ default: 500, exclusiveMinimum: 0, description: 'Requests of one partner, a second' }),
        burst: Type.Integer({
          default: 2000,
          minimum: 1,
          description: 'Requests of one partner at once after a quiet time',
        }),
      },
      { ...closed, default: {} },
    ),
    partners: Type.Array(CsmsPartner, { default: [], description: 'eMSPs and hubs' }),
    locations: Type.Array(CsmsLocation, { default: [{}], minItems: 1, description: 'Where the stations are' }),
    tariff: CsmsTariff,
    sessions: Type.Object(
      {
        push_s: Type.Integer({
          default: 60,
          minimum: 0,
          description:
            'How often energy and costs of a running session go to the eMSP that takes sessions, s; its begin, its changes of state and its end go at once. 0: sessions are not pushed',
        }),
      },
      { ...closed, default: {} },
    ),
    cdr: Type.Object(
      {
        gapWait_ms: millis(
          60_000,
          'How long to wait for missing events of an ended transaction before its CDR is made',
        ),
        timeout_ms: millis(10_000, 'Longest wait for the answer to a CDR', 1),
        retry_ms: millis(1000, 'Wait after the first failure; doubles with each further one', 1),
        maxRetry_ms: millis(3_600_000, 'Longest wait between two attempts', 1),
      },
      { ...closed, default: {} },
    ),
  },
  closed,
);
export type CsmsSettings = Static<typeof CsmsSettings>;
