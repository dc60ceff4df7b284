import { useQueryClient } from '@tanstack/react-query';
import { schoolYear } from '@/lib/school-year';

/** Looks at another school year: what was read of the one before is forgotten. */
export function useChooseYear() {
  const client = useQueryClient();
  return (year: string | null) => {
    schoolYear.choose(year);
    void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    void client.invalidateQueries({ queryKey: ['me'] });
  };
}
