import createClient, { type Middleware } from 'openapi-fetch'
import { ApiError, readProblem } from './error'
import { firstAnswer } from './firstAnswer'
import { noteRun } from './run'
import { noteStatus } from './signedOut'
import type { paths } from './schema'

const refuseProblems: Middleware = {
  async onResponse({ response }) {
    noteStatus(response.status)
    if (!response.ok) throw new ApiError(response.status, await readProblem(response))
    noteRun(response.headers.get('X-Served-Run-Id'))
  },
  onError({ error }) {
    if (error instanceof ApiError || isAbort(error)) return
    return new ApiError(0, {})
  },
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

export const client = createClient<paths>({
  baseUrl: window.location.origin,
  // Read at call time, so that a test may replace it.
  fetch: (request) => firstAnswer(request) ?? globalThis.fetch(request),
})
client.use(refuseProblems)
