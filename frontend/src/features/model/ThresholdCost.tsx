import { useQuery } from '@tanstack/react-query'
import { FactTable, type Fact } from '@/components/FactList'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { useAddress } from '@/components/useAddress'
import { ValueField } from '@/components/ValueField'
import { count, exactMoney, money, parseNumber, typable } from '@/format'
import { overviewQuery } from '@/services/api/queries'
import type { Matrix } from './classification'
import { costFinding } from './findings'
import { modelSql } from './modelSql'

const usual = 1

/** What writing to those named would have cost, and what each buyer found. */
export function ThresholdCost({ matrix }: { matrix: Matrix }) {
  const overview = useQuery(overviewQuery)
  return (
    <QueryView
      query={overview}
      failure="The cost could not be told"
      skeleton={<Skeleton height={112} />}
    >
      {({ currency }) => <Cost matrix={matrix} currency={currency} />}
    </QueryView>
  )
}

function Cost({ matrix, currency }: { matrix: Matrix; currency: string }) {
  const [params, setAddress] = useAddress()
  const asked = Number(params.get('cost') ?? usual)
  const cost = Number.isFinite(asked) && asked >= 0 ? asked : usual
  const { tn, fp, fn, tp } = matrix
  const each = (letters: number, buyers: number) =>
    buyers === 0 ? null : exactMoney((cost * letters) / buyers, currency)
  const none = 'no buyer found'
  const rows = (): Fact[] => [
    { name: `${count(tp + fp)} letters`, value: money(cost * (tp + fp), currency) },
    { name: 'of it in vain', value: money(cost * fp, currency) },
    { name: 'per buyer found', value: each(tp + fp, tp) ?? none },
    { name: 'per buyer if all were written to', value: each(tn + fp + fn + tp, tp + fn) ?? none },
  ]
  return (
    <Section
      name="cost"
      sql={modelSql}
      whole={() => <FactTable facts={rows} />}
      title={costFinding(each(tp + fp, tp))}
      subtitle="What letters to those named would have cost at this threshold."
      tools={
        <span className="mr-2 flex items-baseline gap-2.5">
          <ValueField
            label="Cost per letter"
            shown={exactMoney(cost, currency)}
            written={typable(cost)}
            onTake={(text) => {
              const typed = parseNumber(text)
              if (typed === null || typed < 0) return
              setAddress(
                (current) => {
                  if (typed === usual) current.delete('cost')
                  else current.set('cost', String(typed))
                  return current
                },
                { replace: true },
              )
            }}
          />
          <span className="text-label text-ink-3">a letter</span>
        </span>
      }
    >
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 md:grid-cols-4 md:gap-x-8">
        {rows().map(({ name, value }) => (
          // The number is seen first and heard last.
          <div key={name} className="flex flex-col-reverse justify-end">
            <dt className="text-label text-ink-2">{name}</dt>
            <dd className="text-title">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
