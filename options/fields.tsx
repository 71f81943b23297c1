import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../src/views/words/text.ts';
import { useField } from './form.ts';

interface FrameProps {
  readonly id: string;
  readonly label: string;
  readonly help?: ComponentChildren;
  readonly error?: string | undefined;
  readonly managed?: boolean;
  readonly children: ComponentChildren;
}

/** A label, its control, and beneath it what explains or refuses it. */
export function Frame({ id, label, help, error, managed, children }: FrameProps): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      <div id={`${id}-help`} class="field-help">
        {help && <p class="muted">{help}</p>}
        {managed && <p class="muted">{t('managedField')}</p>}
        {error !== undefined && <p class="error">{error}</p>}
      </div>
    </div>
  );
}

/** An input for an address: left to right in any language, and nothing that a browser would mend. */
export const URL_INPUT = {
  type: 'text',
  dir: 'ltr',
  inputMode: 'url',
  autocomplete: 'off',
  spellcheck: false,
} as const;

interface NumberFieldProps {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  readonly help?: ComponentChildren;
  readonly least: number;
  readonly most: number;
}

export function NumberField({ path, label, unit, help, least, most }: NumberFieldProps): JSX.Element {
  const id = useId();
  const field = useField<number>(path);
  // What is typed, kept as text: an emptied field is not 0.
  const [typed, setTyped] = useState<string>();
  return (
    <Frame id={id} label={label} help={help} error={field.error} managed={field.managed}>
      <div class="with-unit">
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={least}
          max={most}
          value={typed ?? String(field.value)}
          disabled={field.managed}
          aria-invalid={field.error !== undefined}
          aria-describedby={`${id}-unit ${id}-help`}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onChange={(event) => {
            const { value, valueAsNumber } = event.currentTarget;
            setTyped(value);
            field.change(valueAsNumber);
          }}
        />
        <span id={`${id}-unit`}>{unit}</span>
      </div>
    </Frame>
  );
}

interface TextFieldProps {
  readonly path: string;
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly inputMode?: 'url';
}

export function TextField({ path, label, help, ...input }: TextFieldProps): JSX.Element {
  const id = useId();
  const field = useField<string>(path);
  return (
    <Frame id={id} label={label} help={help} error={field.error} managed={field.managed}>
      <input
        {...input}
        id={id}
        type="text"
        {...(input.inputMode === 'url' && { dir: 'ltr' as const })}
        autocomplete="off"
        spellcheck={false}
        value={field.value}
        disabled={field.managed}
        aria-invalid={field.error !== undefined}
        aria-describedby={`${id}-help`}
        onChange={(event) => field.change(event.currentTarget.value)}
      />
    </Frame>
  );
}

interface ChoiceFieldProps<T extends string> {
  readonly path: string;
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
}

/** One of a few. */
export function ChoiceField<T extends string>({ path, label, choices }: ChoiceFieldProps<T>): JSX.Element {
  const name = useId();
  const field = useField<T>(path);
  return (
    <fieldset class="field" disabled={field.managed}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <div key={choice.value} class="check-field">
          <input
            id={`${name}-${choice.value}`}
            type="radio"
            name={name}
            checked={field.value === choice.value}
            onChange={() => field.change(choice.value)}
          />
          <label for={`${name}-${choice.value}`}>{choice.label}</label>
        </div>
      ))}
      {field.managed && <p class="muted">{t('managedField')}</p>}
    </fieldset>
  );
}

export function SwitchField(props: { path: string; label: string; help?: string }): JSX.Element {
  const field = useField<boolean>(props.path);
  return (
    <Check
      label={props.label}
      checked={field.value}
      managed={field.managed}
      {...(props.help !== undefined && { help: props.help })}
      {...(field.error !== undefined && { error: field.error })}
      onChange={field.change}
    />
  );
}

interface CheckProps {
  readonly label: string;
  readonly help?: string;
  readonly error?: string;
  readonly checked: boolean;
  readonly managed: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Check({ label, help, error, checked, managed, onChange }: CheckProps): JSX.Element {
  const id = useId();
  return (
    <div class="check-field">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={managed}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        <div id={`${id}-help`}>
          {help !== undefined && <p class="muted">{help}</p>}
          {managed && <p class="muted">{t('managedField')}</p>}
          {error !== undefined && <p class="error">{error}</p>}
        </div>
      </div>
    </div>
  );
}
