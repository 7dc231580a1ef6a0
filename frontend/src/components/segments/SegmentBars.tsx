import { CustomersLink } from '@/components/CustomersLink'
import { compactMoney, count, percent } from '@/format'
import type { SegmentRow, Segments } from '@/services/api/types'
import { SegmentName } from './SegmentMark'
import { customersOf, segmentStyle } from './segments'

/** The widest bar leaves room for its figure. */
const widest = 0.8

/** Share bars: the bar is revenue, the tick is customers. Each row leads to its customers. */
export function SegmentBars({ segments }: { segments: Segments }) {
  const { items, currency } = segments
  const top = Math.max(...items.flatMap((row) => [row.monetary_share, row.share]), 0.01)
  return (
    <table className="w-full table-fixed text-body">
      <caption className="sr-only">Share of revenue and of customers by segment</caption>
      <colgroup>
        <col className="w-[164px] max-md:w-[150px]" />
        <col />
        <col className="w-[76px] max-md:hidden" />
        <col className="w-[76px] max-md:w-[64px]" />
      </colgroup>
      <thead>
        <tr className="h-8 text-label text-ink-3">
          <th scope="col">
            <span className="sr-only">Segment</span>
          </th>
          <th scope="col" className="text-left">
            Share of revenue
          </th>
          <th scope="col" className="text-right max-md:hidden">
            Customers
          </th>
          <th scope="col" className="text-right">
            Revenue
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((row) => (
          <tr key={row.segment} className="h-[29px] hover:bg-hover pointer-coarse:h-11">
            <th scope="row" className="pr-2 text-left">
              <CustomersLink
                to={customersOf(row.segment)}
                className="flex min-h-6 items-center [a&]:hover:underline pointer-coarse:min-h-11"
              >
                <SegmentName segment={row.segment} />
              </CustomersLink>
            </th>
            <td>
              <ShareBar row={row} top={top} />
            </td>
            <td className="text-right max-md:hidden">{count(row.customers)}</td>
            <td className="text-right">{compactMoney(row.monetary, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ShareBar({ row, top }: { row: SegmentRow; top: number }) {
  const place = (share: number) => `${(share / top) * widest * 100}%`
  const end = Math.max(row.monetary_share, row.share)
  return (
    <div className="relative h-[18px] max-md:mr-3">
      <div
        className="absolute inset-y-[3px] left-0 min-w-px"
        style={{
          width: place(row.monetary_share),
          background: segmentStyle(row.segment).colour,
        }}
      />
      <div className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: place(row.share) }} />
      <span className="absolute inset-y-0 pl-2 leading-[18px]" style={{ left: place(end) }}>
        {percent(row.monetary_share)}
      </span>
      <span className="sr-only">of revenue, {percent(row.share)} of customers</span>
    </div>
  )
}
