import { queryOptions } from '@tanstack/react-query'
import { client } from './client'
import { writes } from './jobs'
import { body } from './queries'
import type { RulesPreview, WantedRules } from './types'

export const segmentRulesQuery = queryOptions({
  queryKey: ['segment rules'],
  queryFn: async ({ signal }) => body(await client.GET('/api/segment-rules', { signal })),
})

/** How many customers would move by these rules; nothing is changed. */
export async function previewRules(wanted: WantedRules): Promise<RulesPreview> {
  return body(await client.POST('/api/segment-rules/preview', { body: wanted, headers: writes }))
}

/** Asks for a run by these rules; the answer names the job that publishes it. */
export async function changeRules(wanted: WantedRules) {
  return body(await client.POST('/api/segment-rules', { body: wanted, headers: writes }))
}
