/** ms that usually lie between two runs: follows the steps by a fifth of their ratio, so that one night does not make an interval. */
export function usualInterval(usual: number, step: number): number {
  if (step <= 0) return usual;
  if (usual === 0) return step;
  const ratio = Math.min(Math.E, Math.max(1 / Math.E, step / usual));
  return Math.round(usual * ratio ** 0.2);
}
