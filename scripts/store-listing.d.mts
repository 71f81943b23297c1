export interface Listing {
  readonly locale: string;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly singlePurpose: string;
  /** Why, by permission; `hosts` for all hosts. */
  readonly permissions: Readonly<Record<string, string>>;
  /** What stands above each picture. */
  readonly pictures: readonly string[];
}
export function listings(): Promise<Listing[]>;
interface Texts {
  readonly description: readonly string[];
  readonly singlePurpose: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly pictures: readonly string[];
}
export function listingOf(
  locale: string,
  messages: Readonly<Record<'extensionName' | 'extensionDescription', { readonly message: string }>>,
  texts: Texts,
  needed: readonly string[],
): Listing;
/** What the manifests of both browsers ask for. */
export function permissions(): Promise<string[]>;
