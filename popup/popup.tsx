import '../src/views/styles/theme.css';
import '../src/views/styles/hero.css';
import './popup.css';
import { render } from 'preact';
import { noteMicrophone } from '../src/platform/browsers/microphone.browser.ts';
import { announceLanguage } from '../src/views/words/text.ts';
import { Popup } from './popup-view.tsx';

announceLanguage('popupTitle');
render(<Popup />, document.body);
noteMicrophone().catch((error: unknown) => console.error('Precall: the microphone is unknown', error));
