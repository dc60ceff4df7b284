// The email part: subject and letter.
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Field } from '@/components/Field';
import { useInsertAtCaret } from '../useInsertAtCaret';
import { InsertFieldWindow } from './InsertField';
import { LetterEditor } from './LetterEditor';
import './content.css';

interface Props {
  subject: string;
  onSubject: (subject: string) => void;
  subjectError?: string;
  html: string;
  onHtml: (html: string) => void;
  error?: string;
}

export function EmailPart({ subject, onSubject, subjectError, html, onHtml, error }: Props) {
  const { t } = useTranslation();
  const { box, inserting, open, insert, close } = useInsertAtCaret<HTMLInputElement>(subject, onSubject);
  return (
    <div className="stack">
      <div data-field="subject">
        <Field label={t('compose.subject')} placeholder={t('compose.subjectEmpty')} value={subject} onChange={onSubject} maxLength={200} error={subjectError} inputRef={box}
          after={<div className="text-tools text-tools-end"><Button small look="quiet" icon="field" onPress={open}>{t('fields.insertSubject')}</Button></div>} />
        <InsertFieldWindow isOpen={inserting} onInsert={insert} onClose={close} />
      </div>
      <div data-field="parts.email.html">
        <LetterEditor label={t('compose.letter')} html={html} onHtml={onHtml} error={error} />
      </div>
    </div>
  );
}
