/** An export of results to a metrics engine of the tests, with a secret in its headers that must be nowhere else. */
import type { Settings } from '../../src/core/settings/settings.ts';

export const TOKEN = 'canary-header-value';
export const DEVICE = 'desk-7';

export function exportTo(endpoint: string): Pick<Settings, 'otlp'> {
  return {
    otlp: {
      enabled: true,
      endpoint,
      headers: { Authorization: `Bearer ${TOKEN}` },
      encoding: 'protobuf',
      everyMinutes: 0,
      attributes: ['server', 'transport'],
      deviceName: DEVICE,
      site: 'Berlin',
    },
  };
}
