/** The kinds of error that cross our functions, told apart by who is at fault. Expected outcomes are values, not errors. @module */

/** What a {@link ProtocolError} tells beside its code. */
export interface ProtocolErrorDetail {
  /** Where in the message, e.g. `V2G_Message/Body/AuthorizationReq/GenChallenge`. */
  readonly path?: string;
  /** Offset of the fault: in bits for EXI, in bytes or characters elsewhere. */
  readonly offset?: number;
  /** The clause that was broken, e.g. `ISO 15118-2:2014 [V2G2-475]`. */
  readonly spec?: string;
  readonly cause?: unknown;
}

/** The peer broke the protocol. Thrown by decoders and caught once, where peer bytes enter a machine. */
export class ProtocolError extends Error {
  readonly code: string;
  readonly path: string;
  readonly offset: number | undefined;
  readonly spec: string | undefined;

  constructor(code: string, message: string, { path = '', offset, spec, cause }: ProtocolErrorDetail = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ProtocolError';
    this.code = code;
    this.path = path;
    this.offset = offset;
    this.spec = spec;
  }
}

/** Our caller misused us: fixable by reading the code, never caused by outside data. */
export class UsageError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'UsageError';
    this.code = code;
  }
}

/** What the person at the keyboard can mend (a port in use, a missing folder, an unknown key): shown as one line, without a stack. */
export class OperatorError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'OperatorError';
    this.code = code;
  }
}
