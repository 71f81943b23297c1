export type FoundEjabberd =
  | { readonly program: string; readonly unavailable?: never }
  | { readonly unavailable: string; readonly program?: never };
export function findEjabberd(): FoundEjabberd;
export function ensureEjabberd(): Promise<FoundEjabberd>;
