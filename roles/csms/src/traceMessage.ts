/** OCPP messages as the trace may hold them: with the trace id of the attempt, without secrets. @module */
import type { Action, SetVariablesRequest } from '@openpnc/ocpp/v201';

/** The trace id in a message id: our station puts 4 characters of counter behind 32 hex digits. */
export function traceIdOf(messageId: string): string | undefined {
  return /^[0-9a-f]{32}.{0,4}$/.test(messageId) ? messageId.slice(0, 32) : undefined;
}

/** Request and answer without passwords. */
export function tracePayload(
  action: Action,
  request: unknown,
  response: unknown,
): { readonly request: unknown; readonly response?: unknown } {
  return {
    request: action === 'SetVariables' ? withoutPassword(request) : request,
    ...(response !== undefined && { response }),
  };
}

function withoutPassword(request: unknown): unknown {
  const { setVariableData, ...rest } = request as SetVariablesRequest;
  return {
    ...rest,
    setVariableData: setVariableData.map((data) =>
      /password|key/i.test(data.variable.name) ? { ...data, attributeValue: '(hidden)' } : data,
    ),
  };
}
