// Whether the author's signatures go under the message, and what they say; for who has one (COMP-27); others learn where to write one.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Checkbox } from '@/components/Checkbox';
import { SafeHtml } from '@/components/SafeHtml';
import { useSignatures } from '@/features/content/api';
import type { PartKey, Source } from '@/features/messages/draft';

interface Props { on: boolean; onChange: (on: boolean) => void; source: Source; /** The part that is looked at. */ part: PartKey }

/** As the district or the school nobody learns who wrote: it is off, and cannot be ticked (COMP-16). */
export function IncludeSignature({ on, onChange, source, part }: Props) {
  const { t } = useTranslation();
  const own = useSignatures().data?.value;
  const isOwn = source === 'user';
  if (!own) return null;
  if (!own.email_html && !own.sms_text) return isOwn && <p className="small"><Link to="/settings">{t('signature.add')}</Link></p>;
  const isShown = on && isOwn;
  return (
    <div data-field="include_signature" className="stack">
      <Checkbox isSelected={isShown} isDisabled={!isOwn} onChange={onChange} hint={isOwn ? undefined : t('signature.notAsThese')}>{t('signature.include')}</Checkbox>
      {isShown && part === 'email' && own.email_html && <div className="signature-shown"><SafeHtml html={own.email_html} /></div>}
      {isShown && part === 'sms' && own.sms_text && <p className="signature-shown signature-text">{own.sms_text}</p>}
    </div>
  );
}
