/** One side of an OCPP connection as promises and a handler table, over the Rpc machine. @module */
import { UsageError } from '@openpnc/core/errors';
import type { Millis } from '@openpnc/core/machine';
import type { Channel, ChannelReceiver, Clock } from '@openpnc/core/ports';
import { Runner } from '@openpnc/core/runner';
import { CallFailure, CallRefused } from './errors.ts';
import { type Lane, Rpc, type RpcEffect, type RpcInput, type RpcOptions } from './rpc.ts';
import type { Action, Requests, Responses } from './v201.ts';

/** Calls that the peer may make, by action. `Context` is what every handler gets beside the payload. */
export type Handlers<Context> = {
  readonly [A in Action]?: (payload: Requests[A], context: Context) => Responses[A] | Promise<Responses[A]>;
};

/** An exchange that ended, for the trace. `sent` are calls of ours. */
export interface Exchange {
  readonly direction: 'sent' | 'received';
  readonly id: string;
  readonly action: Action;
  readonly payload: unknown;
  /** The answer's payload; undefined when there was none. */
  readonly answer?: unknown;
  /** CALLERROR code or failure. */
  readonly problem?: string;
  readonly took_ms: Millis;
  readonly at: Millis;
}

/** What an {@link Endpoint} is made of. */
export interface EndpointOptions<Context> extends Omit<RpcOptions, 'handles'> {
  readonly clock: Clock;
  readonly handlers: Handlers<Context>;
  /** Made anew for each call of the peer. */
  readonly context: (call: { readonly id: string; readonly action: Action }) => Context;
  /** Refuses a call before its handler, e.g. before the registration is accepted. */
  readonly guard?: (action: Action) => CallRefused | undefined;
  readonly exchanged?: (exchange: Exchange) => void;
  readonly noticed?: (notice: Extract<RpcEffect, { do: 'notice' }>) => void;
  /** A handler broke: a bug of ours, answered InternalError. */
  readonly broke?: (action: Action, error: unknown) => void;
}

/** What an own call may say of itself. */
export interface CallOptions {
  /** Unique for this side over all its connections, at most 36 characters. */
  readonly id: string;
  readonly deadline: Millis;
  readonly lane?: Lane;
}

/** Calls as promises, handlers as functions. Lives over reconnects: {@link Endpoint.attach} gives it each new channel. */
export class Endpoint<Context> {
  readonly #options: EndpointOptions<Context>;
  readonly #runner: Runner<RpcInput, RpcEffect>;
  readonly #calls = new Map<
    string,
    { readonly payload: unknown; resolve(payload: unknown): void; reject(error: CallFailure): void }
  >();
  #channel: Channel | undefined;

  constructor(options: EndpointOptions<Context>) {
    this.#options = options;
    const { handlers } = options;
    const rpc = new Rpc({ ...options, handles: new Set(Object.keys(handlers)) });
    this.#runner = new Runner<RpcInput, RpcEffect>(rpc, options.clock, (effect) => this.#perform(effect));
  }

  get isConnected(): boolean {
    return this.#channel !== undefined;
  }

  /** Takes a channel that is up and gives its receiver. A channel before it is left alone: its owner closes it. */
  attach(channel: Channel): ChannelReceiver {
    if (this.#channel) this.#runner.feed({ type: 'disconnected', reason: 'replaced by a new connection' });
    this.#channel = channel;
    this.#runner.feed({ type: 'connected' });
    return {
      text: (text) => {
        if (this.#channel === channel) this.#runner.feed({ type: 'text', text });
      },
      closed: (_code, reason) => {
        if (this.#channel !== channel) return;
        this.#channel = undefined;
        this.#runner.feed({ type: 'disconnected', reason });
      },
    };
  }

  /** Calls the peer. @throws CallFailure `timeout`, `not_connected`, `call_error`, `invalid_response`. */
  call<A extends Action>(action: A, payload: Requests[A], { id, deadline, lane }: CallOptions): Promise<Responses[A]> {
    return new Promise((resolve, reject) => {
      if (this.#calls.has(id)) throw new UsageError('message_id', `message id '${id}' is in use`);
      this.#calls.set(id, { payload, resolve: resolve as (payload: unknown) => void, reject });
      try {
        this.#runner.feed({ type: 'call', id, action, payload, deadline, ...(lane && { lane }) });
      } catch (error) {
        this.#calls.delete(id);
        throw error;
      }
    });
  }

  /** Closes the channel; calls that are open or waiting fail with `not_connected`. */
  close(code?: number, reason?: string): void {
    this.#channel?.close(code, reason);
    this.#channel = undefined;
    this.#runner.feed({ type: 'disconnected', reason: reason ?? 'closed' });
    this.#runner.stop();
    for (const [id, { reject }] of this.#calls)
      reject(new CallFailure('not_connected', '', `call ${id}: the endpoint was closed`));
    this.#calls.clear();
  }

  #perform(effect: RpcEffect): void {
    const { clock, exchanged, noticed } = this.#options;
    switch (effect.do) {
      case 'send':
        this.#channel?.send(effect.text);
        return;
      case 'handle':
        void this.#handle(effect);
        return;
      case 'notice':
        noticed?.(effect);
        return;
      case 'result':
      case 'failed': {
        const call = this.#calls.get(effect.id);
        this.#calls.delete(effect.id);
        const { id, action, took_ms } = effect;
        exchanged?.({
          direction: 'sent',
          id,
          action,
          payload: call?.payload,
          took_ms,
          at: clock.now(),
          ...(effect.do === 'result' ? { answer: effect.payload } : { problem: effect.callError?.code ?? effect.code }),
        });
        if (effect.do === 'result') call?.resolve(effect.payload);
        else call?.reject(new CallFailure(effect.code, action, effect.text, effect.callError));
      }
    }
  }

  async #handle({ id, action, payload }: Extract<RpcEffect, { do: 'handle' }>): Promise<void> {
    const { clock, handlers, context, guard, exchanged, broke } = this.#options;
    const started = clock.now();
    const told = { direction: 'received', id, action, payload } as const;
    try {
      const refused = guard?.(action);
      if (refused) throw refused;
      const handler = handlers[action] as (payload: unknown, context: Context) => unknown;
      const answer = await handler(payload, context({ id, action }));
      this.#runner.feed({ type: 'answer', id, payload: answer });
      exchanged?.({ ...told, answer, took_ms: clock.now() - started, at: clock.now() });
    } catch (error) {
      const isRefusal = error instanceof CallRefused;
      if (!isRefusal) broke?.(action, error);
      const body = isRefusal
        ? { code: error.code, description: error.message.slice(0, 255), details: error.details }
        : ({ code: 'InternalError', description: '', details: {} } as const);
      this.#runner.feed({ type: 'refuse', id, error: body });
      exchanged?.({ ...told, problem: body.code, took_ms: clock.now() - started, at: clock.now() });
    }
  }
}
