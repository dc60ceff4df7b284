// The Imported Recipients window: a file, its columns, and the list that it becomes (IMPT-01 to IMPT-08).
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Drawer } from '@/components/Dialog';
import { Notice } from '@/components/States';
import type { ImportPreview } from '@/lib/api/models';
import { useFormat } from '@/lib/format';
import type { ImportedChoice } from '../choice';
import { forgetImported } from './api';
import { BadRows, type Outcome } from './BadRows';
import { ColumnSetup } from './ColumnSetup';
import type { ChosenFile } from '@/lib/chosen-file';
import { FileDrop } from './FileDrop';
import { PeopleList } from './PeopleList';
import './imported.css';

interface Props {
  isOpen: boolean;
  onClose: () => void;
  choice: ImportedChoice | undefined;
  onChoice: (choice: ImportedChoice | undefined) => void;
  onDeleteAll: () => void;
}

type Step = { name: 'file' } | { name: 'columns'; file: ChosenFile; preview: ImportPreview } | { name: 'list'; outcome?: Outcome };

export function ImportWindow(props: Props) {
  const { t } = useTranslation();
  return (
    <Drawer title={t('imported.title')} isOpen={props.isOpen} onClose={props.onClose}>
      <Steps {...props} />
    </Drawer>
  );
}

function Steps({ choice, onChoice, onClose, onDeleteAll }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [step, setStep] = useState<Step>(choice ? { name: 'list' } : { name: 'file' });
  const toFile = () => setStep({ name: 'file' });
  return (
    <div className="stack import-window">
      {step.name === 'file' && (
        <>
          <FileDrop onSeen={(file, preview) => setStep({ name: 'columns', file, preview })} />
          {choice && <div><Button look="quiet" onPress={() => setStep({ name: 'list' })}>{t('imported.backToList')}</Button></div>}
        </>
      )}
      {step.name === 'columns' && (
        <ColumnSetup listId={choice?.listId ?? null} file={step.file} preview={step.preview} onBack={toFile}
          onImported={(result, header) => {
            onChoice(result.list.people ? { ...choice, listId: result.list.list_id, people: result.list.people } : undefined);
            forgetImported(client);
            setStep({ name: 'list', outcome: { result, header, file: step.file, delimiter: step.preview.delimiter } });
          }} />
      )}
      {step.name === 'list' && (
        <>
          {step.outcome && <ImportedNow outcome={step.outcome} />}
          {step.outcome && <BadRows outcome={step.outcome} />}
          {choice && <Listed choice={choice} onChoice={onChoice} />}
          {!choice && <p className="muted">{t('imported.noneYet')}</p>}
          <div className="row import-actions">
            <Button look="primary" onPress={onClose}>{t('imported.done')}</Button>
            <Button icon="upload" onPress={toFile}>{t('imported.another')}</Button>
            {choice && <div className="push-end"><Button look="danger" onPress={onDeleteAll}>{t('imported.deleteAll')}</Button></div>}
          </div>
        </>
      )}
    </div>
  );
}

function Listed({ choice, onChoice }: { choice: ImportedChoice; onChoice: Props['onChoice'] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <section className="stack" aria-labelledby="imported-count">
      <h3 id="imported-count" role="status">{t('imported.inList', { count: choice.people, shown: number(choice.people) })}</h3>
      <PeopleList listId={choice.listId} onCount={(people) => onChoice(people ? { ...choice, people } : undefined)} />
    </section>
  );
}

function ImportedNow({ outcome: { result } }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <>
      <Notice tone={result.imported ? 'ok' : 'warn'} live>{t('imported.imported', { count: result.imported, shown: number(result.imported) })}</Notice>
      {result.repeated > 0 && <Notice tone="warn">{t('imported.repeated', { count: result.repeated, shown: number(result.repeated) })}</Notice>}
    </>
  );
}
