/** esbuild gathers the style sheets that an entry imports into the one beside it. */
declare module '*.css';
