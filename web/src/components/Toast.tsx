// Short messages that come and go at the foot of the page; one may carry an Undo, or a way on. The pointer or the focus holds them.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './Button';
import './toast.css';

interface Options { tone?: 'ok' | 'bad'; undo?: () => void; next?: { name: string; go: () => void } }
interface Entry extends Options { id: number; text: string }
const SHOW_FOR_MS = 8000;
let entries: readonly Entry[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly Entry[]) {
  entries = next;
  listeners.forEach((tell) => tell());
}

export function toast(text: string, options: Options = {}) {
  change([...entries.slice(-2), { id: nextId++, text, ...options }]);
}

const dismiss = (id: number) => change(entries.filter((e) => e.id !== id));
const subscribe = (tell: () => void) => { listeners.add(tell); return () => void listeners.delete(tell); };

export function Toasts() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(subscribe, () => entries);
  return (
    <section className="toasts" aria-label={t('kit.messages')} aria-live="polite" aria-relevant="additions">
      {shown.map((entry) => <ToastLine key={entry.id} entry={entry} />)}
    </section>
  );
}

function ToastLine({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const next = entry.undo ? { name: t('kit.undo'), go: entry.undo } : entry.next;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(entry.id), SHOW_FOR_MS);
    return () => clearTimeout(timer);
  }, [held, entry.id]);
  return (
    <div className={`toast toast-${entry.tone ?? 'ok'}`} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <span>{entry.text}</span>
      {next && <Button small look="quiet" onPress={() => { next.go(); dismiss(entry.id); }}>{next.name}</Button>}
      <IconButton icon="close" label={t('kit.dismiss')} onPress={() => dismiss(entry.id)} />
    </div>
  );
}
