export type MetricsEngine = 'victoria-metrics' | 'vmagent' | 'vmalert' | 'vmalert-tool' | 'prometheus';

export function ensureMetricsEngines(): Promise<
  | { readonly programs: Readonly<Record<MetricsEngine, string>>; readonly unavailable?: never }
  | { readonly unavailable: string; readonly programs?: never }
>;
