/** What version 1 of the extension wrote, frozen: its own code made these files, and they never change. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function version1(name: string): string {
  return readFileSync(fileURLToPath(new URL(`fixtures/version-1/${name}`, import.meta.url)), 'utf8');
}

export function version1Lines(name: string): string[] {
  return version1(name).split('\n').filter(Boolean);
}
