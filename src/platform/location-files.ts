/** The location data shipped with the extension, read part by part. Nothing leaves the device. */
import browser from 'webextension-polyfill';
import { INDEX_NAME, type LocationIndex, type LocationStamp } from '../core/location/location-index.ts';
import { lookUp, parseIndex } from '../core/location/lookup.ts';
import type { Place } from '../core/location/place.ts';

const FOLDER = 'location';
const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

let index: Promise<LocationIndex> | undefined;

/** Rejects only when the extension's own files are missing or damaged. */
export async function locate(address: string): Promise<Place> {
  const found = await lookUp(await loadIndex(), readPart, address);
  return { ...found, country: countryName(found.countryCode) };
}

/** What data this build carries, of which date, and whom to name; without sources when it carries none. */
export async function locationStamp(): Promise<LocationStamp> {
  const { sources, attribution, changes } = await loadIndex();
  return { sources, attribution, changes };
}

/** The packages and dates of this build's data in one text: another one after an update that brings other data. */
export async function locationEdition(): Promise<string> {
  const { sources } = await loadIndex();
  return sources.map((source) => `${source.package} ${source.date}`).join(', ');
}

/** The data has ISO codes; the browser knows their English names. */
function countryName(code: string | null): string | null {
  return (code === null ? undefined : regionNames.of(code)) ?? null;
}

function loadIndex(): Promise<LocationIndex> {
  index ??= readFile(INDEX_NAME)
    .then((response) => response.json())
    .then(parseIndex)
    .catch((error: unknown) => {
      index = undefined;
      throw error;
    });
  return index;
}

/** All files but the index are gzipped. */
async function readPart(name: string): Promise<Uint8Array> {
  const { body } = await readFile(name);
  if (body === null) throw new Error(`The extension's file ${FOLDER}/${name} is empty.`);
  const plain = new Response(body.pipeThrough(new DecompressionStream('gzip')));
  return new Uint8Array(await plain.arrayBuffer());
}

async function readFile(name: string): Promise<Response> {
  const response = await fetch(browser.runtime.getURL(`${FOLDER}/${name}`));
  if (!response.ok) throw new Error(`The extension lacks its file ${FOLDER}/${name}.`);
  return response;
}
