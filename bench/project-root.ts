/** Replaced by the loader (`load.mjs`): a bundle does not know where its source lies. */
declare const PROJECT_ROOT: string;

/** The folder of package.json, with a slash at its end. */
export const projectRoot: string = PROJECT_ROOT;
