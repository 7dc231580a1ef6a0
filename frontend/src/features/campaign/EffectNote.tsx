import { percent } from '@/format'
import type { CampaignPlan } from '@/services/api/types'

interface EffectNoteProps {
  plan: CampaignPlan
  effect: number
  holdOut: number
  onEffect: (effect: number) => void
}

/** Where the effect comes from: a guess, or what a campaign of this shop measured. */
export function EffectNote({ plan, effect, holdOut, onEffect }: EffectNoteProps) {
  const { measured, smallest_effect_seen: smallest } = plan
  const usable =
    measured === null ? 0 : Math.round(Math.min(1, Math.max(0, measured.effect)) * 200) / 200
  return (
    <div className="space-y-2 text-label text-ink-2">
      {measured === null ? (
        <p>
          No campaign has been measured in this shop yet. How much more people spend for a letter is
          your guess; a hold-out group will replace it with a figure.
        </p>
      ) : (
        <p>
          <button type="button" className="link" onClick={toPast}>
            {measured.name}
          </button>{' '}
          measured {percent(measured.effect)} (95%: {percent(measured.low)} to{' '}
          {percent(measured.high)}
          {measured.low <= 0 && measured.high >= 0 && ', so chance alone may have made it'}).{' '}
          {measured.effect > 0 && Math.abs(usable - effect) >= 0.0025 && (
            <button
              type="button"
              className="link underline"
              onClick={() => {
                onEffect(usable)
              }}
            >
              Use it
            </button>
          )}
        </p>
      )}
      {holdOut === 0 && <p>With nobody held out, nobody will know whether the letters worked.</p>}
      {smallest !== null && (
        <p>
          A hold-out of this size would probably show an effect of {percent(smallest)} or more;
          smaller ones drown in chance.
        </p>
      )}
    </div>
  )
}

/** The address stays as it is: it holds the terms. */
function toPast() {
  const past = document.getElementById('past')
  past?.focus({ preventScroll: true })
  past?.scrollIntoView()
}
