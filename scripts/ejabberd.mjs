/** Where ejabberd is, whose TURN server the tests meet beside coturn: a Debian package that can be set up, no must for everybody. */
import { existsSync } from 'node:fs';
import { aptInstall, canAptGet, mayInstall } from './install-program.mjs';

const PROGRAM = '/usr/sbin/ejabberdctl';

/** Path of ejabberdctl, or why there is none, for a person. */
export function findEjabberd() {
  // It changes to a user of its own, which its package makes.
  if (process.getuid?.() !== 0) return { unavailable: 'ejabberd is started by root only' };
  if (existsSync(PROGRAM)) return { program: PROGRAM };
  return { unavailable: `${PROGRAM} is missing (Debian: "apt-get install ejabberd")` };
}

/** As `findEjabberd`; installs it on Debian as root, but for PRECALL_INSTALL=no. */
export async function ensureEjabberd() {
  if (findEjabberd().program === undefined && mayInstall() && canAptGet()) await aptInstall(['ejabberd']);
  return findEjabberd();
}
