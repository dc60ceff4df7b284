import type { ReactNode } from 'react';
import './badge.css';

export type Tone = 'ok' | 'wait' | 'late' | 'bad' | 'mute' | 'brass';

export function Badge({ tone = 'mute', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

export function Count({ value, label }: { value: number; label: string }) {
  if (value < 1) return null;
  return <span className="count"><span aria-hidden="true">{value > 99 ? '99+' : value}</span><span className="visually-hidden">{label}</span></span>;
}
