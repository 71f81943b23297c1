/** Where ejabberd is, whose TURN server the tests meet beside coturn: a Debian package that can be set up, no must for everybody. */
import { existsSync } from 'node:fs';
import { run, say } from './run.mjs';

const PROGRAM = '/usr/sbin/ejabberdctl';

/** Path of ejabberdctl, or why there is none, for a person. Installs it on Debian as root, but for PRECALL_INSTALL=no. */
export async function ensureEjabberd() {
  // It changes to a user of its own, which its package makes.
  if (process.getuid?.() !== 0) return { unavailable: 'ejabberd is started by root only' };
  if (!existsSync(PROGRAM) && existsSync('/usr/bin/apt-get') && process.env.PRECALL_INSTALL !== 'no') {
    say('No ejabberd here: installing it ...');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'ejabberd'], { env, output: 'stderr' });
  }
  if (existsSync(PROGRAM)) return { program: PROGRAM };
  return { unavailable: `${PROGRAM} is missing (Debian: "apt-get install ejabberd")` };
}
