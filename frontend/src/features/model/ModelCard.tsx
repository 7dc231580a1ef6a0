import { FactList, FactTable, type Fact } from '@/components/FactList'
import { Section } from '@/components/Section'
import { count, counted, day, dayTime, inWords } from '@/format'
import type { Metrics } from '@/services/api/types'
import { modelName } from './findings'
import { modelSql } from './modelSql'

type Card = NonNullable<Metrics['card']>

export function ModelCard({ card, className }: { card: Card; className: string }) {
  const first = card.cutoffs[0]
  const last = card.cutoffs.at(-1)
  const { library_versions: libraries } = card
  const facts = (): Fact[] => [
    { name: 'Model', value: modelName(card.model) },
    { name: 'Trained', value: dayTime(card.trained_at) },
    {
      name: 'Cutoffs',
      value: first === undefined || last === undefined ? '–' : `${day(first)} to ${day(last)}`,
    },
    { name: 'Features', value: counted(card.features.length, 'feature') },
    {
      name: 'Libraries',
      value: Object.entries(libraries)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    },
    {
      name: 'SHA-256',
      value: <code className="font-mono text-label break-all">{card.sha256}</code>,
    },
  ]
  return (
    <Section
      name="card"
      sql={modelSql}
      whole={() => <FactTable facts={facts} />}
      className={className}
      title={`Fitted on ${inWords(card.cutoffs.length)} cutoffs, ${count(card.rows)} rows`}
      subtitle="Model card: what the file holds and how to recognise it."
    >
      <FactList facts={facts()} />
    </Section>
  )
}
