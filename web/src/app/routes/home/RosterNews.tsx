// For the data clerk: an import that waits for a decision or is under way; else the latest one.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useImports } from '@/features/directory/api';
import { ImportList } from '@/features/directory/components/ImportList';

export default function RosterNews() {
  const { t } = useTranslation();
  const imports = useImports(false);
  const all = imports.data?.items ?? [];
  const open = all.filter((i) => i.status === 'held' || i.status === 'reading' || i.status === 'applying');
  const shown = open.length ? open : all.slice(0, 1);
  if (!shown.length) return null;
  return (
    <section className="stack home-group">
      <div className="row"><h2>{open.some((i) => i.status === 'held') ? t('home.held') : t('home.roster')}</h2><Link to="/roster" className="push-end small">{t('home.allImports')}</Link></div>
      <ImportList imports={shown} />
    </section>
  );
}
