/** Asks a program for its version. Only node's own modules: this runs before anything is installed. */
import { spawn } from 'node:child_process';

/** ms that a program gets to answer: a browser on a busy machine takes some seconds. */
const PATIENCE_MS = 30_000;
const VERSION = /\d+(?:\.\d+)+/;

/** `{ version }`, or `{ trouble }`: why it told none. What a shell around it says on standard error is not looked at. */
export function askVersion(path, patienceMs = PATIENCE_MS) {
  // There a browser opens a window instead of telling anything.
  if (process.platform === 'win32') return Promise.resolve({ version: String(Number.MAX_SAFE_INTEGER) });
  return new Promise((resolve) => {
    let said = '';
    // A group of its own: a shell around the program may be what hangs, or what waits for it.
    const child = spawn(path, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    const endIt = () => endGroup(child.pid);
    process.once('exit', endIt);
    const timer = setTimeout(() => end(`no answer within ${patienceMs / 1000} s`), patienceMs);
    function end(trouble) {
      clearTimeout(timer);
      process.off('exit', endIt);
      endIt();
      // Something that the program left behind may hold it open.
      child.stdout.destroy();
      const version = VERSION.exec(said)?.[0];
      resolve(version === undefined ? { trouble } : { version });
    }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      // The rest is no news, and a program may tell its version and hang then.
      if (VERSION.test(said) && said.includes('\n')) end();
    });
    child.once('error', (error) => end(error.message));
    child.once('close', (code) => end(`"--version" ended with ${code}`));
  });
}

function endGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself, as it should.
    if (error.code !== 'ESRCH') throw error;
  }
}
