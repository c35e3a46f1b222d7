/** How many requests a partner may make: a bucket each that fills at a steady rate. @module */
import type { Clock } from '@openpnc/core/ports';
import type { OcpiCaller, OcpiServer } from './serve.ts';

/** The rate of each partner by itself. */
export interface Rate {
  readonly perSecond: number;
  /** Requests at once after a quiet time. */
  readonly burst: number;
}

/** For `OcpiServer.throttle`: a caller who is out of requests hears how long to wait. */
export function throttle<Caller extends OcpiCaller>(
  clock: Clock,
  { perSecond, burst }: Rate,
): NonNullable<OcpiServer<Caller>['throttle']> {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return ({ name }) => {
    const now = clock.now();
    const bucket = buckets.get(name) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    buckets.set(name, bucket);
    if (bucket.tokens < 1) return { retryAfter_s: Math.ceil((1 - bucket.tokens) / perSecond) };
    bucket.tokens -= 1;
    return undefined;
  };
}
