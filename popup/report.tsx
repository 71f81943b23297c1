import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ticketReport } from '../src/core/history/ticket-report.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { extensionVersion } from '../src/platform/pages.ts';
import { Ticket } from '../src/views/ticket.tsx';
import { t } from '../src/views/words/text.ts';

export function Report({ run }: { run: JudgedRun }): JSX.Element {
  const [addresses, setAddresses] = useState(false);
  const text = ticketReport(run, { version: extensionVersion(), includeAddresses: addresses });
  return (
    <details class="card report">
      <summary>{t('reportHeading')}</summary>
      <label class="check">
        <input
          type="checkbox"
          checked={addresses}
          onChange={(event) => setAddresses(event.currentTarget.checked)}
        />
        {t('reportAddresses')}
      </label>
      <Ticket text={text} />
    </details>
  );
}
