import '../src/views/styles/theme.css';
import '../src/views/styles/page-header.css';
import './watch.css';
import { render } from 'preact';
import { announceLanguage } from '../src/views/words/text.ts';
import { WatchPage } from './watch-view.tsx';

announceLanguage('watchTitle');
render(<WatchPage />, document.body);
