import type { ReactNode } from 'react'
import { DataTable } from '@/components/DataTable'
import type { FigureFiles } from '@/components/figureParts'
import { Section } from '@/components/Section'
import { capitalised, count } from '@/format'
import { axisStart, ledgerSteps } from './ledger'

interface LedgerWaterfallProps {
  /** Names the section in the address. */
  name: string
  sql: FigureFiles['sql']
  title: string
  subtitle: string
  lines: { in: number; kept: number; left: Readonly<Record<string, number>> }
  tools?: ReactNode
  className?: string
}

/** Lines in, what was left out and why, lines kept. */
export function LedgerWaterfall(props: LedgerWaterfallProps) {
  const { name, sql, title, subtitle, lines, tools, className = '' } = props
  const { in: linesIn, kept: linesKept } = lines
  const steps = ledgerSteps(linesIn, lines.left)
  const start = axisStart(linesIn, linesKept)
  const span = linesIn - start || 1
  const place = (left: number) => ((left - start) / span) * 100
  return (
    <Section
      name={name}
      sql={sql}
      className={className}
      title={title}
      tools={tools}
      subtitle={`${subtitle}${
        start > 0 ? ` The axis begins at ${count(start)}, so that the steps show.` : ''
      }`}
      table={
        <DataTable
          caption="Lines in, left out and kept"
          rows={[
            { name: 'Lines in', lines: linesIn },
            ...steps.map((step) => ({ name: capitalised(step.reason), lines: -step.lines })),
            { name: 'Lines kept', lines: linesKept },
          ]}
          rowKey={(row) => row.name}
          columns={[
            { head: 'Step', cell: (row) => row.name },
            { head: 'Lines', align: 'right', cell: (row) => count(row.lines) },
          ]}
        />
      }
    >
      <dl>
        <Row
          name="Lines in"
          figure={count(linesIn)}
          from={0}
          to={100}
          kind="whole"
          cut={start > 0}
        />
        {steps.map((step) => (
          <Row
            key={step.reason}
            name={capitalised(step.reason)}
            figure={`\u2212${count(step.lines)}`}
            from={place(step.after)}
            to={place(step.before)}
            kind="lost"
            cut={false}
          />
        ))}
        <Row
          name="Lines kept"
          figure={count(linesKept)}
          from={0}
          to={place(linesKept)}
          kind="kept"
          cut={start > 0}
        />
      </dl>
    </Section>
  )
}

interface RowProps {
  name: string
  figure: string
  from: number
  to: number
  kind: 'whole' | 'lost' | 'kept'
  /** The bar begins before the axis does. */
  cut: boolean
}

const colours = { whole: 'bg-bar', lost: 'bg-bar', kept: 'bg-accent' }

function Row({ name, figure, from, to, kind, cut }: RowProps) {
  const total = kind !== 'lost'
  return (
    <div className="flex min-h-[34px] items-center gap-4 border-b border-hairline last:border-0">
      <dt className={`w-52 shrink-0 max-md:w-36 ${total ? 'font-medium' : ''}`}>{name}</dt>
      <dd aria-hidden className="relative h-[34px] min-w-0 flex-1">
        <span
          className={`absolute inset-y-2 min-w-0.5 ${colours[kind]}`}
          style={{ left: `${from}%`, width: `${Math.max(0, to - from)}%` }}
        />
        {cut && (
          <svg className="absolute inset-y-1.5 left-3" width="9" height="22" viewBox="0 0 9 22">
            <path d="M6 0 1 8l5 6-5 8h3l5-8-5-6 5-8Z" fill="var(--color-canvas)" />
          </svg>
        )}
      </dd>
      <dd className={`w-20 shrink-0 text-right ${total ? 'font-semibold' : ''}`}>{figure}</dd>
    </div>
  )
}
