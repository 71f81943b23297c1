import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { NOTIFICATION, NOTIFICATION_CODES } from '../src/core/sct/sct-codes.ts';
import { REMINDER_MINUTES, SEVERITIES, type Settings } from '../src/core/settings/settings.ts';
import { callers } from '../src/platform/messages.ts';
import { snoozeItem } from '../src/platform/storage.ts';
import { useAsk } from '../src/views/ask.ts';
import { MessageFailed } from '../src/views/message-failed.tsx';
import { SnoozeChoice } from '../src/views/snooze.tsx';
import { StatusIcon } from '../src/views/status-icon.tsx';
import { useNow, useStored } from '../src/views/stored.ts';
import { t } from '../src/views/words/text.ts';
import { Check, Frame, NumberField, SwitchField } from './fields.tsx';
import { useField, useForm } from './form.ts';

const background = callers('background');
type Severity = (typeof SEVERITIES)[number];
const SEVERITY_KEY = {
  red: 'red',
  'amber-fair': 'amber_fair',
  'amber-good': 'amber_good',
} as const satisfies Record<Severity, string>;

export function NotificationsSection(): JSX.Element {
  const reminder = useField<number | null>('notifications.reminderMinutes');
  return (
    <>
      <SwitchField path="notifications.enabled" label={t('notifyEnabled')} help={t('notifyEnabledHelp')} />
      <SnoozeNow />
      <SeverityField />
      <QuietHours />
      <SwitchField path="notifications.notifyRecovery" label={t('notifyRecovery')} />
      <Check
        label={t('reminderEnabled')}
        checked={reminder.value !== null}
        managed={reminder.managed}
        onChange={(on) => reminder.change(on ? 60 : null)}
      />
      {reminder.value !== null && (
        <div class="pair">
          <NumberField
            path="notifications.reminderMinutes"
            label={t('reminderLabel')}
            unit={t('reminderUnit')}
            {...REMINDER_MINUTES}
          />
        </div>
      )}
      <TryIt />
      <OwnTexts />
    </>
  );
}

const STORED = { snooze: snoozeItem };

/** Not a setting: it lasts a while, is not exported, and no policy sets it. */
function SnoozeNow(): JSX.Element {
  const enabled = useField<boolean>('notifications.enabled');
  const stored = useStored(STORED);
  const now = useNow(10_000);
  return (
    <SnoozeChoice
      label={t('snoozeNowLabel')}
      notifications={enabled.value}
      // It has its place from the start: what follows must not jump.
      snoozedUntil={stored && 'snooze' in stored ? stored.snooze : null}
      now={now}
    />
  );
}

function SeverityField(): JSX.Element {
  const field = useField<Severity>('notifications.severity');
  const name = useId();
  return (
    <fieldset class="field" disabled={field.managed}>
      <legend>{t('severityLabel')}</legend>
      {SEVERITIES.map((severity) => (
        <div key={severity} class="check-field">
          <input
            id={`${name}-${severity}`}
            type="radio"
            name={name}
            checked={field.value === severity}
            aria-describedby={`${name}-${severity}-help`}
            onChange={() => field.change(severity)}
          />
          <div>
            <label for={`${name}-${severity}`}>
              <StatusIcon look={severity} size={16} /> {t(`severity_${SEVERITY_KEY[severity]}`)}
            </label>
            <p id={`${name}-${severity}-help`} class="muted">
              {t(`severityHelp_${SEVERITY_KEY[severity]}`)}
            </p>
          </div>
        </div>
      ))}
      {field.managed && <p class="muted">{t('managedField')}</p>}
    </fieldset>
  );
}

type QuietHours = Settings['notifications']['quietHours'];
/** Minutes past midnight of the quiet hours that switching them on begins with. */
const DEFAULT_QUIET = { fromMinute: 22 * 60, toMinute: 7 * 60 };

function QuietHours(): JSX.Element {
  const field = useField<QuietHours>('notifications.quietHours');
  const hours = field.value;
  // Each end is a field of its own: a change of both, one right after the other, keeps both.
  const from = useField<number | undefined>('notifications.quietHours.fromMinute');
  const to = useField<number | undefined>('notifications.quietHours.toMinute');
  return (
    <>
      <Check
        label={t('quietEnabled')}
        checked={hours !== null}
        managed={field.managed}
        onChange={(on) => field.change(on ? DEFAULT_QUIET : null)}
      />
      {hours !== null && (
        <div class="pair">
          <TimeField
            label={t('quietFrom')}
            minute={from.value ?? hours.fromMinute}
            disabled={field.managed}
            onChange={from.change}
          />
          <TimeField
            label={t('quietTo')}
            minute={to.value ?? hours.toMinute}
            disabled={field.managed}
            onChange={to.change}
          />
        </div>
      )}
    </>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly minute: number;
  readonly disabled: boolean;
  readonly onChange: (minute: number) => void;
}

function TimeField({ label, minute, disabled, onChange }: TimeFieldProps): JSX.Element {
  const id = useId();
  const two = (part: number) => String(part).padStart(2, '0');
  return (
    <Frame id={id} label={label}>
      <input
        id={id}
        type="time"
        required
        value={`${two(Math.floor(minute / 60))}:${two(minute % 60)}`}
        disabled={disabled}
        onChange={(event) => {
          const [hour, minutes] = event.currentTarget.value.split(':').map(Number);
          if (hour !== undefined && minutes !== undefined) onChange(hour * 60 + minutes);
        }}
      />
    </Frame>
  );
}

function TryIt(): JSX.Element {
  const { failed, ask } = useAsk();
  const { say } = useForm();
  const [tried, setTried] = useState(false);
  const onClick = (): void => {
    ask(
      background.tryNotification().then(() => {
        setTried(true);
        say(t('notifyTried'));
      }),
    );
  };
  return (
    <div class="actions">
      <button type="button" onClick={onClick}>
        {t('notifyTry')}
      </button>
      {tried && !failed && <p class="muted">{t('notifyTried')}</p>}
      <MessageFailed failed={failed} />
    </div>
  );
}

function OwnTexts(): JSX.Element {
  return (
    <details>
      <summary>{t('textsTitle')}</summary>
      <p class="muted">{t('textsHelp')}</p>
      {NOTIFICATION_CODES.map((code) => (
        <OwnText key={code} code={code} />
      ))}
    </details>
  );
}

function OwnText({ code }: { code: (typeof NOTIFICATION_CODES)[number] }): JSX.Element {
  const id = useId();
  const field = useField<string | undefined>(`notifications.texts.${code}`);
  return (
    <Frame id={id} label={t('textLabel', code)} error={field.error} managed={field.managed}>
      <input
        id={id}
        type="text"
        value={field.value ?? ''}
        placeholder={NOTIFICATION[code]}
        title={NOTIFICATION[code]}
        disabled={field.managed}
        aria-invalid={field.error !== undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => field.change(event.currentTarget.value || undefined)}
      />
    </Frame>
  );
}
