import 'uplot/dist/uPlot.min.css';
import '../src/views/styles/theme.css';
import '../src/views/styles/page-header.css';
import './history.css';
import { render } from 'preact';
import { announceLanguage } from '../src/views/words/text.ts';
import { History } from './history-view.tsx';

announceLanguage('historyTitle');
render(<History />, document.body);
