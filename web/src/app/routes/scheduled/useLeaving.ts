import { passed } from '@/features/schedules/when';
import type { ScheduledWhole } from '@/lib/api/models';

/** What saving without another time would do: nothing, where its day is over; send it now, where its time has come. */
export function useLeaving({ schedule, time_zone: zone, state, next_at: next }: ScheduledWhole) {
  const late = schedule.every === 'once' ? passed(schedule, zone, new Date()) : null;
  return {
    isOver: state === 'ended' || late === 'earlier',
    leavesNow: late === 'today' || (next !== null && new Date(next) <= new Date()),
  };
}
