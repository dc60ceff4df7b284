// Which grades it is for: those of the chosen schools (ANN-09). What is chosen shows, whether they have it or not.
import { useTranslation } from 'react-i18next';
import { compareGrades, gradeName } from '@/lib/grades';
import { useSchools } from '../api';
import { Ticks } from './Ticks';

interface Props { everywhere: boolean; schools: readonly string[]; grades: readonly string[]; onChange: (grades: string[]) => void; error?: string }

export function Grades({ everywhere, schools, grades, onChange, error }: Props) {
  const { t } = useTranslation();
  const found = useSchools().data?.items ?? [];
  const there = found.filter((each) => everywhere || schools.includes(each.school_id)).flatMap((each) => each.grades);
  const choices = [...new Set([...there, ...grades])].sort(compareGrades);
  if (!choices.length) return error ? <p className="field-error">{error}</p> : null;
  return (
    <Ticks legend={t('announcements.grades')} hint={t('announcements.gradesHint')} choices={choices.map((grade) => ({ id: grade, name: gradeName(t, grade) }))}
      chosen={grades} onChange={onChange} error={error} />
  );
}
