/** Runs `body` while this process alone holds the lock file. */
export function withLock<T>(path: string, body: () => Promise<T> | T): Promise<T>;
