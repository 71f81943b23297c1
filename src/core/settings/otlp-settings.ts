/** Where, when and with which attributes results go to a company's collector. Off unless somebody switches it on. */
import * as v from 'valibot';
import { withoutAround } from '../ice-text/clean-text.ts';
import { parseCredentialsUrl } from '../servers/credentials-url.ts';
import { CREDENTIALS_URL_ERROR_CODE, message } from './settings-error.ts';

/** What a person or the policy may let a point tell; an address is none of it. */
export const OTLP_ATTRIBUTES = ['server', 'transport', 'networkType', 'isp', 'place'] as const;
export type OtlpAttribute = (typeof OTLP_ATTRIBUTES)[number];

export const OTLP_ENCODINGS = ['protobuf', 'json'] as const;
export type OtlpEncoding = (typeof OTLP_ENCODINGS)[number];

/** Minutes between two deliveries; 0: after each run. */
export const OTLP_EVERY_MINUTES = { least: 0, most: 1440, default: 0 } as const;
/** Headers of one's own beside each delivery. */
export const MOST_HEADERS = 10;

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Ours, or the browser's: https://fetch.spec.whatwg.org/#forbidden-request-header */
const NOT_OURS =
  /^(?:accept-charset|accept-encoding|access-control-.*|connection|content-.*|cookie2?|date|dnt|expect|host|keep-alive|origin|proxy-.*|referer|sec-.*|set-cookie|te|trailer|transfer-encoding|upgrade|via)$/i;
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

const endpoint = v.pipe(
  v.string(message('text')),
  v.trim(),
  v.maxLength(2048, message('length', 2048)),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value === '') return;
    const parsed = parseCredentialsUrl(dataset.value);
    if (!parsed.ok) addIssue({ message: message(CREDENTIALS_URL_ERROR_CODE[parsed.error]) });
    // A token would stand in it, and the address is shown, exported and logged by proxies.
    else if (/[?#]/.test(dataset.value)) addIssue({ message: message('endpointQuery') });
  }),
);

const headers = v.pipe(
  v.record(v.string(), v.unknown()),
  // Before each is looked at: a file may hold any number of them.
  v.check((all) => Object.keys(all).length <= MOST_HEADERS, message('mostHeaders', MOST_HEADERS)),
  v.record(
    v.pipe(
      v.string(),
      v.check((name) => TOKEN.test(name) && !NOT_OURS.test(name), message('headerName')),
    ),
    v.pipe(
      v.string(message('text')),
      v.transform(withoutAround),
      v.maxLength(4096, message('length', 4096)),
      v.regex(VALUE, message('headerValue')),
    ),
  ),
);

const attributeError = message('oneOf', OTLP_ATTRIBUTES.join(', '));

const attributes = v.pipe(
  v.array(v.unknown(), message('list')),
  v.maxLength(OTLP_ATTRIBUTES.length, attributeError),
  v.array(v.picklist(OTLP_ATTRIBUTES, attributeError)),
);

const name = v.pipe(
  v.string(message('text')),
  v.trim(),
  v.maxLength(100, message('length', 100)),
  v.check((text) => !/\p{Cc}/u.test(text), message('oneLine')),
);

const everyError = message('number', OTLP_EVERY_MINUTES.least, OTLP_EVERY_MINUTES.most);

export const otlpSchema = v.object({
  enabled: v.optional(v.boolean(message('boolean')), false),
  /** The whole URL of the receiver of metrics, with its path; empty: none yet. */
  endpoint: v.optional(endpoint, ''),
  /** Secret: never exported, shown or logged. */
  headers: v.optional(headers, {}),
  encoding: v.optional(v.picklist(OTLP_ENCODINGS, message('oneOf', OTLP_ENCODINGS.join(', '))), 'protobuf'),
  everyMinutes: v.optional(
    v.pipe(
      v.number(everyError),
      v.integer(everyError),
      v.minValue(OTLP_EVERY_MINUTES.least, everyError),
      v.maxValue(OTLP_EVERY_MINUTES.most, everyError),
    ),
    OTLP_EVERY_MINUTES.default,
  ),
  attributes: v.optional(attributes, ['server', 'transport', 'networkType']),
  /** Told as `host.name`; empty: not told. */
  deviceName: v.optional(name, ''),
  /** Told as `precall.site`; empty: not told. */
  site: v.optional(name, ''),
});
export type OtlpSettings = v.InferOutput<typeof otlpSchema>;

/** Match pattern of the host permission that the export asks for; none where it is off or goes nowhere. */
export function otlpOrigins({ enabled, endpoint: url }: OtlpSettings): string[] {
  const parsed = parseCredentialsUrl(url);
  return enabled && parsed.ok ? [parsed.origin] : [];
}
