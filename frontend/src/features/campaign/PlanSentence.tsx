import type { ReactNode } from 'react'
import { count, counted, exactMoney, money } from '@/format'
import type { CampaignPlan, PlanPoint } from '@/services/api/types'
import { isBelowOneLetter, overBudget } from './findings'
import type { Terms } from './terms'

interface PlanSentenceProps {
  plan: CampaignPlan
  point: PlanPoint
  terms: Terms
}

/** The plan in one sentence: how many, what it costs, what it should bring. */
export function PlanSentence({ plan, point, terms }: PlanSentenceProps) {
  if (point.letters === 0) return <Large>{whyNobody(plan, terms)}</Large>
  const held = point.customers - point.letters
  const over = overBudget(point, terms)
  const amount = (value: number) => money(value, plan.currency)
  return (
    <Large>
      {held === 0 ? 'Write to the best ' : 'Of the best '}
      <Figure>{counted(point.customers, 'customer')}</Figure>
      {held > 0 && `, write to ${count(point.letters)} and hold out ${count(held)}`}: it costs{' '}
      {amount(terms.cost * point.letters)}
      {over > 0 ? (
        <OverBudget amount={amount(over)} />
      ) : (
        <Outlook point={point} currency={plan.currency} />
      )}
    </Large>
  )
}

function whyNobody(plan: CampaignPlan, terms: Terms): string {
  const exact = (value: number) => exactMoney(value, plan.currency)
  if (isBelowOneLetter(plan, terms))
    return `The budget of ${exact(terms.budget ?? 0)} is below the ${exact(terms.cost)} of one letter: write to nobody.`
  if (plan.best !== null && plan.best.letters > 0)
    return 'You chose to write to nobody: it costs nothing and brings nothing.'
  return 'On these terms no letter pays for itself: write to nobody.'
}

/** In place of what cannot come: the sentence stays as long as it is, and nothing below it moves. */
function OverBudget({ amount }: { amount: string }) {
  return (
    <>
      , <strong className="font-semibold text-bad">{amount} over the budget</strong>.
    </>
  )
}

/** What the plan should bring, with its interval. */
function Outlook({ point, currency }: { point: PlanPoint; currency: string }) {
  const amount = (value: number) => money(value, currency)
  return (
    <>
      {' '}
      and should {point.profit < 0 ? 'lose' : 'bring'} about{' '}
      <Figure>{amount(Math.abs(point.profit))}</Figure>
      {point.profit >= 0 && ' profit'}
      {point.profit_low === null || point.profit_high === null
        ? '; too few months for an interval.'
        : `, 80% interval ${amount(point.profit_low)} to ${amount(point.profit_high)}.`}
    </>
  )
}

interface PlanInShortProps {
  point: PlanPoint
  terms: Terms
  currency: string
}

/** The plan in one line, which stays in view above sliders that stand below the plan. */
export function PlanInShort({ point, terms, currency }: PlanInShortProps) {
  const over = overBudget(point, terms)
  const amount = (value: number) => money(value, currency)
  return (
    <p
      // The sentence is read out already.
      aria-hidden
      className="sticky top-0 z-[5] -mx-1 flex flex-wrap justify-between gap-x-3 border-b border-hairline bg-canvas px-1 py-3 wide:hidden"
    >
      <span>{counted(point.letters, 'letter')}</span>
      {over > 0 && <span className="text-bad">{amount(over)} over the budget</span>}
      <span>
        {point.profit_low !== null && point.profit_high !== null && (
          <span className="mr-3 text-ink-3">
            {amount(point.profit_low)} to {amount(point.profit_high)}
          </span>
        )}
        <strong className="font-semibold">{amount(point.profit)}</strong> profit
      </span>
    </p>
  )
}

function Large({ children }: { children: ReactNode }) {
  return (
    // Two lines are kept free, so that nothing below moves while a slider does.
    <p aria-live="polite" className="min-h-14 max-w-3xl text-title font-medium text-pretty">
      {children}
    </p>
  )
}

function Figure({ children }: { children: ReactNode }) {
  return <strong className="font-semibold text-accent-text">{children}</strong>
}
