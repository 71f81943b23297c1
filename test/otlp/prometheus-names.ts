/** Each metric as an engine with Prometheus' naming stores it; `metrics-request.test` holds them against the engine's own. */
export const PROMETHEUS_NAMES = [
  'precall_bandwidth_bit_per_second',
  'precall_jitter_seconds',
  'precall_loss_ratio',
  'precall_notification',
  'precall_reachable',
  'precall_rtt_seconds',
  'precall_run_duration_seconds',
  'precall_summary_code',
] as const;

/** Labels that a series may have there. */
export const PROMETHEUS_LABELS = [
  'geo_locality_name',
  'host_name',
  'network_connection_type',
  'precall_country',
  'precall_isp',
  'precall_server',
  'precall_site',
  'precall_transport',
  'service_name',
  'service_version',
] as const;
