// What has to be known before it is posted: how many people it reaches where they are many (SEND-02), that it goes to many
// schools (ANN-08), that a part of it is an emergency.
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Notice } from '@/components/States';
import { Headcount } from '@/features/audience/components/Reach';
import { useFormat } from '@/lib/format';
import { useLast } from '@/lib/hooks';
import { useChannelName } from '@/lib/words';
import { ByPart } from './Reaches';
import type { Question } from './useReach';

interface Props {
  /** Null while nothing is asked. */
  question: Question | null;
  /** How many schools it is for, where they are many. */
  schools: number;
  emergencies: readonly ('sms' | 'voice')[];
  post: string;
  onPost: () => void;
  onBack: () => void;
}

export function AskPost({ question, schools, emergencies, post, onPost, onBack }: Props) {
  const { t } = useTranslation();
  const { number, list } = useFormat();
  const channelName = useChannelName();
  const grave = emergencies.length > 0;
  const count = useLast(question)?.count;
  const titleIsPeople = !schools && count?.confirm;
  const title = () => {
    if (schools) return t('announcements.manySchools', { count: schools, shown: number(schools) });
    if (count?.confirm) return t(grave ? 'confirm.emergencyTitle' : 'confirm.title', { count: count.people, shown: number(count.people) });
    return t(grave ? 'announcements.askEmergency' : 'announcements.askUncounted');
  };
  return (
    <Dialog role="alertdialog" isOpen={question !== null} onClose={onBack} grave={grave} title={title()} actions={(
      <><Button look={grave ? 'alarm' : 'send'} icon={grave ? 'warn' : 'announce'} onPress={onPost}>{post}</Button><Button autoFocus onPress={onBack}>{t('kit.goBack')}</Button></>
    )}>
      <div className="stack">
        {schools > 0 && <p>{t('announcements.manySchoolsText')}</p>}
        {grave && <Notice tone="bad" title={t('confirm.emergency', { parts: list(emergencies.map(channelName)) })}>{t('announcements.emergencyText')}</Notice>}
        {count === null && <Notice tone="warn">{t('announcements.uncounted')}</Notice>}
        {count && !titleIsPeople && <Headcount people={count.people} />}
        {count && <ByPart count={count} />}
      </div>
    </Dialog>
  );
}
