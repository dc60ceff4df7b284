// Which earlier school year the pages show, that nothing can be sent in it, and the way back (COMP-34, A-69).
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Icon } from '@/components/Icon';
import { useSession } from '@/lib/me';
import { yearTitle } from '@/lib/school-year';
import { useChooseYear } from './useChooseYear';

export default function LookingBack() {
  const { t } = useTranslation();
  const { me, earlier } = useSession();
  const choose = useChooseYear();
  if (!earlier) return null;
  return (
    <div className="offline looking-back" role="status">
      <Icon name="clock" size={18} /><p>{t('year.looking', { year: yearTitle(earlier) })}</p>
      <Button small onPress={() => choose(null)}>{t('year.back', { year: yearTitle(me.school_years.current) })}</Button>
    </div>
  );
}
