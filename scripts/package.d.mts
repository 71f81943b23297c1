/** Builds a target and gives its files as the store takes them: pairs of name and content. */
export function storeFiles(target: 'chrome' | 'firefox'): Promise<[string, Buffer][]>;
/** Whether these files tell any place. */
export function hasLocationData(files: readonly (readonly [string, Buffer])[]): boolean;
