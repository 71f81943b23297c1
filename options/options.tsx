import '../src/views/styles/theme.css';
import '../src/views/styles/page-header.css';
import '../src/views/styles/hero.css';
import './options.css';
import { render } from 'preact';
import { noteMicrophone } from '../src/platform/browsers/microphone.browser.ts';
import { announceLanguage } from '../src/views/words/text.ts';
import { Options } from './options-view.tsx';

announceLanguage('optionsTitle');
render(<Options />, document.body);
noteMicrophone().catch((error: unknown) => console.error('Precall: the microphone is unknown', error));
