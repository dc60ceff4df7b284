// From which number: a pull-down where there are several, a title where there is one (CALL-03, CALL-04).
import { useTranslation } from 'react-i18next';
import { Select } from '@/components/Select';
import { phoneText } from '@/lib/phone';
import { useMyCallerIds } from '../api';

interface Props { schoolId: string; chosen: string; onChosen: (callerId: string) => void; error?: string }

export function CallFrom({ schoolId, chosen, onChosen, error }: Props) {
  const { t } = useTranslation();
  const { data } = useMyCallerIds(schoolId);
  if (!data?.items.length) return null;
  const [first, second] = data.items;
  const one = data.items.find((each) => each.caller_id === chosen) ?? data.items.find((each) => each.caller_id === data.default_id) ?? first!;
  return (
    <div data-field="parts.voice.caller_id">
      {second
        ? <Select label={t('calls.from')} value={one.caller_id} onChange={onChosen} choices={data.items.map((each) => ({ id: each.caller_id, name: each.title, hint: phoneText(each.number) }))} />
        : <p><span className="field-label">{t('calls.from')}</span> {one.title} <span className="muted num">{phoneText(one.number)}</span></p>}
      {error && <p className="field-error">{error}</p>}
    </div>
  );
}
