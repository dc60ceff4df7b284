// Adding caller IDs: a row is written and added with Enter; all that wait are kept with Save (CID-09).
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/components/Badge';
import { Button, IconButton } from '@/components/Button';
import { LeaveGuard } from '@/components/LeaveGuard';
import { Notice } from '@/components/States';
import { toast } from '@/components/Toast';
import { useErrorText } from '@/components/errors';
import { ApiError } from '@/lib/api/problem';
import { useAddCallerIds } from '../api';
import { emptyRow, rowOf, type Row, type Waiting } from '../rows';
import { Marks } from './Marks';
import { RowFields } from './RowFields';

interface Props { waiting: readonly Waiting[]; onWaiting: (rows: readonly Waiting[]) => void; onImport: () => void }

export function NewNumbers({ waiting, onWaiting, onImport }: Props) {
  const { t } = useTranslation();
  const title = useRef<HTMLInputElement>(null);
  const [row, setRow] = useState<Row>(emptyRow);
  const [missing, setMissing] = useState<readonly (keyof Row)[]>([]);
  const typed = row.title.trim() !== '' || row.number.trim() !== '';

  const add = (event: FormEvent) => {
    event.preventDefault();
    const lacks = (['title', 'number'] as const).filter((name) => !row[name].trim());
    const homeless = row.school_default && !row.schools.length ? (['school_default'] as const) : [];
    setMissing([...lacks, ...homeless]);
    if (lacks.length || homeless.length) return;
    onWaiting([...waiting, { ...row, key: crypto.randomUUID() }]);
    setRow(emptyRow);
    title.current?.focus();
  };
  const errorOf = (field: keyof Row) => (missing.includes(field) ? t(missingKeys[field] ?? 'callers.needTitle') : undefined);

  return (
    <section className="card pad stack" aria-labelledby="new-numbers">
      <LeaveGuard active={waiting.length > 0 || typed} />
      <div className="row"><h2 id="new-numbers">{t('callers.add')}</h2><div className="push-end"><Button small look="quiet" icon="upload" onPress={onImport}>{t('callers.import')}</Button></div></div>
      <form className="stack" noValidate onSubmit={add}>
        <RowFields row={row} onChange={(next) => { setRow(next); setMissing([]); }} errorOf={errorOf} titleRef={title} />
        <div className="row"><Button type="submit" icon="plus">{t('callers.addRow')}</Button><span className="muted small">{t('callers.enter')}</span></div>
      </form>
      {waiting.length > 0 && <Unsaved waiting={waiting} onWaiting={onWaiting} />}
    </section>
  );
}

const missingKeys: Partial<Record<keyof Row, 'callers.needTitle' | 'callers.needNumber' | 'callers.needSchool'>> = {
  title: 'callers.needTitle', number: 'callers.needNumber', school_default: 'callers.needSchool',
};

function Unsaved({ waiting, onWaiting }: Omit<Props, 'onImport'>) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const save = useAddCallerIds();
  const faults = save.error instanceof ApiError ? save.error.fields : [];
  const faultOf = (at: number) => faults.filter((each) => each.field.startsWith(`items.${at}.`)).map((each) => each.message).join(' ');
  const keep = () => save.mutate(waiting.map(rowOf), {
    onSuccess: ({ notices }) => {
      onWaiting([]);
      toast(t('callers.saved', { count: waiting.length }));
      notices.forEach((notice) => toast(notice));
    },
  });
  const change = (rows: readonly Waiting[]) => { save.reset(); onWaiting(rows); };
  return (
    <div className="stack callers-unsaved">
      <h3><span role="status">{t('callers.unsaved', { count: waiting.length })}</span></h3>
      {save.error && <Notice tone="bad" live title={t('settings.notSaved')}>{errorText(save.error)}</Notice>}
      <ul className="callers">
        {waiting.map((each, at) => (
          <li key={each.key}>
            <div className="caller">
              <strong>{each.title}</strong> <span className="num">{each.number}</span> <Marks row={each} />
              {each.repeat && <Badge tone="late">{t('callers.repeat')}</Badge>}
              {faultOf(at) && <p className="field-error">{faultOf(at)}</p>}
            </div>
            <IconButton icon="close" label={t('kit.remove', { name: each.title })} onPress={() => change(waiting.filter((one) => one.key !== each.key))} />
          </li>
        ))}
      </ul>
      <div className="row">
        <Button look="primary" icon="check" isPending={save.isPending} onPress={keep}>{save.isPending ? t('settings.saving') : t('settings.save')}</Button>
        <Button look="quiet" isDisabled={save.isPending} onPress={() => { const were = waiting; change([]); toast(t('callers.dropped'), { undo: () => onWaiting(were) }); }}>{t('callers.drop')}</Button>
      </div>
    </div>
  );
}
