// What has to be known before it is posted: that it goes to many schools (ANN-08), that a part of it is an emergency.
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { Notice } from '@/components/States';
import { useFormat } from '@/lib/format';
import { useChannelName } from '@/lib/words';

interface Props {
  isOpen: boolean;
  /** How many schools it is for, where they are many. */
  schools: number;
  emergencies: readonly ('sms' | 'voice')[];
  post: string;
  onPost: () => void;
  onBack: () => void;
}

export function AskPost({ isOpen, schools, emergencies, post, onPost, onBack }: Props) {
  const { t } = useTranslation();
  const { number, list } = useFormat();
  const channelName = useChannelName();
  const grave = emergencies.length > 0;
  return (
    <Dialog role="alertdialog" isOpen={isOpen} onClose={onBack} grave={grave} title={schools ? t('announcements.manySchools', { count: schools, shown: number(schools) }) : t('announcements.askEmergency')} actions={(
      <><Button look={grave ? 'alarm' : 'send'} icon={grave ? 'warn' : 'announce'} onPress={onPost}>{post}</Button><Button autoFocus onPress={onBack}>{t('kit.goBack')}</Button></>
    )}>
      <div className="stack">
        {schools > 0 && <p>{t('announcements.manySchoolsText')}</p>}
        {grave && <Notice tone="bad" title={t('confirm.emergency', { parts: list(emergencies.map(channelName)) })}>{t('announcements.emergencyText')}</Notice>}
      </div>
    </Dialog>
  );
}
