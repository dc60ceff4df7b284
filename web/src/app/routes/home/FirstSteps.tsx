// How to begin, for who has sent nothing yet.
import { useTranslation } from 'react-i18next';
import { LinkButton } from '@/components/Button';
import { Icon, type IconName } from '@/components/Icon';
import { useSession } from '@/lib/me';

export default function FirstSteps() {
  const { t } = useTranslation();
  const { can } = useSession();
  const steps: { icon: IconName; title: string; text: string; to: string; go: string }[] = [
    ...(can('manage_roster') ? [{ icon: 'roster' as const, title: t('home.steps.roster'), text: t('home.steps.rosterText'), to: '/roster', go: t('places.roster') }] : []),
    { icon: 'compose', title: t('home.steps.write'), text: t('home.steps.writeText'), to: '/compose', go: t('places.compose') },
    { icon: 'reports', title: t('home.steps.watch'), text: t('home.steps.watchText'), to: '/sent', go: t('places.sent') },
  ];
  return (
    <section className="stack home-group">
      <h2>{t('home.begin')}</h2>
      <ol className="home-steps">
        {steps.map((s) => <li key={s.to} className="card pad"><span className="home-step-mark"><Icon name={s.icon} /></span><h3>{s.title}</h3><p className="muted small">{s.text}</p><LinkButton to={s.to} small>{s.go}</LinkButton></li>)}
      </ol>
    </section>
  );
}
