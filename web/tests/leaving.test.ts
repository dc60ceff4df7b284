// When what an announcement sends leaves, said before it is posted.
import { describe, expect, it } from 'vitest';
import { leaving, type Hours } from '@/features/announcements/leaving';

const chicago: Hours = { zone: 'America/Chicago', from: '07:00', until: '20:00' };
const at = (time: string) => new Date(`2026-11-26T${time}:00-06:00`);
const from = (start: string, more: { end?: string; urgent?: boolean } = {}) => ({ start, end: '', urgent: false, ...more });

describe('what an announcement sends leaves', () => {
  it('on its first day when calling hours open (ANN-15)', () => {
    expect(leaving(from('2026-11-27'), chicago, at('10:00'))).toEqual({ when: 'later', day: '2026-11-27', hour: '07:00' });
    expect(leaving(from('2026-11-26'), chicago, at('06:59'))).toEqual({ when: 'later', day: '2026-11-26', hour: '07:00' });
  });

  it('now, where that has passed and they are open (ANN-15)', () => {
    expect(leaving(from('2026-11-26'), chicago, at('10:00'))).toEqual({ when: 'now' });
    expect(leaving(from('2026-11-20'), chicago, at('20:00'))).toEqual({ when: 'now' });
  });

  it('when they next open, after they have closed; never, if that is after its last day (ANN-16)', () => {
    expect(leaving(from('2026-11-26'), chicago, at('20:01'))).toEqual({ when: 'later', day: '2026-11-27', hour: '07:00' });
    expect(leaving(from('2026-11-26', { end: '2026-11-26' }), chicago, at('20:01'))).toEqual({ when: 'never' });
  });

  it('as an emergency whatever the hour: as its first day begins, or now (SMS-09)', () => {
    expect(leaving(from('2026-11-27', { urgent: true }), chicago, at('10:00'))).toEqual({ when: 'later', day: '2026-11-27', hour: '' });
    expect(leaving(from('2026-11-26', { urgent: true }), chicago, at('23:30'))).toEqual({ when: 'now' });
  });

  it('at any hour, where there are none', () => {
    expect(leaving(from('2026-11-26'), { ...chicago, from: '', until: '' }, at('03:00'))).toEqual({ when: 'now' });
  });
});
