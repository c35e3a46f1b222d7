#!/usr/bin/env node
/** The `openpnc` command. @module */
import { OperatorError } from '@openpnc/core/errors';
import { program } from './program.ts';

try {
  await program().parseAsync(process.argv);
} catch (error) {
  // What the person at the keyboard can mend is one line; anything else is a bug and shows its stack.
  console.error(error instanceof OperatorError ? `openpnc: ${error.message}` : error);
  process.exitCode = 1;
}
