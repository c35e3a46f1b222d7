/** Errors of OCPP-J: the codes on the wire, and what our own calls end with. OCPP 2.0.1 Part 4 section 4.3. @module */

/** Error codes of a CALLERROR, as OCPP 2.0.1 spells them. */
export type CallErrorCode =
  | 'FormatViolation'
  | 'GenericError'
  | 'InternalError'
  | 'MessageTypeNotSupported'
  | 'NotImplemented'
  | 'NotSupported'
  | 'OccurrenceConstraintViolation'
  | 'PropertyConstraintViolation'
  | 'ProtocolError'
  | 'RpcFrameworkError'
  | 'SecurityError'
  | 'TypeConstraintViolation';

/** What a CALLERROR says. */
export interface CallErrorBody {
  readonly code: CallErrorCode | (string & {});
  /** At most 255 characters. */
  readonly description: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** How an own call failed. `timeout`: no answer in time; `call_error`: the peer answered CALLERROR; `invalid_response`: its answer breaks the schema. */
export type CallFailureCode = 'timeout' | 'not_connected' | 'call_error' | 'invalid_response';

/** An own call got no result. */
export class CallFailure extends Error {
  readonly code: CallFailureCode;
  readonly action: string;
  /** The peer's words, with `call_error`. */
  readonly callError: CallErrorBody | undefined;

  constructor(code: CallFailureCode, action: string, message: string, callError?: CallErrorBody) {
    super(message);
    this.name = 'CallFailure';
    this.code = code;
    this.action = action;
    this.callError = callError;
  }
}

/** Thrown by a handler to answer CALLERROR. A business refusal is a status in a result, never this. */
export class CallRefused extends Error {
  readonly code: CallErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: CallErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'CallRefused';
    this.code = code;
    this.details = details;
  }
}
