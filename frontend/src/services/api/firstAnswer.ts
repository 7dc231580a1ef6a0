const path = '/api/overview'

let asked: Promise<Response> | undefined

/** Asks for the overview before the application is there, which then takes the same answer. */
export function askFirst(): Promise<Response> {
  asked = fetch(path)
  return asked.then((response) => response.clone())
}

/** The answer that is on its way already, once; undefined for any other request. */
export function firstAnswer(request: Request): Promise<Response> | undefined {
  if (request.method !== 'GET' || new URL(request.url).pathname !== path) return undefined
  const answer = asked
  asked = undefined
  return answer
}
