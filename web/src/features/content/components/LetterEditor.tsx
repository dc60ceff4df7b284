// The rich editor where it stands on a page. It is heavy, and arrives only here.
import { lazy, Suspense } from 'react';
import { Skeleton } from '@/components/States';
import './content.css';

const RichEditor = lazy(() => import('./RichEditor'));

interface Props {
  label: string;
  html: string;
  onHtml: (html: string) => void;
  error?: string;
  /** Everybody reads the same: it has no insert fields. */
  withoutFields?: boolean;
}

export function LetterEditor(props: Props) {
  return <Suspense fallback={<div className="editor"><Skeleton lines={5} /></div>}><RichEditor {...props} /></Suspense>;
}
