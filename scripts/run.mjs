/** Child processes of the scripts. Only node's own modules: this runs before anything is installed. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Progress and errors for a person; standard output belongs to results. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** An error whose message is meant for a person as it stands, without a stack. */
export class PlainError extends Error {
  exitCode = 1;
}

/** What is needed is not here, or too old: nothing was run. */
export class SetUpError extends PlainError {
  exitCode = 2;
}

/**
 * Runs a command to its end and gives its exit code (128 + signal when it was killed).
 * `output: 'stderr'` keeps the child's own chatter off standard output.
 */
export function run(command, args, { output = 'inherit', ...options } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = output === 'stderr' ? ['inherit', process.stderr, 'inherit'] : 'inherit';
    const child = spawn(command, args, { stdio, ...options });
    // A terminal interrupts the whole group, a supervisor only us: the child ends first either way, so that
    // whoever awaits it still cleans up.
    const stop = onEnding((signal) => signal !== 'SIGINT' && child.kill('SIGTERM'));
    const done = (settle) => {
      stop();
      settle();
    };
    child.on('error', (error) => done(() => reject(error)));
    child.on('exit', (code, signal) => done(() => resolve(code ?? 128 + constants.signals[signal])));
  });
}

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LOOK_FOR_PARENT_MS = 1000;
/** As early as can be: later it may be gone already. */
const parent = process.ppid;

/**
 * Calls back, maybe more than once, when this process is told to end, which then is for whoever listens to do;
 * returns the end of listening.
 */
export function onEnding(callBack) {
  const listeners = ENDINGS.map((signal) => [signal, () => callBack(signal)]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  const watch = watchParent(() => callBack('SIGTERM'));
  return () => {
    clearInterval(watch);
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** A signal for npm alone ends npm and its shell, and nobody is told: a child of theirs sees that it has a new parent. */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  return setInterval(() => process.ppid !== parent && onGone(), LOOK_FOR_PARENT_MS);
}

/** Runs the main function of a script: a plain error becomes one line, anything else keeps its stack. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
  }
}
