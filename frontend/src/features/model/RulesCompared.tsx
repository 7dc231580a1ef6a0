import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { count, decimal, signedDecimal } from '@/format'
import type { Figures } from './classification'
import type { MetricsWithModel } from './metricsWithModel'
import { modelSql } from './modelSql'

interface RulesComparedProps {
  metrics: MetricsWithModel
  figures: Figures
  threshold: number
  className: string
}

type Row = { name: string } & { [Key in keyof Figures]: number | null }

const ruleNames: Record<string, string> = {
  recency_rule: 'Bought recently',
  everybody_buys: 'Everybody buys',
  nobody_buys: 'Nobody buys',
}

/** "Bought in the last 87 days"; the other rules' answers have no number of days, not even null. */
function ruleName(rule: string, days: number | null): string {
  return typeof days === 'number'
    ? `Bought in the last ${count(days)} days`
    : (ruleNames[rule] ?? rule)
}

/** The model at its threshold beside the rules that need no model. */
export function RulesCompared({ metrics, figures, threshold, className }: RulesComparedProps) {
  const rules: Row[] = Object.entries(metrics.baselines)
    .map(([rule, reached]) => ({ name: ruleName(rule, reached.days), ...reached }))
    .sort((a, b) => (b.f1 ?? 0) - (a.f1 ?? 0))
  const best = rules[0]?.f1 ?? null
  const title =
    best === null
      ? `F1 of buyers ${decimal(figures.f1)}`
      : `F1 of buyers ${decimal(figures.f1)}, ${signedDecimal(figures.f1 - best)} on the best simple rule`
  return (
    <Section
      name="rules"
      sql={modelSql}
      className={className}
      title={title}
      subtitle="Newest test cutoff. F1: one figure for finding buyers and naming no others."
    >
      <DataTable
        caption="The model and three simple rules"
        rows={[{ name: `Model at ${decimal(threshold, 2)}`, ...figures }, ...rules]}
        rowKey={(row) => row.name}
        columns={[
          { head: 'Who is named', cell: (row) => row.name },
          { head: 'F1', align: 'right', cell: (row) => decimal(row.f1) },
          {
            head: 'F1 weighted',
            align: 'right',
            wideOnly: true,
            cell: (row) => decimal(row.f1_weighted),
          },
          { head: 'Precision', align: 'right', cell: (row) => decimal(row.precision) },
          { head: 'Recall', align: 'right', cell: (row) => decimal(row.recall) },
          {
            head: 'Accuracy',
            align: 'right',
            wideOnly: true,
            cell: (row) => decimal(row.accuracy),
          },
        ]}
      />
      <p className="mt-3 text-label text-ink-3">
        Precision: of those named, the share that bought. Recall: of those who bought, the share
        that was named. Accuracy: all that was said rightly.
      </p>
    </Section>
  )
}
