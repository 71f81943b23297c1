import type { JSX } from 'preact';
import { callers } from '../src/platform/messages.ts';
import { useAsk } from '../src/views/ask.ts';
import { formatTime } from '../src/views/format.ts';
import { t } from '../src/views/text.ts';

interface SnoozeProps {
  /** False when the settings switch notifications off. */
  readonly notifications: boolean;
  /** ms since the epoch; null: not snoozed. */
  readonly snoozedUntil: number | null;
  readonly now: number;
}

const background = callers('background');
const HOUR_MS = 3_600_000;
const CHOICES: Readonly<Record<string, (now: number) => number | null>> = {
  none: () => null,
  hour: (now) => now + HOUR_MS,
  fourHours: (now) => now + 4 * HOUR_MS,
  tomorrow: tomorrowMorning,
};

export function Snooze({ notifications, snoozedUntil, now }: SnoozeProps): JSX.Element {
  const { failed, ask } = useAsk();
  const snoozed = snoozedUntil !== null && snoozedUntil > now;
  return (
    <>
      <label class="snooze">
        <span>{t('snoozeLabel')}</span>
        <select
          disabled={!notifications}
          value={snoozed ? 'snoozed' : 'none'}
          onChange={(event) => {
            const choose = CHOICES[event.currentTarget.value];
            if (choose !== undefined) ask(background.snooze(choose(Date.now())));
          }}
        >
          {snoozed && <option value="snoozed">{t('snoozedUntil', formatTime(snoozedUntil, now))}</option>}
          <option value="none">{t(notifications ? 'snoozeNone' : 'notificationsOff')}</option>
          <option value="hour">{t('snoozeHour')}</option>
          <option value="fourHours">{t('snoozeFourHours')}</option>
          <option value="tomorrow">{t('snoozeTomorrow')}</option>
        </select>
      </label>
      {failed && (
        <p class="error" role="alert">
          {t('messageFailed')}
        </p>
      )}
    </>
  );
}

function tomorrowMorning(now: number): number {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(8, 0, 0, 0);
}
