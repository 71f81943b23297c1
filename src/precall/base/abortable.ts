/** Waits that end when an AbortSignal fires. Each rejects with the signal's reason. */

/** Resolves after `ms`. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** `promise`, unless the signal fires first. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      promise.catch(() => undefined); // its own end no longer matters to anybody
      return reject(signal.reason);
    }
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Runs `use` with a signal that also fires after `ms`; tells a time-out apart from an abort. */
export async function withTimeout<T>(
  ms: number,
  signal: AbortSignal,
  use: (signal: AbortSignal) => Promise<T>,
): Promise<T | 'timed-out'> {
  const timeOut = AbortSignal.timeout(Math.max(0, ms));
  try {
    return await use(AbortSignal.any([signal, timeOut]));
  } catch (error) {
    if (timeOut.aborted && !signal.aborted) return 'timed-out';
    throw error;
  }
}
