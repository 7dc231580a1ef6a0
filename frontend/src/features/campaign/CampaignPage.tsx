import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '@/components/Notices'
import { PageHeader } from '@/components/PageHeader'
import { QueryView } from '@/components/QueryView'
import { Region } from '@/components/Section'
import { campaignsQuery, overviewQuery } from '@/services/api/queries'
import type { CampaignPlan, PlanPoint } from '@/services/api/types'
import { useMay } from '@/services/api/useMay'
import { BeginCampaign } from './BeginCampaign'
import { pointAt } from './findings'
import { PastCampaigns } from './PastCampaigns'
import { PlanList } from './PlanList'
import { PlanInShort, PlanSentence } from './PlanSentence'
import { ProfitCurve } from './ProfitCurve'
import { PromiseKept } from './PromiseKept'
import { TermsPanel } from './TermsPanel'
import { usePlan } from './usePlan'
import { useTerms, type TermsState } from './useTerms'
import { WhatWouldChange } from './WhatWouldChange'

/** Whom to write to, and whether it pays. */
export function CampaignPage() {
  const state = useTerms()
  const { terms, settled } = state
  // The curve holds all numbers of customers: choosing one asks for nothing while it is dragged.
  const plan = usePlan({ ...terms, customers: settled.customers })
  const campaigns = useQuery(campaignsQuery)
  const hasCampaign = campaigns.data !== undefined && campaigns.data.items.length > 0
  const overview = useQuery(overviewQuery)
  const mayBegin = useMay('analyst')
  const point = plan.data && chosenPoint(plan.data, terms.customers)
  const past = plan.data?.past ?? null
  return (
    <>
      <PageHeader title="Campaign" subtitle="Whom to write to, and whether it pays">
        {mayBegin && plan.isPending && <span className="accent-button invisible">Export</span>}
        {mayBegin && point && (
          <BeginCampaign terms={settled} point={point} asOf={overview.data?.as_of} />
        )}
      </PageHeader>
      <QueryView query={plan} failure="The plan could not be made" skeleton={<PlanSkeleton />}>
        {(data) =>
          point ? (
            <Plan plan={data} point={point} state={state} />
          ) : (
            <p className="max-w-xl text-body">{data.note}</p>
          )
        }
      </QueryView>
      {/* What was promised for a month that is over, beside what campaigns brought. */}
      <Region className="grid gap-x-12 gap-y-8 wide:grid-cols-12">
        {point && past !== null && (
          <div className="wide:col-span-7">
            <PromiseKept past={past} currency={plan.data.currency} />
          </div>
        )}
        <div className={hasCampaign || past === null ? 'wide:col-span-12' : 'wide:col-span-5'}>
          <QueryView
            query={overview}
            failure="The campaigns could not be loaded"
            skeleton={<Skeleton height={120} />}
          >
            {({ currency }) => (
              <QueryView
                query={campaigns}
                failure="The campaigns could not be loaded"
                skeleton={<Skeleton height={120} />}
              >
                {({ items }) => <PastCampaigns campaigns={items} currency={currency} />}
              </QueryView>
            )}
          </QueryView>
        </div>
      </Region>
    </>
  )
}

function chosenPoint(plan: CampaignPlan, customers: number | null): PlanPoint | null {
  if (plan.chosen === null) return null
  return (customers === null ? plan.best : pointAt(plan.curve, customers)) ?? plan.chosen
}

interface PlanProps {
  plan: CampaignPlan
  point: PlanPoint
  state: TermsState
}

function Plan({ plan, point, state }: PlanProps) {
  const mayList = useMay('analyst')
  return (
    <>
      <div className="grid gap-x-12 gap-y-8 wide:grid-cols-12">
        <div className="grid content-start gap-5 max-xl:order-last wide:col-span-3">
          <PlanInShort point={point} terms={state.terms} currency={plan.currency} />
          <TermsPanel state={state} plan={plan} />
        </div>
        <div className="flex min-w-0 flex-col gap-6 wide:col-span-9">
          <PlanSentence plan={plan} point={point} terms={state.terms} />
          <ProfitCurve
            plan={plan}
            point={point}
            terms={state.terms}
            held={state.dragging}
            onDrag={(customers) => {
              state.drag({ customers })
            }}
            onSet={(customers) => {
              state.set({ customers })
            }}
          />
        </div>
      </div>
      <Region className="grid gap-x-12 gap-y-8 wide:grid-cols-12">
        {mayList && <PlanList plan={plan} point={point} className="wide:col-span-7" />}
        <WhatWouldChange
          plan={plan}
          hasBudget={state.settled.budget !== null}
          className="wide:col-span-5"
        />
      </Region>
    </>
  )
}

function PlanSkeleton() {
  return (
    <>
      <div className="grid gap-x-12 gap-y-8 wide:grid-cols-12">
        <Skeleton height={560} className="max-xl:order-last wide:col-span-3" />
        <Skeleton height={560} className="wide:col-span-9" />
      </div>
      <Region>
        <Skeleton height={360} />
      </Region>
    </>
  )
}
