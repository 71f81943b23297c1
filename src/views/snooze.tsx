import type { JSX } from 'preact';
import { SNOOZES, type Snooze } from '../core/notification/notification-preferences.ts';
import { callers } from '../platform/messages.ts';
import { useAsk } from './ask.ts';
import { MessageFailed } from './message-failed.tsx';
import { formatTime } from './words/format.ts';
import { type TextKey, t } from './words/text.ts';

interface SnoozeProps {
  readonly label: string;
  /** False when the settings switch notifications off. */
  readonly notifications: boolean;
  /** ms since the epoch; null: not snoozed. */
  readonly snoozedUntil: number | null;
  readonly now: number;
}

const background = callers('background');
const TEXT: { readonly [Length in Snooze]: TextKey } = {
  'one-hour': 'snoozeHour',
  'four-hours': 'snoozeFourHours',
  today: 'snoozeToday',
};

/** Whether notifications come now, and a while without them; said at once to the background, which alone stores it. */
export function SnoozeChoice({ label, notifications, snoozedUntil, now }: SnoozeProps): JSX.Element {
  const { failed, ask } = useAsk();
  const snoozed = notifications && snoozedUntil !== null && snoozedUntil > now;
  return (
    <>
      <label class="snooze">
        <span>{label}</span>
        <select
          disabled={!notifications}
          value={snoozed ? 'snoozed' : 'none'}
          onChange={({ currentTarget }) => {
            const length = SNOOZES.find((known) => known === currentTarget.value) ?? null;
            if (currentTarget.value !== 'snoozed') ask(background.snooze(length));
          }}
        >
          {snoozed && <option value="snoozed">{t('snoozedUntil', formatTime(snoozedUntil, now))}</option>}
          <option value="none">{t(notifications ? 'snoozeNone' : 'notificationsOff')}</option>
          {SNOOZES.map((length) => (
            <option key={length} value={length}>
              {t(TEXT[length])}
            </option>
          ))}
        </select>
      </label>
      <MessageFailed failed={failed} />
    </>
  );
}
