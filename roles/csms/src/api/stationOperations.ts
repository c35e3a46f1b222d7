/** Stations over HTTP: who is enrolled, what they told, and calls to them. @module */
import { UsageError } from '@openpnc/core/errors';
import { CallFailure } from '@openpnc/ocpp/errors';
import { isAction, type Requests } from '@openpnc/ocpp/v201';
import Type from 'typebox';
import { sendLocalList } from '../localList.ts';
import type { Services } from '../services.ts';
import type { StationRow } from '../store/tables.ts';
import { ApiProblem, type Operation, operation } from './operation.ts';
import { cut, MaybeText, MaybeTime, pageOf, pageQuery, Time, time } from './page.ts';

const Registration = Type.Union([Type.Literal('Accepted'), Type.Literal('Pending'), Type.Literal('Rejected')]);
const identity = Type.Object({ identity: Type.String({ description: 'Identity of the station' }) });
const Station = Type.Object({
  identity: Type.String(),
  isConnected: Type.Boolean(),
  registration: Type.Union([Registration, Type.Null()], { description: 'What was set for it; null: the setting' }),
  bootStatus: MaybeText,
  chargingStation: Type.Unknown({ description: 'ChargingStationType of its last BootNotification' }),
  bootReason: MaybeText,
  enrolledAt: Time,
  bootedAt: MaybeTime,
  connectedAt: MaybeTime,
  disconnectedAt: MaybeTime,
});
const StationDetail = Type.Object({
  ...Station.properties,
  connectors: Type.Array(
    Type.Object({ evseId: Type.Integer(), connectorId: Type.Integer(), status: Type.String(), at: Time }),
  ),
  certificates: Type.Array(
    Type.Object({ type: Type.String(), subject: Type.String(), fingerprint: Type.String(), notAfter: Time }),
  ),
});

/** The operations. */
export function stationOperations(services: Services): readonly Operation[] {
  const { stations, ports, connections } = services;
  const { db } = ports;
  const tag = 'stations';
  return [
    operation(
      {
        method: 'GET',
        path: '/stations',
        summary: 'Enrolled stations by identity',
        tag,
        role: 'viewer',
        query: Type.Object(pageQuery),
        response: pageOf(Station),
      },
      async ({ query: { limit, after } }) => {
        let rows = db
          .selectFrom('station')
          .selectAll()
          .orderBy('identity')
          .limit(limit + 1);
        if (after !== undefined) rows = rows.where('identity', '>', after);
        return { value: cut(await rows.execute(), limit, (row) => row.identity, view) };
      },
    ),
    operation(
      {
        method: 'POST',
        path: '/stations',
        summary: 'Enrol a station, or give it a new password; the password is told this once',
        tag,
        role: 'admin',
        body: Type.Object(
          {
            identity: Type.String(),
            password: Type.Optional(Type.String({ description: 'A chosen one; by default a random one is made' })),
            registration: Type.Optional(Registration),
          },
          { additionalProperties: false },
        ),
        status: 201,
        response: Type.Object({ identity: Type.String(), password: Type.String() }),
      },
      async ({ body: { identity: name, ...enrolment } }) => {
        const { password } = await usage(() => stations.enrol(name, enrolment));
        ports.publish('station', { event: 'enrolled', station: name });
        return { value: { identity: name, password }, headers: { location: `stations/${encodeURIComponent(name)}` } };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/stations/:identity',
        summary: 'One station with its connectors and certificates',
        tag,
        role: 'viewer',
        params: identity,
        response: StationDetail,
      },
      async ({ params }) => {
        const row = await known(params.identity);
        const connectors = await db.selectFrom('connector').selectAll().where('station', '=', row.identity).execute();
        const certificates = await db
          .selectFrom('station_certificate')
          .selectAll()
          .where('station', '=', row.identity)
          .orderBy('not_after', 'desc')
          .execute();
        return {
          value: {
            ...view(row),
            connectors: connectors.map(({ evse_id, connector_id, status, at }) => ({
              evseId: evse_id,
              connectorId: connector_id,
              status,
              at: time(at),
            })),
            certificates: certificates.map(({ type, subject, fingerprint, not_after }) => ({
              type,
              subject,
              fingerprint,
              notAfter: time(not_after),
            })),
          },
        };
      },
    ),
    operation(
      {
        method: 'PATCH',
        path: '/stations/:identity',
        summary: 'Set what the next BootNotification is answered',
        tag,
        role: 'operator',
        params: identity,
        body: Type.Object({ registration: Registration }, { additionalProperties: false }),
        response: Station,
      },
      async ({ params, body: { registration } }) => {
        await known(params.identity);
        await stations.setRegistration(params.identity, registration);
        return { value: view(await known(params.identity)) };
      },
    ),
    operation(
      {
        method: 'DELETE',
        path: '/stations/:identity',
        summary: 'Take a station out; its sessions and decisions stay',
        tag,
        role: 'admin',
        params: identity,
        status: 204,
      },
      async ({ params }) => {
        if (!(await stations.remove(params.identity))) throw unknown(params.identity);
        connections.drop(params.identity, 'no longer enrolled');
        return { value: undefined };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/stations/:identity/variables',
        summary: 'The device model as the station reported it',
        tag,
        role: 'viewer',
        params: identity,
        query: Type.Object({ component: Type.Optional(Type.String()) }),
        response: Type.Object({
          items: Type.Array(
            Type.Object({
              component: Type.String(),
              componentInstance: MaybeText,
              evseId: Type.Union([Type.Integer(), Type.Null()]),
              connectorId: Type.Union([Type.Integer(), Type.Null()]),
              variable: Type.String(),
              variableInstance: MaybeText,
              attribute: Type.String(),
              value: MaybeText,
              mutability: MaybeText,
              characteristics: Type.Unknown(),
              updatedAt: Time,
            }),
          ),
        }),
      },
      async ({ params, query: { component } }) => {
        await known(params.identity);
        let rows = db.selectFrom('variable').selectAll().where('station', '=', params.identity);
        if (component !== undefined) rows = rows.where('component', '=', component);
        const items = (await rows.orderBy('component').orderBy('variable').execute()).map((row) => ({
          component: row.component,
          componentInstance: row.component_instance || null,
          evseId: row.evse_id || null,
          connectorId: row.connector_id || null,
          variable: row.variable,
          variableInstance: row.variable_instance || null,
          attribute: row.attribute,
          value: row.value,
          mutability: row.mutability,
          characteristics: row.characteristics === null ? null : JSON.parse(row.characteristics),
          updatedAt: time(row.updated_at),
        }));
        return { value: { items } };
      },
    ),
    operation(
      {
        method: 'GET',
        path: '/stations/:identity/notifications',
        summary: 'What the station told (security events, meter values, events), latest first',
        tag,
        role: 'viewer',
        params: identity,
        query: Type.Object({ ...pageQuery, action: Type.Optional(Type.String()) }),
        response: pageOf(
          Type.Object({
            id: Type.String(),
            action: Type.String(),
            at: Time,
            receivedAt: Time,
            payload: Type.Unknown(),
          }),
        ),
      },
      async ({ params, query: { limit, after, action } }) => {
        await known(params.identity);
        let rows = db
          .selectFrom('notification')
          .selectAll()
          .where('station', '=', params.identity)
          .orderBy('id', 'desc')
          .limit(limit + 1);
        if (after !== undefined) rows = rows.where('id', '<', after);
        if (action !== undefined) rows = rows.where('action', '=', action);
        return {
          value: cut(
            await rows.execute(),
            limit,
            ({ id }) => id,
            ({ id, action: name, at, received_at, payload }) => ({
              id,
              action: name,
              at: time(at),
              receivedAt: time(received_at),
              payload: JSON.parse(payload),
            }),
          ),
        };
      },
    ),
    operation(
      {
        method: 'POST',
        path: '/stations/:identity/local-list/send',
        summary: 'Replace the local authorization list of the station by what our lists allow offline',
        tag,
        role: 'operator',
        params: identity,
        body: Type.Object(
          {
            partner: Type.Optional(
              Type.String({ description: 'Only the list of this partner; empty: our own tokens' }),
            ),
            limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000, description: '1000 by default' })),
          },
          { additionalProperties: false },
        ),
        response: Type.Object({
          versionNumber: Type.Integer(),
          entries: Type.Integer(),
          messages: Type.Integer(),
          problem: Type.Optional(Type.String()),
        }),
      },
      async ({ params, body }) => {
        await known(params.identity);
        return { value: await sendLocalList(services, params.identity, body) };
      },
    ),
    operation(
      {
        method: 'POST',
        path: '/stations/:identity/calls/:action',
        summary:
          'Call the station: any request of OCPP 2.0.1 that goes from CSMS to station; the answer is its response',
        tag,
        role: 'operator',
        params: Type.Object({ ...identity.properties, action: Type.String() }),
        query: Type.Object({
          timeout_ms: Type.Optional(Type.Integer({ minimum: 1, maximum: 300_000, description: 'Longest wait, ms' })),
        }),
        body: Type.Object({}, { description: 'Payload of the request' }),
        response: Type.Unknown({ description: 'Payload of the response' }),
      },
      async ({ params: { identity: station, action }, query: { timeout_ms }, body }) => {
        await known(station);
        if (!isAction(action) || !CALLABLE.has(action))
          throw new ApiProblem(404, 'unknown_action', `${action}: no request from CSMS to station in OCPP 2.0.1`);
        const deadline = timeout_ms === undefined ? undefined : ports.clock.now() + timeout_ms;
        try {
          const payload = body as Requests[typeof action];
          return { value: await usage(() => connections.call(station, action, payload, deadline)) };
        } catch (error) {
          if (!(error instanceof CallFailure)) throw error;
          const { status, code } = FAILURE[error.code];
          throw new ApiProblem(status, code, error.message);
        }
      },
    ),
  ];

  async function known(station: string): Promise<StationRow> {
    const row = await stations.find(station);
    if (!row) throw unknown(station);
    return row;
  }

  function view(row: StationRow): object {
    return {
      identity: row.identity,
      isConnected: connections.find(row.identity) !== undefined,
      registration: row.registration,
      bootStatus: row.boot_status,
      chargingStation: row.charging_station === null ? null : JSON.parse(row.charging_station),
      bootReason: row.boot_reason,
      enrolledAt: time(row.enrolled_at),
      bootedAt: time(row.booted_at),
      connectedAt: time(row.connected_at),
      disconnectedAt: time(row.disconnected_at),
    };
  }
}

function unknown(station: string): ApiProblem {
  return new ApiProblem(404, 'station_unknown', `no station ${station}`);
}

/** What the caller of the API gave and we cannot use is the caller's fault. */
async function usage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) throw new ApiProblem(422, error.code, error.message);
    throw error;
  }
}

const FAILURE = {
  not_connected: { status: 409, code: 'station_not_connected' },
  timeout: { status: 504, code: 'station_timeout' },
  call_error: { status: 502, code: 'station_call_error' },
  invalid_response: { status: 502, code: 'station_invalid_response' },
} as const;

/** Requests that a CSMS makes. OCPP 2.0.1 Part 2 */
const CALLABLE: ReadonlySet<string> = new Set([
  'CancelReservation',
  'CertificateSigned',
  'ChangeAvailability',
  'ClearCache',
  'ClearChargingProfile',
  'ClearDisplayMessage',
  'ClearVariableMonitoring',
  'CostUpdated',
  'CustomerInformation',
  'DataTransfer',
  'DeleteCertificate',
  'GetBaseReport',
  'GetChargingProfiles',
  'GetCompositeSchedule',
  'GetDisplayMessages',
  'GetInstalledCertificateIds',
  'GetLocalListVersion',
  'GetLog',
  'GetMonitoringReport',
  'GetReport',
  'GetTransactionStatus',
  'GetVariables',
  'InstallCertificate',
  'PublishFirmware',
  'RequestStartTransaction',
  'RequestStopTransaction',
  'ReserveNow',
  'Reset',
  'SendLocalList',
  'SetChargingProfile',
  'SetDisplayMessage',
  'SetMonitoringBase',
  'SetMonitoringLevel',
  'SetNetworkProfile',
  'SetVariableMonitoring',
  'SetVariables',
  'TriggerMessage',
  'UnlockConnector',
  'UnpublishFirmware',
  'UpdateFirmware',
]);
