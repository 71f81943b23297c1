import type { JSX } from 'preact';
import {
  OTLP_ATTRIBUTES,
  OTLP_ENCODINGS,
  OTLP_EVERY_MINUTES,
  type OtlpAttribute,
} from '../../src/core/settings/otlp-settings.ts';
import { t } from '../../src/views/words/text.ts';
import { allowUrl } from '../allow-credentials-url.ts';
import { Check, ChoiceField, NumberField, TextField } from '../fields.tsx';
import { useField, useForm } from '../form.ts';
import { OtlpHeaders } from './otlp-headers.tsx';
import { OtlpStatus } from './otlp-status.tsx';

export function OtlpSection(): JSX.Element {
  const { effective } = useForm();
  const enabled = useField<boolean>('otlp.enabled');
  const { endpoint } = effective.otlp;
  const toggle = async (on: boolean): Promise<void> => {
    // The browser's question needs this very click. The setting holds without it: the status then says what is missing.
    if (on && endpoint !== '') await allowUrl(endpoint);
    enabled.change(on);
  };
  return (
    <>
      <p class="muted">{t('otlpHelp')}</p>
      <TextField
        path="otlp.endpoint"
        label={t('otlpEndpoint')}
        help={t('otlpEndpointHelp')}
        placeholder="https://collector.example.com/v1/metrics"
        inputMode="url"
      />
      <Check
        label={t('otlpEnabled')}
        checked={enabled.value}
        managed={enabled.managed}
        {...(enabled.error !== undefined && { error: enabled.error })}
        onChange={(on) => void toggle(on)}
      />
      {effective.otlp.enabled && <OtlpStatus endpoint={endpoint} />}
      <OtlpHeaders />
      <NumberField
        path="otlp.everyMinutes"
        label={t('otlpEvery')}
        unit={t('otlpEveryUnit')}
        help={t('otlpEveryHelp')}
        {...OTLP_EVERY_MINUTES}
      />
      <ChoiceField
        path="otlp.encoding"
        label={t('otlpEncoding')}
        choices={OTLP_ENCODINGS.map((value) => ({ value, label: t(`otlpEncoding_${value}`) }))}
      />
      <Attributes />
      <TextField path="otlp.deviceName" label={t('otlpDeviceName')} help={t('otlpDeviceNameHelp')} />
      <TextField path="otlp.site" label={t('otlpSite')} help={t('otlpSiteHelp')} />
    </>
  );
}

function Attributes(): JSX.Element {
  const field = useField<readonly OtlpAttribute[]>('otlp.attributes');
  const toggle = (attribute: OtlpAttribute, on: boolean): void => {
    field.change(OTLP_ATTRIBUTES.filter((each) => (each === attribute ? on : field.value.includes(each))));
  };
  return (
    <fieldset class="field" disabled={field.managed}>
      <legend>{t('otlpAttributes')}</legend>
      {OTLP_ATTRIBUTES.map((attribute) => (
        <Check
          key={attribute}
          label={t(`otlpAttribute_${attribute}`)}
          checked={field.value.includes(attribute)}
          managed={false}
          onChange={(on) => toggle(attribute, on)}
        />
      ))}
      {field.managed && <p class="muted">{t('managedField')}</p>}
    </fieldset>
  );
}
