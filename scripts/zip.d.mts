/** `files`: pairs of name (forward slashes) and content. */
export function zip(files: Iterable<readonly [string, Uint8Array]>): Buffer;
