import { TermSlider } from '@/components/TermSlider'
import { exactMoney, finePercent, money, percent, usualAmount } from '@/format'
import type { CampaignPlan } from '@/services/api/types'
import { EffectNote } from './EffectNote'
import { roundTop, usualTerms } from './terms'
import type { TermsState } from './useTerms'

interface TermsPanelProps {
  state: TermsState
  plan: CampaignPlan
}

const steps = 100

export function TermsPanel({ state, plan }: TermsPanelProps) {
  const { terms, settled, drag, set } = state
  const { currency, curve } = plan
  const all = curve.at(-1)
  // The ends of a scale must not move under the hand that drags.
  const costTop = roundTop(Math.max(5 * usualAmount(currency), settled.cost))
  // What it costs to write to everybody: a larger budget is no limit.
  const everybody = Math.ceil(terms.cost * (all?.letters ?? 0))
  const isChanged = Object.entries(usualTerms).some(
    ([name, usual]) => terms[name as keyof typeof terms] !== usual,
  )
  return (
    <div className="grid content-start gap-8 max-xl:md:grid-cols-2">
      <div className="grid content-start gap-5">
        <h2 className="text-finding">Your costs</h2>
        <TermSlider
          label="Margin on an order"
          value={terms.margin}
          max={1}
          step={0.01}
          unit={0.01}
          format={percent}
          onDrag={(margin) => {
            drag({ margin })
          }}
          onSet={(margin) => {
            set({ margin: Math.min(1, margin) })
          }}
        />
        <TermSlider
          label="Cost per letter"
          value={terms.cost}
          max={costTop}
          step={costTop / steps}
          format={(cost) => exactMoney(cost, currency)}
          onDrag={(cost) => {
            drag({ cost })
          }}
          onSet={(cost) => {
            set({ cost })
          }}
        />
        <TermSlider
          label="Budget"
          value={terms.budget ?? everybody}
          max={Math.max(everybody, 1)}
          step={Math.max(1, Math.round(everybody / steps))}
          format={(budget) =>
            terms.budget === null && budget === everybody ? 'no limit' : money(budget, currency)
          }
          maxLabel={money(everybody, currency)}
          onDrag={(budget) => {
            drag({ budget: budget >= everybody ? null : budget })
          }}
          onSet={(budget) => {
            set({ budget: budget >= everybody ? null : budget })
          }}
          onEmpty={() => {
            set({ budget: null })
          }}
        />
      </div>
      <div className="grid content-start gap-5">
        <h2 className="text-finding">What you assume</h2>
        <TermSlider
          label="They spend more by"
          value={terms.effect}
          max={Math.max(0.25, roundTop(settled.effect))}
          step={0.005}
          unit={0.01}
          format={finePercent}
          onDrag={(effect) => {
            drag({ effect })
          }}
          onSet={(effect) => {
            set({ effect: Math.min(1, effect) })
          }}
        />
        <TermSlider
          label="Held out"
          value={terms.hold_out}
          max={0.5}
          step={0.01}
          unit={0.01}
          format={percent}
          onDrag={(hold_out) => {
            drag({ hold_out })
          }}
          onSet={(hold_out) => {
            set({ hold_out: Math.min(0.5, hold_out) })
          }}
        />
        <EffectNote
          plan={plan}
          holdOut={terms.hold_out}
          effect={terms.effect}
          onEffect={(effect) => {
            set({ effect })
          }}
        />
        {/* Its room is kept free, so that nothing moves when the first slider does. */}
        <p className="min-h-6 pointer-coarse:min-h-11">
          {isChanged && (
            <button
              type="button"
              className="quiet-button -ml-2 pointer-coarse:-ml-3"
              onClick={() => {
                set(usualTerms)
              }}
            >
              Back to the usual terms
            </button>
          )}
        </p>
      </div>
    </div>
  )
}
