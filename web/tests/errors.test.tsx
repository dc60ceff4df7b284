// What a refusal says: the server's sentence where it names a field and a way out, else one of ours.
import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useErrorText } from '@/components/errors';
import { ApiError } from '@/lib/api/problem';

const text = (problem: Partial<ConstructorParameters<typeof ApiError>[0]>) => {
  const { result } = renderHook(() => useErrorText());
  return result.current(new ApiError({ type: '/problems/not-found', title: 'There is nothing here that you can see', status: 404, ...problem }));
};

it('a teacher who wrote to a whole school reads whom to choose instead', () => {
  const detail = 'Choose your sections or single students: whole schools and grades are for administrators.';
  expect(text({ detail, errors: [{ field: 'audience.students.schools', message: detail }] })).toBe(detail);
});

it('a page that is not there says no more than that', () => {
  expect(text({ detail: 'There is nothing here that you can see' })).toBe('It is not here, or it is not yours to see.');
  expect(text({ type: '/problems/forbidden', status: 403, detail: 'x' })).toBe('Your profile does not include this. Ask your Carillon administrator if you need it.');
});
