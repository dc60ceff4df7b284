// What goes wrong between the app and the API. Every failure becomes an ApiError that carries the server's
// problem details (RFC 9457), or one of two made here: no connection, and an answer that is no answer.
import type { Problem } from './models';

export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
  }

  /** The slug of the problem's type: "confirmation-required", "invalid", "offline", ... */
  get kind(): string {
    return this.problem.type.split('/').pop() ?? '';
  }

  get status(): number {
    return this.problem.status;
  }

  get fields(): readonly { field: string; message: string }[] {
    return this.problem.errors ?? [];
  }
}

export const offline = () => new ApiError({ type: '/problems/offline', title: 'offline', status: 0 });

export function unreadable(status: number) {
  return new ApiError({ type: '/problems/unreadable', title: 'unreadable', status });
}

export function isKind(error: unknown, kind: string): error is ApiError {
  return error instanceof ApiError && error.kind === kind;
}
