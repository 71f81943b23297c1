type Inputs = Readonly<Record<string, unknown>>;
/** Folders of the packages among the inputs of an esbuild metafile, sorted. */
export function bundledPackages(inputs: Inputs): string[];
/** One text with every licence; throws where a package brings none. */
export function licenseTexts(root: string, inputs: Inputs): Promise<string>;
