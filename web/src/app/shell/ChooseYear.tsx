// The window in which another school year is chosen: the current one, and the earlier ones of which there is something.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Select } from '@/components/Select';
import { useSession } from '@/lib/me';
import { yearTitle } from '@/lib/school-year';
import { useChooseYear } from './useChooseYear';

export default function ChooseYear({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { me: { school_years: { first, current } }, earlier } = useSession();
  const choose = useChooseYear();
  const [year, setYear] = useState(earlier ?? current);
  const years = Array.from({ length: Number(current) - Number(first) + 1 }, (_, back) => String(Number(current) - back));
  const choices = years.map((each) => ({ id: each, name: yearTitle(each), hint: each === current ? t('year.current') : undefined }));
  const show = () => { choose(year === current ? null : year); onClose(); };
  return (
    <Dialog title={t('year.title')} isOpen onClose={onClose} actions={<><Button look="primary" onPress={show}>{t('year.show')}</Button><Button onPress={onClose}>{t('kit.goBack')}</Button></>}>
      <div className="stack">
        <p>{t('year.text')}</p>
        <Select label={t('year.title')} choices={choices} value={year} onChange={setYear} />
      </div>
    </Dialog>
  );
}
