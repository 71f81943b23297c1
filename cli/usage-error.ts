/** What the user gave cannot be used; its message is one line for standard error, and never names a credential. */
export class UsageError extends Error {
  override name = 'UsageError';
}
