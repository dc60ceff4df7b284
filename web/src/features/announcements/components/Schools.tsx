// At which schools it stands: the whole district, or schools of one's own (ANN-07).
import { useTranslation } from 'react-i18next';
import { Segments } from '@/components/Segments';
import { useSession } from '@/lib/me';
import { Ticks } from './Ticks';

interface Chosen { everywhere: boolean; schools: readonly string[] }
interface Props extends Chosen { onChange: (chosen: Partial<Chosen>) => void; error?: string }

export function Schools({ everywhere, schools, onChange, error }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const mine = me.schools.filter((each) => each.is_open || schools.includes(each.school_id)).map((each) => ({ id: each.school_id, name: each.name }));
  const [only] = mine;
  if (only && mine.length === 1 && !me.whole_district) return <p><span className="field-label">{t('announcements.schools')}</span> {only.name}</p>;
  return (
    <div className="stack" style={{ '--gap': '0.6rem' } as React.CSSProperties}>
      <Segments label={t('announcements.schools')} value={everywhere ? 'all' : 'some'} onChange={(next) => onChange({ everywhere: next === 'all' })} choices={[
        { id: 'some', name: t('announcements.someSchools') }, { id: 'all', name: t(me.whole_district ? 'announcements.wholeDistrict' : 'announcements.allMySchools') },
      ]} />
      {!everywhere && <Ticks legend={t('announcements.whichSchools')} choices={mine} chosen={schools} onChange={(next) => onChange({ schools: next })} />}
      {error && <p className="field-error">{error}</p>}
    </div>
  );
}
