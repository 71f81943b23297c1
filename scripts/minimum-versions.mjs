/**
 * The lowest versions of what Precall runs on and with: manifest.json, package.json, README.md, the builds' targets and
 * the set-up all keep to this one table.
 */
export const MINIMUM_VERSIONS = {
  /** `import.meta.dirname`, and the oldest release line that is tested. */
  node: '20.11',
  /** Encoded transforms, with which RTP datagrams measure: https://chromestatus.com/feature/5175278159265792 */
  chromium: '141',
  /** `data_collection_permissions` in the manifest, on every device: https://extensionworkshop.com/documentation/develop/firefox-builtin-data-consent/ */
  firefox: '142.0',
  /** coturn's: the oldest that is tested, of Debian 12. */
  turnserver: '4.6',
};

/** Whether a dotted version comes before another; `141` and `141.0` are the same. */
export function isOlder(version, than) {
  const [ours, theirs] = [version, than].map((text) => text.split('.').map(Number));
  for (let i = 0; i < Math.max(ours.length, theirs.length); i += 1) {
    const difference = (ours[i] ?? 0) - (theirs[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
