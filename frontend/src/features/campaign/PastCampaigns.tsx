import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorLine } from '@/components/ErrorLine'
import { Section } from '@/components/Section'
import { absent, count, day, money, percent } from '@/format'
import { deleteCampaign } from '@/services/api/campaigns'
import { downloadCampaign } from '@/services/api/export'
import type { Campaign } from '@/services/api/types'
import { useMay } from '@/services/api/useMay'
import { campaignsFinding } from './findings'

interface PastCampaignsProps {
  campaigns: readonly Campaign[]
  currency: string
}

/** Every campaign that began: its promise, and what it brought where its days are over. */
export function PastCampaigns({ campaigns, currency }: PastCampaignsProps) {
  return (
    <div id="past" tabIndex={-1} className="outline-none">
      <Section
        title={campaignsFinding(campaigns)}
        subtitle="What those written to did, beside those held out. Intervals 95%; the promise 80%."
      >
        {campaigns.length === 0 ? (
          <p className="max-w-xl text-ink-2">
            A campaign begins with its export. When the orders of its 30 days are loaded, what it
            brought stands here.
          </p>
        ) : (
          <ul>
            {campaigns.map((campaign) => (
              <li
                key={campaign.campaign_id}
                className="border-t border-hairline py-4 first:border-0"
              >
                <OneCampaign campaign={campaign} currency={currency} />
              </li>
            ))}
          </ul>
        )}
      </Section>
    </div>
  )
}

function OneCampaign({ campaign, currency }: { campaign: Campaign; currency: string }) {
  const { result } = campaign
  const amount = (value: number | null) => (value === null ? absent : money(value, currency))
  const between = (low: number | null, high: number | null) =>
    low === null || high === null ? undefined : `${amount(low)} to ${amount(high)}`
  return (
    <article className="grid gap-x-8 gap-y-3 wide:grid-cols-12">
      <div className="wide:col-span-4">
        <h3 className="font-semibold break-words">{campaign.name}</h3>
        <p className="text-label text-ink-3">
          {day(campaign.starts_on)}, {campaign.horizon_days} days; {count(campaign.letters)} written
          to, {count(campaign.held_out)} held out
        </p>
        <Tools campaign={campaign} />
      </div>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-2 md:grid-cols-4 wide:col-span-8">
        <Figure
          name="Profit promised"
          value={amount(campaign.promised_profit)}
          note={between(campaign.promised_low, campaign.promised_high)}
        />
        {result === null ? (
          <Figure
            name="Result"
            value={
              campaign.is_over
                ? 'Nobody was held out'
                : `When data reach ${day(campaign.ends_before)}`
            }
          />
        ) : (
          <>
            <Figure
              name="Profit"
              value={amount(result.profit)}
              note={result.profit_interval?.map(amount).join(' to ')}
            />
            <Figure
              name="Spent more"
              value={result.effect === null ? absent : percent(result.effect)}
              note={result.effect_interval?.map(percent).join(' to ')}
            />
            <Figure
              name="Ordered"
              value={percent(result.written.share_buying)}
              note={`of the held out ${percent(result.held_out.share_buying)}`}
            />
          </>
        )}
      </dl>
      {result !== null && (
        <p className="text-ink-2 wide:col-span-8 xl:col-start-5">{result.verdict}</p>
      )}
    </article>
  )
}

function Figure({ name, value, note }: { name: string; value: string; note?: string | undefined }) {
  return (
    <div>
      <dt className="text-label text-ink-3">{name}</dt>
      <dd>{value}</dd>
      {note !== undefined && <dd className="text-label text-ink-3">{note}</dd>}
    </div>
  )
}

/** Its list as a file; and forgetting it, asked for twice. */
function Tools({ campaign }: { campaign: Campaign }) {
  const [asking, setAsking] = useState(false)
  const client = useQueryClient()
  const allowed = useMay('analyst')
  const download = useMutation({
    networkMode: 'always',
    mutationFn: () => downloadCampaign(campaign.campaign_id),
  })
  const forget = useMutation({
    networkMode: 'always',
    mutationFn: () => deleteCampaign(campaign.campaign_id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['campaigns'] }),
  })
  if (!allowed) return null
  return (
    <div className="mt-1 -ml-2 flex flex-wrap items-center">
      <button
        type="button"
        className="quiet-button"
        disabled={download.isPending}
        onClick={() => {
          download.mutate()
        }}
      >
        Save its list<span className="sr-only">: {campaign.name}</span>
      </button>
      <button
        type="button"
        className="quiet-button"
        disabled={forget.isPending}
        onClick={() => {
          if (asking) forget.mutate()
          else setAsking(true)
        }}
        onBlur={() => {
          setAsking(false)
        }}
      >
        {asking ? 'Forget it and its list for good' : 'Forget'}
        <span className="sr-only">: {campaign.name}</span>
      </button>
      {(download.isError || forget.isError) && (
        <div className="px-2">
          {download.isError && (
            <ErrorLine what="The list could not be saved" error={download.error} />
          )}
          {forget.isError && <ErrorLine what="It could not be forgotten" error={forget.error} />}
        </div>
      )}
    </div>
  )
}
