/** Bounds what may never answer: the browser's own calls have no time-out. */

/** It has not answered in time; whatever becomes of it later matters to nobody any more. */
export class LateError extends Error {
  override name = 'LateError';
}

/** What the promise gives, unless that takes longer than `ms`: then it rejects with a LateError that names `what`. */
export async function inTime<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateError(`${what} does not answer.`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
