import { Section } from '@/components/Section'
import { chance } from '@/format'
import type { CustomerProfile } from '@/services/api/types'
import { PartsWaterfall } from './PartsWaterfall'

/** How the probability comes about; nothing where there is none. */
export function Parts({ prediction }: { prediction: CustomerProfile['prediction'] }) {
  const { purchase_probability: own, parts } = prediction
  if (own === null || parts.length === 0) return null
  return (
    <Section
      name="forecast"
      sql="customer"
      title={`What the ${chance(own)} are made of`}
      subtitle="From a customer like all others to this one, topic by topic, in percentage points."
    >
      <PartsWaterfall parts={parts} probability={own} />
    </Section>
  )
}
