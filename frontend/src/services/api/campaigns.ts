import { client } from './client'
import type { Campaign, CampaignBody } from './types'

const headers = { 'X-Requested-With': 'fetch' }

/** Draws the list of a new campaign, the held-out customers by lot. */
export async function beginCampaign(body: CampaignBody): Promise<Campaign> {
  const { data } = await client.POST('/api/campaigns', { body, headers })
  if (data === undefined) throw new Error('The answer was empty')
  return data
}

/** Forgets a campaign and its list. */
export async function deleteCampaign(campaignId: number): Promise<void> {
  await client.DELETE('/api/campaigns/{campaign_id}', {
    params: { path: { campaign_id: campaignId } },
    headers,
  })
}
