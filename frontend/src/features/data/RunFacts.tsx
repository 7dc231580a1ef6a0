import { FactList, FactTable, type Fact } from '@/components/FactList'
import { Section } from '@/components/Section'
import { day, dayTime, lastDay, parse } from '@/format'
import type { Overview, Run } from '@/services/api/types'

interface RunFactsProps {
  run: Run
  overview: Overview | undefined
  className: string
}

export function RunFacts({ run, overview, className }: RunFactsProps) {
  const facts = (): Fact[] => [
    { name: 'Source', value: <span className="break-all">{run.source}</span> },
    ...(overview === undefined
      ? []
      : [
          {
            name: 'Order lines',
            value: `${dayTime(overview.data_from)} to ${dayTime(overview.data_to)}`,
          },
        ]),
    { name: 'Started', value: dayTime(run.started_at) },
    { name: 'Finished', value: finished(run) },
    { name: 'Model', value: run.model_note ?? 'published with this run' },
    ...(run.sample ? [{ name: 'Sample', value: 'Generated data, not a real shop' }] : []),
  ]
  return (
    <Section
      name="run"
      sql="current_run"
      whole={() => <FactTable facts={facts} />}
      className={className}
      title={`Run ${run.run_id} covers orders up to ${day(lastDay(run.as_of))}`}
      subtitle="Scores, forecasts and segment rules are published together, as one run."
    >
      <FactList facts={facts()} />
    </Section>
  )
}

function finished({ started_at: start, finished_at: end }: Run): string {
  const seconds = Math.round((parse(end).getTime() - parse(start).getTime()) / 1000)
  return `${dayTime(end)}, after ${seconds} s`
}
