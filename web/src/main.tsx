import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app/App';
import { startI18n } from './lib/i18n';
import { session } from './lib/session';

const root = document.getElementById('root');
if (root) {
  await Promise.all([startI18n(), session.askNeighbours()]);
  createRoot(root).render(<App />);
}
