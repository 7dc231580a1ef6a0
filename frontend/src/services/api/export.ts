import { client } from './client'
import type { Customer, ExportFilters, ListQuery } from './types'
import { save } from './save'

interface CustomerExport {
  filters: ListQuery
  sort: string
  columns: (keyof Customer)[]
}

/**
 * Fetches the customers as CSV and saves the file. The whole answer is read first: a stream that
 * breaks in the middle is an error, never half a file.
 */
export async function downloadCustomers({ filters, sort, columns }: CustomerExport): Promise<void> {
  const { response } = await client.POST('/api/export/customers', {
    // Every filter may be left out; the generated type takes their defaults for presence.
    body: {
      filters: filters as ExportFilters,
      sort,
      columns,
      byte_order_mark: false,
      delivery: 'download',
    },
    headers: { 'X-Requested-With': 'fetch' },
    parseAs: 'stream',
  })
  save(await response.blob(), fileName(response.headers.get('Content-Disposition')))
}

/** Saves the list of a campaign, the held-out customers marked. */
export async function downloadCampaign(campaignId: number): Promise<void> {
  const { response } = await client.GET('/api/campaigns/{campaign_id}/customers.csv', {
    params: { path: { campaign_id: campaignId } },
    parseAs: 'stream',
  })
  save(await response.blob(), fileName(response.headers.get('Content-Disposition')))
}

function fileName(disposition: string | null): string {
  return /filename="?([^";]+)"?/.exec(disposition ?? '')?.[1] ?? 'customers.csv'
}
