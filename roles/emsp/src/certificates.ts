/** Contract certificates: ordered from the PKI for a car, revoked when the contract ends. Retried until the PKI has answered. @module */
import { displayEmaid } from '@openpnc/core/emaid';
import type { Millis } from '@openpnc/core/machine';
import type { Trace } from '@openpnc/core/trace';
import type { Kysely } from 'kysely';
import { addEvent, markForPush } from './contracts.ts';
import type { CertificateState, ContractRow, EmspTables } from './store/tables.ts';

/** The PKI as the eMSP needs it. Implemented over the PKI role or a contract certificate pool. */
export interface ContractCertificates {
  /**
   * Orders the certificate of a contract for a car and makes it available for installation. The same order again gives
   * the same certificate.
   */
  order(order: CertificateOrder, deadline: Millis): Promise<OrderedCertificate | CertificateProblem>;
  /** Revokes a certificate; one that is revoked already is good. */
  revoke(
    certificateId: string,
    reason: 'cessationOfOperation',
    deadline: Millis,
  ): Promise<{ readonly ok: true } | CertificateProblem>;
}

/** What is ordered. */
export interface CertificateOrder {
  /** 15 characters. */
  readonly emaid: string;
  readonly pcid: string;
  readonly validFrom?: Millis;
  readonly validTo?: Millis;
}

export interface OrderedCertificate {
  readonly ok: true;
  readonly certificateId: string;
  readonly notAfter: Millis;
}

/** Why not. `retry`: the PKI was not reached or not ready; else somebody must look. */
export interface CertificateProblem {
  readonly ok: false;
  readonly retry: boolean;
  readonly text: string;
}

/** What settling needs. */
interface SettlePorts {
  readonly db: Kysely<EmspTables>;
  readonly certificates: ContractCertificates;
  readonly clock: { now(): Millis };
  readonly trace: Trace;
  readonly call_ms: Millis;
}

/** Does what waits: orders and revocations, each once; what must be retried stays for the next time. @returns how many are done. */
export async function settleCertificates(ports: SettlePorts): Promise<number> {
  const waiting = await ports.db
    .selectFrom('contract')
    .selectAll()
    .where('certificate_state', 'in', ['ordered', 'revoking'])
    .orderBy('updated_at')
    .limit(100)
    .execute();
  let done = 0;
  for (const contract of waiting) if (await settle(ports, contract)) done += 1;
  return done;
}

async function settle(ports: SettlePorts, contract: ContractRow): Promise<boolean> {
  const { certificates, clock, call_ms } = ports;
  const deadline = clock.now() + call_ms;
  if (contract.certificate_state === 'revoking') {
    const outcome = await certificates.revoke(contract.certificate_id!, 'cessationOfOperation', deadline);
    if (!outcome.ok) return refused(ports, contract, outcome);
    await change(ports, contract, { certificate_state: 'revoked' }, 'certificate_revoked', contract.certificate_id);
    return true;
  }
  const outcome = await certificates.order(
    {
      emaid: contract.emaid,
      pcid: contract.pcid!,
      ...(contract.valid_from !== null && { validFrom: contract.valid_from }),
      ...(contract.valid_to !== null && { validTo: contract.valid_to }),
    },
    deadline,
  );
  if (!outcome.ok) return refused(ports, contract, outcome);
  const { certificateId: certificate_id, notAfter: certificate_not_after } = outcome;
  const isTerminated = await change(
    ports,
    contract,
    { certificate_id, certificate_not_after, certificate_state: 'issued' },
    'certificate_issued',
    certificate_id,
  );
  // It ended while the PKI worked: what was just issued is revoked in the next round.
  if (isTerminated)
    await change(ports, contract, { certificate_state: 'revoking' }, 'certificate_unwanted', certificate_id);
  return true;
}

/** @returns whether it is done with: the PKI has refused for good. */
async function refused(ports: SettlePorts, contract: ContractRow, problem: CertificateProblem): Promise<boolean> {
  const what = contract.certificate_state === 'revoking' ? 'revocation' : 'order';
  ports.trace({
    type: 'finding',
    party: 'emsp',
    at: ports.clock.now(),
    code: `contract_certificate_${what}_failed`,
    severity: 'warning',
    text: `${displayEmaid(contract.emaid)}: ${what} of its certificate: ${problem.text}${problem.retry ? '; it is tried again' : ''}`,
    data: { emaid: contract.emaid },
  });
  // A revocation is never given up: a certificate that should be dead would go on charging.
  if (problem.retry || what === 'revocation') return false;
  await change(ports, contract, { certificate_state: 'failed' }, 'certificate_failed', problem.text);
  return true;
}

/** @returns whether the contract is terminated by now. */
function change(
  { db, clock }: SettlePorts,
  { id14 }: ContractRow,
  values: {
    readonly certificate_state: CertificateState;
    readonly certificate_id?: string;
    readonly certificate_not_after?: number;
  },
  event: string,
  reason: string | null,
): Promise<boolean> {
  return db.transaction().execute(async (inner) => {
    await inner.updateTable('contract').set(values).where('id14', '=', id14).execute();
    await addEvent(inner, id14, clock.now(), event, reason);
    const { status } = await inner
      .selectFrom('contract')
      .select('status')
      .where('id14', '=', id14)
      .executeTakeFirstOrThrow();
    // It was ordered for this: with its certificate the contract can be used.
    if (status === 'ordered' && values.certificate_state === 'issued') {
      const active = { status: 'active' as const, updated_at: clock.now() };
      await inner.updateTable('contract').set(active).where('id14', '=', id14).execute();
      await addEvent(inner, id14, active.updated_at, 'active', 'its certificate is issued');
      await markForPush(inner, id14);
    }
    return status === 'terminated';
  });
}
