import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RunReport } from '../src/core/report/run-report.ts';
import { callers } from '../src/platform/messages.ts';
import { Failures, UrlChips } from '../src/views/url-chips.tsx';
import { troubleText } from '../src/views/words/credentials-words.ts';
import { t } from '../src/views/words/text.ts';
import { allowCredentialsUrl } from './allow-credentials-url.ts';
import type { Server } from './server.ts';

const background = callers('background');
type Answer = RunReport['servers'] | 'testing' | 'failed';

interface ServerTestProps {
  readonly label: string;
  readonly name: string;
  /** The server to test, or undefined when the form has mistakes to be shown first. */
  readonly server: () => Server | undefined;
}

/** "Test this server", with the answer beside the button. */
export function ServerTest({ label, name, server }: ServerTestProps): JSX.Element {
  const [answer, setAnswer] = useState<Answer>();
  const start = async (): Promise<void> => {
    const wanted = server();
    if (wanted === undefined) return;
    const allowed = allowCredentialsUrl(wanted);
    setAnswer('testing');
    try {
      await allowed;
      setAnswer((await background.testServer(wanted)).servers);
    } catch (error) {
      console.error('Precall: the server test did not answer.', error);
      setAnswer('failed');
    }
  };
  return (
    <div class="server-test">
      <button type="button" aria-label={name} disabled={answer === 'testing'} onClick={() => void start()}>
        {label}
      </button>
      <div role="status">{answer !== undefined && <AnswerText answer={answer} />}</div>
    </div>
  );
}

function AnswerText({ answer }: { answer: Answer }): JSX.Element {
  if (answer === 'testing') return <p class="muted">{t('testing')}…</p>;
  if (answer === 'failed') return <p class="error">{t('testNoAnswer')}</p>;
  const trouble = answer.find(({ credentialsTrouble }) => credentialsTrouble)?.credentialsTrouble;
  if (trouble !== undefined) return <p class="error">{troubleText(trouble)}</p>;
  const urls = answer.flatMap((server) => server.probes);
  const works = urls.filter((url) => url.reachable).length;
  const words = works === 0 ? 'testAnswerNone' : works === urls.length ? 'testAnswerOk' : 'testAnswerSome';
  return (
    <>
      <div class="answer">
        <UrlChips urls={urls} /> <span>{t(words)}</span>
      </div>
      <Failures urls={urls} />
    </>
  );
}
