/** How esbuild bundles a module of this project for Node: for the oldest that is supported; npm packages stay outside. */
import { MINIMUM_VERSIONS } from './minimum-versions.mjs';
import { root } from './set-up.mjs';

export const NODE_BUNDLE = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: `node${MINIMUM_VERSIONS.node}`,
  packages: 'external',
  logLevel: 'warning',
};
