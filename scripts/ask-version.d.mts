/** ms of patience. */
export function askVersion(
  path: string,
  patienceMs?: number,
): Promise<{ version: string } | { trouble: string }>;
