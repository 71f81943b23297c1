/**
 * To a step of 1 / `parts`. State is stored as text, so what is kept must be exactly what a later run will read:
 * short, and without the minus zero that JSON does not know.
 */
export function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts + 0;
}
