/** Whom a duty binds and from when. Delegated Regulation (EU) 2025/656, Regulation (EU) 2023/1804. @module */
import type { Subject } from './subject.ts';

/** Where an item stands before any evidence is looked at. */
export type Scope =
  | { readonly applies: true; readonly note?: string }
  | {
      readonly applies: false;
      readonly result: 'not applicable' | 'not yet in force' | 'no evidence';
      readonly text: string;
    };

const applies: Scope = { applies: true };
const not = (text: string): Scope => ({ applies: false, result: 'not applicable', text });
const unknown = (text: string): Scope => ({ applies: false, result: 'no evidence', text });
const later = (date: string): Scope => ({ applies: false, result: 'not yet in force', text: `binds from ${date}` });

/** Installed or renovated on or after `date`; undefined when it is not known. */
function isInstalledFrom({ installedOn, renovatedOn }: Subject, date: string): boolean | undefined {
  if (installedOn === undefined && renovatedOn === undefined) return undefined;
  return [installedOn, renovatedOn].some((day) => day !== undefined && day >= date);
}

/** Annex II 2.1.1: public points installed or renovated from 8.1.2026. */
export function edition2(subject: Subject, asOf: string): Scope {
  if (subject.accessibility === undefined) return unknown('accessibility is not declared');
  if (subject.accessibility === 'private') return not('2.1.1 binds publicly accessible points');
  if (asOf < EDITION_2) return later(EDITION_2);
  const isNew = isInstalledFrom(subject, EDITION_2);
  if (isNew === undefined) return unknown('installedOn is not declared');
  return isNew ? applies : not(`installed before ${EDITION_2} and not renovated since`);
}

/** Annex II 2.1.2 and 2.1.3: public points, and private ones of Mode 3 and 4, installed or renovated from 1.1.2027. */
export function edition20(subject: Subject, asOf: string): Scope {
  if (subject.accessibility === undefined) return unknown('accessibility is not declared');
  if (subject.accessibility === 'private' && subject.mode === 2) return not('2.1.3 leaves Mode 2 out');
  if (subject.accessibility === 'private' && subject.mode === undefined) return unknown('mode is not declared');
  if (asOf < EDITION_20) return later(EDITION_20);
  const isNew = isInstalledFrom(subject, EDITION_20);
  if (isNew === undefined) return unknown('installedOn is not declared');
  return isNew
    ? applies
    : not(`installed before ${EDITION_20} and not renovated since; some read it otherwise (unsure): watch`);
}

/** 2.1.2, second part: both editions where automatic authentication is offered. */
export function bothEditions(subject: Subject, asOf: string): Scope {
  if (subject.accessibility === 'private') return not('2.1.2 binds publicly accessible points');
  const offered = autoAuth(subject);
  return offered.applies ? edition20(subject, asOf) : offered;
}

/** A duty of public points from a date. */
export function publicFrom(date: string): (subject: Subject, asOf: string) => Scope {
  return ({ accessibility }, asOf) => {
    if (accessibility === undefined) return unknown('accessibility is not declared');
    if (accessibility === 'private') return not('binds publicly accessible points');
    return asOf < date ? later(date) : applies;
  };
}

/** AFIR 5(2): public points that offer automatic authentication. */
export function publicAutoAuth(subject: Subject, asOf: string): Scope {
  const offered = autoAuth(subject);
  return offered.applies ? publicFrom('2024-04-13')(subject, asOf) : offered;
}

/** AFIR 5(8): public points built from 13.4.2024 or renovated from 14.10.2024. */
export function smartCharging(subject: Subject, asOf: string): Scope {
  const open = publicFrom('2024-04-13')(subject, asOf);
  if (!open.applies) return open;
  const { installedOn, renovatedOn } = subject;
  if (installedOn === undefined) return unknown('installedOn is not declared');
  const isNew = installedOn >= '2024-04-13' || (renovatedOn !== undefined && renovatedOn >= '2024-10-14');
  return isNew ? applies : not('built before 2024-04-13 and not renovated from 2024-10-14');
}

/** What Plug & Charge of ISO 15118-2 needs: engineering, where it is offered. */
export function pnc2(subject: Subject): Scope {
  const { offersAutoAuth } = subject;
  if (offersAutoAuth === undefined) return unknown('offersAutoAuth is not declared');
  return offersAutoAuth.includes('pnc2') ? applies : not('Plug & Charge of ISO 15118-2 is not offered');
}

/** The same of ISO 15118-20. */
export function pnc20({ offersAutoAuth }: Subject): Scope {
  if (offersAutoAuth === undefined) return unknown('offersAutoAuth is not declared');
  return offersAutoAuth.includes('pnc20') ? applies : not('Plug & Charge of ISO 15118-20 is not offered');
}

/** Always. */
export function always(): Scope {
  return applies;
}

function autoAuth({ offersAutoAuth }: Subject): Scope {
  if (offersAutoAuth === undefined) return unknown('offersAutoAuth is not declared');
  return offersAutoAuth.length > 0 ? applies : not('no automatic authentication is offered');
}

const EDITION_2 = '2026-01-08';
const EDITION_20 = '2027-01-01';
