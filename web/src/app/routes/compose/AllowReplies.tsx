// Whether students and parents may answer: as one set it for new messages, until it is changed here (COMP-20, SET-09).
import { useTranslation } from 'react-i18next';
import { Checkbox } from '@/components/Checkbox';
import type { Source } from '@/features/messages/draft';

/** As the district or the school nobody can be answered: it is off, and cannot be ticked (COMP-18). */
export function AllowReplies({ on, onChange, source }: { on: boolean; onChange: (on: boolean) => void; source: Source }) {
  const { t } = useTranslation();
  const isOwn = source === 'user';
  return (
    <div data-field="replies">
      <Checkbox isSelected={on && isOwn} isDisabled={!isOwn} onChange={onChange} hint={isOwn ? t('replies.hint') : t('replies.notAsThese')}>{t('replies.title')}</Checkbox>
    </div>
  );
}
