/** The tokens of the list of `npm run bench -- authorize`. @module */

/** The eMAID of the i-th token. */
export function listed(i: number): string {
  return `DE8LLL${String(i).padStart(8, '0')}`;
}
