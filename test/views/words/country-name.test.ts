import { expect, test } from 'playwright/test';
import { countryName } from '../../../src/views/words/country-name.ts';

test('a country has the name that it has in the language of the page', () => {
  expect(countryName('Germany', 'de')).toBe('Deutschland');
  expect(countryName('Germany', 'pt-BR')).toBe('Alemanha');
  expect(countryName('Japan', 'ja')).toBe('日本');
  expect(countryName('United States', 'es')).toBe('Estados Unidos');
});

test('codes that are no longer in use do not lend their names', () => {
  expect(countryName('United Kingdom', 'fr')).toBe('Royaume-Uni');
  expect(countryName('Russia', 'de')).toBe('Russland');
});

test('an English page and an unknown name keep the name of the event', () => {
  expect(countryName('Germany', 'en')).toBe('Germany');
  expect(countryName('Atlantis', 'de')).toBe('Atlantis');
});
