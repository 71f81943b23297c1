export function ensureEjabberd(): Promise<
  | { readonly program: string; readonly unavailable?: never }
  | { readonly unavailable: string; readonly program?: never }
>;
