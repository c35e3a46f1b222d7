/** The table of the SECC as a page of documentation: a diagram and the rows. @module */
import type { State, Table } from './answer.ts';
import { secc } from './seccTable.ts';

/** Short names of the states, W0 being the wait for supportedAppProtocolReq in the connection. */
const numbers: Readonly<Record<State, string>> = {
  WaitForSessionSetup: 'W1',
  WaitForServiceDiscovery: 'W2',
  WaitForPaymentServiceSelection: 'W3',
  WaitForPaymentDetails: 'W4',
  WaitForPaymentDetailsAfterCertificate: 'W5',
  WaitForAuthorization: 'W6',
  WaitForChargeParameterDiscovery: 'W7',
  WaitForCableCheck: 'W8',
  WaitForPreCharge: 'W9',
  WaitForPowerDeliveryAfterPreCharge: 'W10',
  WaitForPowerDelivery: 'W11',
  WaitForFirstChargingStatus: 'W12a',
  WaitForChargingStatus: 'W12',
  WaitForFirstCurrentDemand: 'W13a',
  WaitForCurrentDemand: 'W13',
  WaitForMeteringReceipt: 'W14',
  WaitForSessionStop: 'W15',
  WaitForWeldingDetection: 'W16a',
  WaitForWeldingDetectionOrSessionStop: 'W16',
  End: 'End',
};

/** `docs/secc-states.md`. */
export function seccStatesPage(table: Table = secc): string {
  const states = Object.keys(table) as State[];
  const rows = states.flatMap((state) =>
    Object.entries(table[state]).map(([request, row]) => ({ state, request: short(request), next: row.next })),
  );
  const lines = rows
    .flatMap(({ state, request, next }) => next.map((to) => [state, to, request] as const))
    .filter(([, to]) => to !== 'End')
    .map(([from, to, request]) => `  ${numbers[from]} --> ${numbers[to]}: ${request}`);
  const stops = rows.filter(({ request }) => request === 'SessionStop').map(({ state }) => numbers[state]);
  const table_ = rows.map(
    ({ state, request, next }) =>
      `| ${numbers[state]} | ${state} | ${request}Req | ${next.map((to) => numbers[to]).join(', ')} |`,
  );
  return `# States of the station in a session

Made from \`protocols/iso15118/src/v2/seccTable.ts\` by \`npm run docs\`. ISO 15118-2:2014 8.8.3.

W0, the wait for supportedAppProtocolReq, is the connection's (\`protocols/iso15118/src/connection.ts\`). A request that a state does not accept is answered with
FAILED_SequenceError, one with another session id with FAILED_UnknownSession; every failure ends the session and closes the connection. SessionStopReq ends it in
${stops.join(', ')}; by the letter of the standard (setting \`isStrict\`) only in W15, W16a and W16.

\`\`\`mermaid
stateDiagram-v2
  [*] --> W1: supportedAppProtocol
${lines.join('\n')}
${stops.map((state) => `  ${state} --> [*]: SessionStop`).join('\n')}
\`\`\`

| | state | request | leads to |
|---|---|---|---|
${table_.join('\n')}
`;
}

function short(request: string): string {
  return request.replace(/Req$/, '');
}
