/** Times as OCPP writes them. @module */
import type { Millis } from '@openpnc/core/machine';

/** RFC 3339 in UTC with three digits of fraction. OCPP 2.0.1 Part 4 */
export function rfc3339(at: Millis): string {
  return new Date(at).toISOString();
}
