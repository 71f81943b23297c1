import type { JSX } from 'preact';
import { adviceForRun } from '../core/advice/advice.ts';
import type { JudgedRun } from '../core/monitor/judged-run.ts';
import { qualityMeasuredAt, type StatusLine } from '../core/presentation/status-line.ts';
import { untestable } from '../core/report/untestable.ts';
import { NOTIFICATION, notificationCodeOf } from '../core/sct/sct-codes.ts';
import { closePopup, openOptions } from '../platform/pages.ts';
import type { RunningRun } from '../platform/storage.ts';
import { StatusIcon } from './status-icon.tsx';
import { countryName } from './words/country-name.ts';
import { explanation } from './words/explanation.ts';
import { formatRelative } from './words/format.ts';
import { networkName } from './words/network-name.ts';
import { say } from './words/say.ts';
import { isEnglish, language, type TextKey, t } from './words/text.ts';

interface HeroProps {
  readonly state: StatusLine;
  readonly latest: JudgedRun | null;
  readonly running: RunningRun | null;
  /** The user's own texts by notification code. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whether an administrator's policy sets the servers. */
  readonly managed: boolean;
  readonly now: number;
}

/** The one large status: word, shape and colour; the sentence; why; and what to do about it. */
export function Hero({ state, latest, running, texts, managed, now }: HeroProps): JSX.Element {
  return (
    <section
      class={state.stale ? 'hero stale' : 'hero'}
      data-look={state.look}
      data-situation={state.situation}
    >
      <div class="status">
        <StatusIcon look={state.look} size={52} />
        <div>
          <p class="word" role="status">
            {say(state.word)}
          </p>
          {latest !== null && state.situation !== 'no-servers' && <Where run={latest} now={now} />}
        </div>
      </div>
      {state.situation === 'no-servers' && <NoServers managed={managed} />}
      {state.situation === 'first-run' && (
        <p>{t(running === null ? 'firstRunText' : 'firstRunRunningText')}</p>
      )}
      {state.situation === 'not-measured' && <p>{t('notMeasuredText')}</p>}
      {state.situation === 'looking-again' && <p>{t('lookingAgainText')}</p>}
      {state.situation === 'offline' && (
        <>
          <p>{t('offlineText')}</p>
          <Advice ids={['connectNetwork']} />
        </>
      )}
      {state.situation === 'untestable' && latest !== null && <Untested run={latest} />}
      {state.situation === 'result' && latest !== null && (
        <Result run={latest} stale={state.stale} texts={texts} now={now} />
      )}
    </section>
  );
}

/** What is known where the test cannot be made. */
function Untested({ run }: { run: JudgedRun }): JSX.Element {
  const relays = untestable(run.report) === 'relays';
  return (
    <>
      <p>{t(relays ? 'untestableRelays' : 'untestableBrowser')}</p>
      <Advice ids={adviceForRun(run)} />
    </>
  );
}

/** Where and when: the network, who provides it, and the age of the result. */
function Where({ run, now }: { run: JudgedRun; now: number }): JSX.Element {
  const { city, isp } = run.place;
  const country = run.place.country === null ? null : countryName(run.place.country, language());
  const place = [city, country].filter((part) => part !== null).join(', ');
  const facts = [networkName(run.report.network.networkType), isp, place].filter((fact) => fact);
  const measuredAt = qualityMeasuredAt(run);
  const age = formatRelative(Math.min(0, (measuredAt ?? run.at) - now));
  return (
    <>
      <p class="muted">{measuredAt === null ? t('testedAgo', age) : t('measuredAgo', age)}</p>
      {facts.length > 0 && <p class="muted">{facts.join(t('listSeparator'))}</p>}
    </>
  );
}

function Result(props: {
  run: JudgedRun;
  stale: boolean;
  texts: Readonly<Record<string, string>>;
  now: number;
}): JSX.Element {
  const { run, stale, now } = props;
  const notificationCode = notificationCodeOf(run.summaryCode);
  const own = props.texts[notificationCode];
  const measuredAt = qualityMeasuredAt(run) ?? run.at;
  return (
    <>
      {stale && (
        <p class="notice">
          <span>
            <strong>{t('staleTitle')}.</strong>{' '}
            {run.at > now ? t('staleAheadText') : t('staleText', formatRelative(measuredAt - now))}
          </span>
        </p>
      )}
      {measuredAt !== run.at && <p class="because">{t('connectedOnlyText')}</p>}
      {own === undefined ? (
        <p class="sentence" lang="en">
          {NOTIFICATION[notificationCode]}
        </p>
      ) : (
        <p class="sentence">{own}</p>
      )}
      {own === undefined && !isEnglish() && (
        <p class="translation">{t(`notification_${notificationCode}` satisfies TextKey)}</p>
      )}
      {explanation(run, now).map((text) => (
        <p key={text} class="because">
          {text}
        </p>
      ))}
      <Advice ids={adviceForRun(run)} />
    </>
  );
}

function Advice({ ids }: { ids: ReturnType<typeof adviceForRun> }): JSX.Element | null {
  if (ids.length === 0) return null;
  return (
    <div class="advice">
      <h2>{t('whatToDo')}</h2>
      <ul>
        {ids.map((id) => (
          <li key={id}>{t(`advice_${id}`)}</li>
        ))}
      </ul>
    </div>
  );
}

function NoServers({ managed }: { managed: boolean }): JSX.Element {
  if (managed) return <p>{t('noServersManaged')}</p>;
  return (
    <>
      <p>{t('noServersText')}</p>
      <button type="button" class="primary" onClick={() => void openOptions('servers').then(closePopup)}>
        {t('addServer')}
      </button>
    </>
  );
}
