/** Builds a target and gives its files as the store takes them: pairs of name and content. */
export function storeFiles(target: 'chrome' | 'firefox'): Promise<[string, Buffer][]>;
/** Throws where these files tell no place, unless that is on purpose. */
export function refuseWithoutLocation(
  files: readonly (readonly [string, Buffer])[],
  isOnPurpose: boolean,
): void;
