// Secure email: what it protects, what it does not, and who could not read it (COMP-06, CHAN-12, A-31).
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import { Notice } from '@/components/States';
import type { PartKey } from '@/features/messages/draft';
import { useFormat } from '@/lib/format';

interface Props {
  on: boolean;
  onChange: (on: boolean) => void;
  parts: readonly PartKey[];
  /** People without an account that opens the inbox, as counted. */
  unable: number;
}

export function Secure({ on, onChange, parts, unable }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const isUnprotected = parts.includes('sms') || parts.includes('voice');
  return (
    <>
      <Checkbox isSelected={on} onChange={onChange} hint={t('secure.hint')}>{t('secure.title')}</Checkbox>
      <div role="status" className="before-count">
        {on && isUnprotected && <Notice tone="warn">{t('secure.textsNotProtected')}</Notice>}
        {on && unable > 0 && <Notice tone="warn">{t('secure.unable', { count: unable, shown: number(unable) })}</Notice>}
      </div>
    </>
  );
}
