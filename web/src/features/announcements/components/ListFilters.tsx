// What the list shows beside the announcements of one's schools that are on or to come (ANN-21 to ANN-23).
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Field } from '@/components/Field';
import type { ListFilter } from '../api';
import './announcements.css';

interface Props { filter: ListFilter; onChange: (part: Partial<ListFilter>) => void }

export function ListFilters({ filter, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <section className="announcement-filters" aria-label={t('announcements.filters')}>
      <Field label={t('announcements.find')} type="search" value={filter.q} onChange={(q) => onChange({ q })} />
      <div className="row">
        <Checkbox isSelected={filter.inactive} onChange={(inactive) => onChange({ inactive })}>{t('announcements.inactive')}</Checkbox>
        <Checkbox isSelected={filter.allSchools} onChange={(allSchools) => onChange({ allSchools })}>{t('announcements.allSchools')}</Checkbox>
      </div>
    </section>
  );
}
