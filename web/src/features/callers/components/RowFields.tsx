// What a caller ID is: title, number, whose it is, and what it is the default of.
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Field } from '@/components/Field';
import { useSession } from '@/lib/me';
import { switches, switchKeys, type Row } from '../rows';

interface Props { row: Row; onChange: (row: Row) => void; errorOf: (field: keyof Row) => string | undefined; titleRef?: React.Ref<HTMLInputElement> }

export function RowFields({ row, onChange, errorOf, titleRef }: Props) {
  const { t } = useTranslation();
  const { me } = useSession();
  const toggle = (schoolId: string, on: boolean) =>
    onChange({ ...row, schools: on ? [...row.schools, schoolId] : row.schools.filter((each) => each !== schoolId) });
  return (
    <div className="stack">
      <div className="caller-pair">
        <Field label={t('callers.title')} hint={t('callers.titleHint')} value={row.title} onChange={(title) => onChange({ ...row, title })} error={errorOf('title')} inputRef={titleRef} />
        <Field label={t('callers.number')} hint={t('callers.numberHint')} type="tel" value={row.number} onChange={(number) => onChange({ ...row, number })} error={errorOf('number')} />
      </div>
      <div className="caller-switches">
        {switches.map((name) => (
          <div key={name}>
            <Checkbox isSelected={row[name]} onChange={(on) => onChange({ ...row, [name]: on })} hint={t(switchKeys[name].hint)}>{t(switchKeys[name].label)}</Checkbox>
            {errorOf(name) && <p className="field-error">{errorOf(name)}</p>}
          </div>
        ))}
      </div>
      <fieldset className="caller-schools">
        <legend className="field-label">{t('callers.schools')}</legend>
        <p className="field-hint">{t('callers.schoolsHint')}</p>
        <div className="caller-school-list">
          {me.schools.map((school) => (
            <Checkbox key={school.school_id} isSelected={row.schools.includes(school.school_id)} onChange={(on) => toggle(school.school_id, on)}>{school.name}</Checkbox>
          ))}
        </div>
        {errorOf('schools') && <p className="field-error">{errorOf('schools')}</p>}
      </fieldset>
    </div>
  );
}
