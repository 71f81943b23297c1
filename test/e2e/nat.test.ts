/** The address that the network knows this device by, where it is, and which network that makes. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ensureChromium } from '../../scripts/set-up.mjs';
import { INDEX_NAME } from '../../src/core/location/location-index.ts';
import { FIXTURE_STAMP } from '../core/location/fixture.ts';
import { ExtensionUnderTest } from './extension.ts';
import { mapDocumentation } from './location-data.ts';
import { type Nat, natUnavailable, openNat } from './nat.ts';

const DATA = [
  { prefix: '203.0.113.0/24', isp: '64500 Example Net', place: 'FI Helsinki' },
  { prefix: '198.51.100.0/24', isp: '64501 Other Net', place: 'AT Wien' },
];

const NEWER_DATA = [{ prefix: '198.51.100.0/24', isp: '64501 Renamed Net', place: 'AT Graz' }];

const unavailable = natUnavailable();
if (unavailable === undefined) {
  test('a device behind a NAT is where its public address is', { tag: '@long' }, behindNat);
} else {
  // Declared only where it can run: a test that was skipped would count as not seen to.
  console.log(`Left out: the test behind a NAT, because ${unavailable}.`);
}

async function behindNat(): Promise<void> {
  const nat = await openNat('203.0.113.7');
  let extension: ExtensionUnderTest | undefined;
  try {
    extension = await ExtensionUnderTest.launch({
      executable: await nat.inTheHome(await ensureChromium()),
      prepare: (folder) => mapDocumentation(folder, DATA),
    });
    await extension.configure([nat.turnServer]);
    await runs(extension, nat);
  } finally {
    await extension?.dispose();
    await nat.close();
  }
}

/** Full runs: a light one on a new network is followed by a full one, under which the address would change. */
async function runs(extension: ExtensionUnderTest, nat: Nat): Promise<void> {
  const home = await extension.run('full');
  expect(home.event).toMatchObject({
    localIp: '203.0.113.7',
    isp: 'Example Net',
    city: 'Helsinki',
    country: 'Finland',
  });

  await nat.changePublicAddress('203.0.113.99');
  const sameProvider = await extension.run('full');
  expect(sameProvider.event).toMatchObject({ localIp: '203.0.113.99', isp: 'Example Net' });
  expect(sameProvider.network).toBe(home.network);

  await nat.changePublicAddress('198.51.100.5');
  const otherProvider = await extension.run('full');
  expect(otherProvider.event).toMatchObject({
    localIp: '198.51.100.5',
    isp: 'Other Net',
    city: 'Wien',
    country: 'Austria',
  });
  expect(otherProvider.network).not.toBe(home.network);

  const popup = await extension.openPage('popup/popup.html');
  await expect(popup.locator('body')).toContainText('Other Net');
  await expect(popup.locator('body')).toContainText('Wien, Austria');
  await expect(popup.getByRole('link', { name: 'Fixture' })).toHaveAttribute(
    'href',
    'https://fixture.example',
  );

  // Nothing is looked up again for the same address, not even by another worker.
  const folder = join(extension.extensionFolder, 'location');
  for (const name of await readdir(folder)) if (name !== INDEX_NAME) await rm(join(folder, name));
  await extension.killWorker();
  const again = await extension.run('full');
  expect(again.event).toMatchObject({ localIp: '198.51.100.5', isp: 'Other Net', city: 'Wien' });

  // But an update that brings newer data is asked, and another address needs the files.
  await mapDocumentation(extension.extensionFolder, NEWER_DATA);
  const index = join(folder, INDEX_NAME);
  const stamped = await readFile(index, 'utf8');
  const [{ date } = { date: '' }] = FIXTURE_STAMP.sources;
  expect(stamped).toContain(date);
  await writeFile(index, stamped.replace(date, '2026-02-03'));
  await extension.killWorker();
  const updated = await extension.run('full');
  expect(updated.event).toMatchObject({ localIp: '198.51.100.5', isp: 'Renamed Net', city: 'Graz' });
  await rm(folder, { recursive: true });
  await extension.killWorker();
  await nat.changePublicAddress('203.0.113.7');
  const without = await extension.run('full');
  expect(without.event).toMatchObject({ localIp: '203.0.113.7', isp: null, city: null, country: null });
}
