// After a refused form: what is wrong, in one place, with a link to each field. It takes the focus when it appears,
// and again at each further attempt; not when a line goes because its field was mended.
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useTakesFocus } from '@/lib/hooks';
import { focusField } from './focus-field';
import './error-summary.css';

export interface FormError { field: string; message: string }

interface Props {
  errors: readonly FormError[];
  /** How often the form was refused. */
  attempt: number;
  /** Called before the focus moves, so that the field's tab can be opened. */ onVisit?: (field: string) => void;
}

export function ErrorSummary({ errors, attempt, onVisit }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useTakesFocus(box, errors.length > 0 && attempt);
  if (!errors.length) return null;
  const visit = (field: string) => {
    onVisit?.(field);
    focusField(field);
  };
  return (
    <div ref={box} tabIndex={-1} role="alert" aria-labelledby="error-summary-title" className="error-summary">
      <h2 id="error-summary-title">{t('kit.problems', { count: errors.length })}</h2>
      <ul>
        {errors.map((e) => (
          <li key={e.field + e.message}>
            <a href={`#${e.field}`} onClick={(event) => { event.preventDefault(); visit(e.field); }}>{e.message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
