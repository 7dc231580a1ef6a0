import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { capitalised, decimal, signedDecimal } from '@/format'
import type { Metrics } from '@/services/api/types'
import { modelSql } from './modelSql'

type Feature = NonNullable<Metrics['card']>['features'][number]

interface Effect {
  label: string
  value: number
  signed: boolean
}

/** What moves the forecast, strongest first: coefficients have a direction, importances have none. */
export function FeatureEffects({
  features,
  className,
}: {
  features: Feature[]
  className: string
}) {
  const effects = features.flatMap(effectOf).sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const strongest = effects[0]
  if (strongest === undefined) return null
  const signed = strongest.signed
  return (
    <Section
      name="effects"
      sql={modelSql}
      className={className}
      title={`“${strongest.label}” moves the forecast most`}
      subtitle={
        signed
          ? 'Coefficients on features of equal spread. Right: more likely to buy. Left: less likely.'
          : 'Importance of each feature.'
      }
      table={
        <DataTable
          caption="What moves the forecast"
          rows={effects}
          rowKey={(effect) => effect.label}
          columns={[
            { head: 'Feature', cell: (effect) => effect.label },
            { head: signed ? 'Coefficient' : 'Importance', align: 'right', cell: figureOf },
          ]}
        />
      }
    >
      <dl>
        {effects.map((effect) => (
          <EffectRow key={effect.label} effect={effect} top={Math.abs(strongest.value)} />
        ))}
      </dl>
    </Section>
  )
}

function effectOf(feature: Feature): Effect[] {
  const { coefficient, importance } = feature
  const label = capitalised(feature.label === '' ? feature.name : feature.label)
  if (typeof coefficient === 'number') return [{ label, value: coefficient, signed: true }]
  if (typeof importance === 'number') return [{ label, value: importance, signed: false }]
  return []
}

function figureOf({ value, signed }: Effect): string {
  return signed ? signedDecimal(value, 2) : decimal(value)
}

function EffectRow({ effect, top }: { effect: Effect; top: number }) {
  const { label, value, signed } = effect
  const length = top === 0 ? 0 : (Math.abs(value) / top) * (signed ? 50 : 100)
  const zero = signed ? 50 : 0
  return (
    <div className="flex min-h-[26px] items-center gap-3">
      <dt className="w-72 shrink-0 py-[3px] max-md:w-36">{label}</dt>
      <dd className="relative min-w-0 flex-1 self-stretch">
        <span
          aria-hidden
          className={`absolute top-1/2 h-3 -translate-y-1/2 ${value >= 0 ? 'bg-accent' : 'bg-bar'}`}
          style={{ left: `${value >= 0 ? zero : zero - length}%`, width: `${length}%` }}
        />
        <span
          aria-hidden
          className="absolute inset-y-0 w-px bg-edge"
          style={{ left: `${zero}%` }}
        />
      </dd>
      <dd className="w-14 shrink-0 text-right">{figureOf(effect)}</dd>
    </div>
  )
}
