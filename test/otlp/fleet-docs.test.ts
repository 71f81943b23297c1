/** docs/fleet: policy files, rules and dashboard fit what is really set, sent and stored. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dashboard from '../../docs/fleet/dashboard.json' with { type: 'json' };
import chrome from '../../docs/fleet/policy-chrome.json' with { type: 'json' };
import edge from '../../docs/fleet/policy-edge.json' with { type: 'json' };
import firefox from '../../docs/fleet/policy-firefox.json' with { type: 'json' };
import manifest from '../../manifest.json' with { type: 'json' };
import { ensureMetricsEngines } from '../../scripts/metrics-engines.mjs';
import { FLEET_METRICS } from '../../src/core/fleet/fleet-metrics.ts';
import { applyPolicy } from '../../src/core/settings/policy.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/settings.ts';
import { extensionId } from '../e2e/views-seed.ts';
import { expect, test } from '../folder-fixture.ts';
import { ENGINES_MISSING, startPrometheus } from './metrics-engine.ts';
import { PROMETHEUS_LABELS, PROMETHEUS_NAMES } from './prometheus-names.ts';

const page = readFileSync('docs/fleet.md', 'utf8');
const RULES = 'docs/fleet/rules.yml';
const rules = readFileSync(RULES, 'utf8');
const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

test('the three policy files set the same, for this extension, and nothing in them is faulty', () => {
  const { id } = manifest.browser_specific_settings.gecko;
  const policies: Record<string, unknown>[] = [
    Object.entries(chrome['3rdparty'].extensions),
    Object.entries(edge['3rdparty'].extensions),
    Object.entries(firefox.policies['3rdparty'].Extensions),
  ].map((named) => Object.fromEntries(named));
  expect(policies.map((policy) => Object.keys(policy))).toEqual([[extensionId()], [extensionId()], [id]]);
  const [first, ...others] = policies.flatMap((policy) => Object.values(policy));
  for (const other of others) expect(other).toEqual(first);
  const { policyErrors, managed } = applyPolicy(DEFAULT_SETTINGS, first);
  expect(policyErrors).toEqual([]);
  expect(managed).toContain('otlp.headers');
});

test('the page has each key of the policy, and no other', () => {
  const [, table = ''] = page.split(/^\| key +\| value +\|$/m);
  const named = [...(table.split('\n\n')[0] ?? '').matchAll(/^\| `([\w.]+)` +\|/gm)].map(([, key]) => key);
  const keys = Object.entries(DEFAULT_SETTINGS).flatMap(([section, value]) =>
    Array.isArray(value) ? [section] : Object.keys(value).map((field) => `${section}.${field}`),
  );
  expect(named.sort()).toEqual(keys.sort());
});

test('the page has each metric with its unit and its name by Prometheus’ naming', () => {
  const rows = [...page.matchAll(/^\| `(precall[\w.]+)` +\| `([^`]+)` +\| `(precall\w+)` +\|/gm)];
  const sorted = (pairs: (readonly (string | undefined)[])[]) => pairs.map((pair) => pair.join(' ')).sort();
  expect(sorted(rows.map(([, name, unit]) => [name, unit]))).toEqual(
    sorted([...FLEET_METRICS].map(([name, { unit }]) => [name, unit])),
  );
  expect(rows.map(([, , , name]) => name).sort()).toEqual([...PROMETHEUS_NAMES].sort());
});

test('rules and dashboard ask for metrics and labels that there are', () => {
  const text = [rules, ...queries].join('\n');
  const known: readonly string[] = [...PROMETHEUS_NAMES, ...PROMETHEUS_LABELS];
  const asked = new Set(text.match(/\b(?:precall_|host_|network_|geo_|service_)\w+/g));
  expect([...asked].filter((name) => !known.includes(name))).toEqual([]);
  expect(PROMETHEUS_NAMES.filter((name) => !asked.has(name))).toEqual([]);
});

test.describe(`with the engines${ENGINES_MISSING === undefined ? '' : ` (SKIPPED, NOT HERE: ${ENGINES_MISSING})`}`, () => {
  test.skip(ENGINES_MISSING !== undefined, ENGINES_MISSING);

  test('the alarm rings for five devices of a site, not for four, and not for what was bad before', async ({
    folder,
  }) => {
    const { programs } = await ensureMetricsEngines();
    const codes = (site: string, devices: number, values: string) =>
      Array.from({ length: devices }, (_, index) => ({
        series: `precall_summary_code{precall_site="${site}",host_name="${site}-${index}"}`,
        values,
      }));
    const rings = (site: string, devices: number) => ({
      exp_labels: { precall_site: site, severity: 'page' },
      exp_annotations: { summary: `${devices} devices at ${site} went bad within ten minutes` },
    });
    const alert = (evalTime: string, alerts: object[]) => ({
      eval_time: evalTime,
      groupname: 'precall',
      alertname: 'PrecallSiteGoesBad',
      exp_alerts: alerts,
    });
    // A sample every five minutes: 20 minutes of green, then red; the third site was red all along.
    const spec = {
      rule_files: [join(process.cwd(), RULES)],
      evaluation_interval: '1m',
      tests: [
        {
          interval: '5m',
          input_series: [
            ...codes('Berlin', 5, '95x4 10x6'),
            ...codes('Dublin', 4, '95x4 10x6'),
            ...codes('Oslo', 6, '10x12'),
          ],
          alert_rule_test: [alert('20m', []), alert('27m', [rings('Berlin', 5)])],
        },
      ],
    };
    const file = join(folder, 'spec.yml');
    // JSON is YAML.
    await writeFile(file, JSON.stringify(spec));
    const { stdout } = await promisify(execFile)(programs?.['vmalert-tool'] ?? '', [
      'unittest',
      `--files=${file}`,
    ]);
    expect(stdout).toContain('SUCCESS');
  });

  test('Prometheus understands each query of the dashboard, and the rules', async () => {
    const prometheus = await startPrometheus(join(process.cwd(), RULES));
    try {
      for (const query of queries) {
        const url = `${prometheus.origin}/api/v1/query?${new URLSearchParams({ query: query.replaceAll('$site', '.*') })}`;
        const { status, error } = await (await fetch(url)).json();
        expect({ query, status, error }).toEqual({ query, status: 'success', error: undefined });
      }
      const { data } = await (await fetch(`${prometheus.origin}/api/v1/rules`)).json();
      const names = data.groups.flatMap(({ rules: all }: { rules: { name: string }[] }) =>
        all.map(({ name }) => name),
      );
      expect(names).toEqual([...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name));
    } finally {
      await prometheus.dispose();
    }
  });
});
