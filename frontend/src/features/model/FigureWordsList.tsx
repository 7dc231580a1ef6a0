import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import type { FigureWords } from './figureWords'
import { modelSql } from './modelSql'

/** What each figure says to somebody who has never heard its name. */
export function FigureWordsList({ rows }: { rows: () => FigureWords[] }) {
  return (
    <Section
      name="words"
      sql={modelSql}
      whole={() => <WordsTable rows={rows} />}
      title="Each figure in plain words"
      subtitle="Newest test cutoff, at the threshold set above; what a guess would reach comes last."
    >
      <dl className="grid gap-x-8 wide:grid-cols-2">
        {rows().map(({ name, words, without }) => (
          <div key={name} className="border-b border-hairline py-2 md:flex md:gap-4">
            <dt className="w-44 shrink-0 font-semibold">{name}</dt>
            <dd className="text-ink-2">
              {words.charAt(0).toUpperCase() + words.slice(1)}
              {without !== '' && `; ${without}`}.
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function WordsTable({ rows }: { rows: () => FigureWords[] }) {
  return (
    <DataTable
      caption="Each figure in plain words"
      rows={rows()}
      rowKey={({ name }) => name}
      columns={[
        { head: 'Figure', cell: ({ name }) => name },
        { head: 'In words', cell: ({ words }) => words },
        { head: 'Without a model', cell: ({ without }) => without },
      ]}
    />
  )
}
