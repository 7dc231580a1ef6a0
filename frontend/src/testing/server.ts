import { vi } from 'vitest'

export interface Asked {
  method: string
  path: string
  params: URLSearchParams
  headers: Headers
  body: unknown
  /** Whether the answer is still wanted. */
  signal: AbortSignal
}

export type Answer = (asked: Asked) => Response | Promise<Response>

export function json(body: unknown, status = 200): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json'
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } })
}

/** Stands in for the API: answers by path, and remembers what was asked. */
export function serve(answers: Record<string, Answer>): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    const text = request.method === 'GET' ? '' : await request.text()
    const one: Asked = {
      method: request.method,
      path: url.pathname,
      params: url.searchParams,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
      signal: request.signal,
    }
    asked.push(one)
    const answer = answers[url.pathname]
    if (answer === undefined) throw new TypeError(`No answer for ${url.pathname}`)
    return answer(one)
  })
  return asked
}
