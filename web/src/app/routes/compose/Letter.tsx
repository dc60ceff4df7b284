// To whom, and what: the same for a message that is new and for one that is kept.
import { useTranslation } from 'react-i18next';
import type { FormError } from '@/components/ErrorSummary';
import { ChosenOf, LeftOut } from '@/features/audience/components/Reach';
import { RecipientPicker } from '@/features/audience/components/RecipientPicker';
import type { PartKey } from '@/features/messages/draft';
import { useSession } from '@/lib/me';
import { choosesAnybody, maySend } from '../../shell/places';
import { IncludeSignature } from './IncludeSignature';
import { PartTabs } from './PartTabs';
import type { ComposeDraft } from './useDraft';
import type { Outgoing } from './useOutgoing';

interface Props {
  draft: ComposeDraft;
  going: Outgoing;
  onChange: (part: Partial<ComposeDraft>) => void;
  tab: PartKey;
  onTab: (tab: PartKey) => void;
  errors: readonly FormError[];
  errorOf: (field: string) => string | undefined;
}

export function Letter({ draft, going: { nobody, count, settings, source, signatures }, onChange, tab, onTab, errors, errorOf }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const sends = maySend(session);
  return (
    <div className="compose-main">
      {(sends || choosesAnybody(session)) && <section className="card pad stack" aria-labelledby="to-title" data-field="audience">
        <div className="row"><h2 id="to-title">{t('compose.to')}</h2>{!nobody && count.data && <div className="push-end"><ChosenOf count={count.data} /></div>}</div>
        {errorOf('audience') && <p className="field-error">{errorOf('audience')}</p>}
        <RecipientPicker choice={draft.choice} onChange={(choice) => onChange({ choice })} />
        {!nobody && count.data && <LeftOut count={count.data} picks={draft.choice.picks} />}
      </section>}
      <section className="card pad stack" aria-labelledby="parts-title" data-field="parts">
        <div className="row"><h2 id="parts-title">{t('compose.message')}</h2>{sends && <p className="muted small push-end">{t('compose.portalNote')}</p>}</div>
        {errors.find((e) => e.field === 'parts') && <p className="field-error">{errorOf('parts')}</p>}
        <PartTabs draft={draft} onChange={onChange} selected={tab} onSelect={onTab} errorOf={errorOf} settings={settings} letterOnly={!sends} textSignature={signatures?.sms_text ?? ''} />
        <IncludeSignature on={Boolean(draft.signature)} onChange={(signature) => onChange({ signature })} source={source} part={tab} />
      </section>
    </div>
  );
}
