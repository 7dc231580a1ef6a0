import { useQuery } from '@tanstack/react-query'
import { useAddress } from '@/components/useAddress'
import { ValueField } from '@/components/ValueField'
import { count, exactMoney, money, parseNumber, typable } from '@/format'
import { overviewQuery } from '@/services/api/queries'
import type { Matrix } from './classification'

const usual = 1

/** What writing to those named would have cost, and what each buyer found. */
export function ThresholdCost({ matrix }: { matrix: Matrix }) {
  const { data } = useQuery(overviewQuery)
  const [params, setAddress] = useAddress()
  if (data === undefined) return null
  const asked = Number(params.get('cost') ?? usual)
  const cost = Number.isFinite(asked) && asked >= 0 ? asked : usual
  const { tn, fp, fn, tp } = matrix
  const each = (letters: number, buyers: number) =>
    buyers === 0 ? 'no buyer found' : exactMoney((cost * letters) / buyers, data.currency)
  const rows = [
    { name: `${count(tp + fp)} letters`, value: money(cost * (tp + fp), data.currency) },
    { name: 'of it in vain', value: money(cost * fp, data.currency) },
    { name: 'per buyer found', value: each(tp + fp, tp) },
    { name: 'per buyer if all were written to', value: each(tn + fp + fn + tp, tp + fn) },
  ]
  return (
    <div className="mt-4">
      <div className="flex items-baseline justify-between border-b border-hairline pb-1">
        <h3 className="font-semibold">What it would cost</h3>
        <span className="flex items-baseline gap-1 text-label text-ink-3">
          a letter
          <ValueField
            label="Cost per letter"
            shown={exactMoney(cost, data.currency)}
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
        </span>
      </div>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 py-1">
        {rows.map(({ name, value }) => (
          <div key={name} className="col-span-2 grid min-h-7 grid-cols-subgrid items-center">
            <dt className="text-ink-2">{name}</dt>
            <dd className="text-right">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
