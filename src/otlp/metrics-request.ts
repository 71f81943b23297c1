/** Runs as the body of an OTLP/HTTP request, by OpenTelemetry's own encoders. */
import { ValueType } from '@opentelemetry/api';
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type GaugeMetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { FLEET_METRICS } from '../core/fleet/fleet-metrics.ts';
import type { RunPoints } from '../core/fleet/run-points.ts';
import type { OtlpEncoding } from '../core/settings/otlp-settings.ts';

export interface Sender {
  readonly version: string;
  /** Empty: not told. */
  readonly deviceName: string;
  readonly site: string;
}

const ENCODERS = {
  protobuf: { contentType: 'application/x-protobuf', serializer: ProtobufMetricsSerializer },
  json: { contentType: 'application/json', serializer: JsonMetricsSerializer },
} as const satisfies Record<OtlpEncoding, object>;

export interface MetricsRequest {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

export function metricsRequest(
  runs: readonly RunPoints[],
  sender: Sender,
  encoding: OtlpEncoding,
): MetricsRequest {
  const { contentType, serializer } = ENCODERS[encoding];
  const body = serializer.serializeRequest(resourceMetrics(runs, sender));
  if (body === undefined) throw new Error('Nothing was encoded.');
  return { contentType, body: Uint8Array.from(body) };
}

/** How many numbers the collector refused of a request that it took: OTLP's partial success. */
export function refusedPointsOf(answer: Uint8Array, encoding: OtlpEncoding): number {
  const { partialSuccess } = ENCODERS[encoding].serializer.deserializeResponse(answer);
  // JSON's 64-bit numbers are texts.
  return Number(partialSuccess?.rejectedDataPoints ?? 0) || 0;
}

function resourceMetrics(runs: readonly RunPoints[], { version, deviceName, site }: Sender): ResourceMetrics {
  return {
    resource: resourceFromAttributes({
      'service.name': 'precall',
      'service.version': version,
      ...(deviceName !== '' && { 'host.name': deviceName }),
      ...(site !== '' && { 'precall.site': site }),
    }),
    scopeMetrics: [
      {
        scope: { name: 'precall', version },
        metrics: [...FLEET_METRICS].flatMap(([name, metric]) => gauge(name, metric, runs)),
      },
    ],
  };
}

function gauge(
  name: string,
  { unit, description }: { readonly unit: string; readonly description: string },
  runs: readonly RunPoints[],
): GaugeMetricData[] {
  const dataPoints = runs.flatMap(({ at, points }) => {
    const time: [number, number] = [Math.floor(at / 1000), (at % 1000) * 1e6];
    return points
      .filter(({ metric }) => metric === name)
      .map(({ value, attributes }) => ({
        startTime: time,
        endTime: time,
        attributes: { ...attributes },
        value,
      }));
  });
  if (dataPoints.length === 0) return [];
  return [
    {
      descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.GAUGE,
      dataPoints,
    },
  ];
}
