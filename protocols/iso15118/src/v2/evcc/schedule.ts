/** What a car reads from a schedule, and the signature of a tariff. ISO 15118-2:2014 8.5.2.12 to 8.5.2.14. @module */
import { ProtocolError } from '@openpnc/core/errors';
import type { PowerDeliveryReq } from '@openpnc/exi/iso15118-2';
import { parseCertificate } from '@openpnc/x509/certificate';
import { verifySignature } from '../../signature.ts';
import type { SAScheduleTuple, Signature } from '../message.ts';
import { amount, physical } from '../physical.ts';
import { signatureProfile } from '../signatures.ts';

/** PMax at `at_s` seconds from the begin of the schedule, in W; the last entry holds on after its end. */
export function powerLimit({ PMaxSchedule }: SAScheduleTuple, at_s: number): number {
  const entries = PMaxSchedule.PMaxScheduleEntry;
  const found =
    entries.findLast(({ RelativeTimeInterval }) => (RelativeTimeInterval?.start ?? 0) <= at_s) ?? entries[0];
  return found ? amount(found.PMax) : 0;
}

/** The car's plan: what it takes of each entry, 24 at most. */
export function chargingProfile(
  tuple: SAScheduleTuple,
  most_W: number,
): NonNullable<PowerDeliveryReq['ChargingProfile']> {
  return {
    ProfileEntry: tuple.PMaxSchedule.PMaxScheduleEntry.slice(0, 24).map(({ RelativeTimeInterval, PMax }) => ({
      ChargingProfileEntryStart: RelativeTimeInterval?.start ?? 0,
      ChargingProfileEntryMaxPower: physical(Math.min(amount(PMax), most_W), 'W'),
    })),
  };
}

/** Why a tariff can't be trusted: it is signed by the Sub-CA 2 of the car's contract [V2G2-908]. Undefined when it can. */
export function tariffProblem(
  tariff: NonNullable<SAScheduleTuple['SalesTariff']>,
  signature: Signature | undefined,
  moSubCa2: Uint8Array | undefined,
): string | undefined {
  if (!moSubCa2) return 'no contract Sub-CA 2 to verify it with';
  try {
    const { publicKey } = parseCertificate(moSubCa2);
    const verification = verifySignature(
      signatureProfile,
      signature,
      [{ name: 'SalesTariff', value: tariff }],
      publicKey,
    );
    return verification.ok ? undefined : verification.text;
  } catch (error) {
    if (error instanceof ProtocolError) return error.message;
    throw error;
  }
}
