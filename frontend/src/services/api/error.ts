export interface Problem {
  title?: string
  detail?: string
  request_id?: string
  errors?: { parameter: string; message: string }[]
}

/** An answer that is not a success; status 0 when there was no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`)
    this.name = 'ApiError'
  }
}

export async function readProblem(response: Response): Promise<Problem> {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}

/** Nothing has been published yet; every other 503 is of the server's, and passes. */
export function isUnpublished(error: unknown): error is ApiError {
  return (
    error instanceof ApiError &&
    error.status === 503 &&
    error.problem.title === 'Nothing published yet'
  )
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status
}
