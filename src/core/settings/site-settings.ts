/** The sites whose pages may hear of the results, and what each of them hears besides. */
import * as v from 'valibot';
import { parseSitePattern } from '../sites/site-pattern.ts';
import { message } from './settings-error.ts';

/** Sites that can be allowed. */
const MOST_SITES = 50;

const pattern = v.pipe(
  v.string(message('text')),
  v.trim(),
  v.maxLength(512, message('length', 512)),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const site = parseSitePattern(dataset.value);
    if (site !== undefined) return site.pattern;
    addIssue({ message: message('site') });
    return NEVER;
  }),
);

const siteSchema = v.object({
  pattern,
  /** Whether its pages hear address, provider, city and country, too. */
  shareLocation: v.optional(v.boolean(message('boolean')), false),
});

export const sitesSchema = v.object({
  allowed: v.optional(
    v.pipe(
      v.array(v.unknown(), message('list')),
      v.maxLength(MOST_SITES, message('mostSites', MOST_SITES)),
      v.array(siteSchema),
      v.rawCheck(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        dataset.value.forEach((site, index) => {
          if (dataset.value.findIndex((other) => other.pattern === site.pattern) === index) return;
          const inList = {
            type: 'array',
            origin: 'value',
            input: dataset.value,
            key: index,
            value: site,
          } as const;
          addIssue({ message: message('sameSite'), path: [inList] });
        });
      }),
    ),
    [],
  ),
});

export type Site = v.InferOutput<typeof siteSchema>;
