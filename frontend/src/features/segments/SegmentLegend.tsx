import { SegmentName } from '@/components/segments/SegmentMark'

interface SegmentLegendProps {
  label: string
  items: readonly { segment: string; value: string }[]
}

/** What each mark of a chart stands for, where there is no room for names in it. */
export function SegmentLegend({ label, items }: SegmentLegendProps) {
  return (
    <ul aria-label={label} className="mt-3 grid grid-cols-2 gap-x-4 gap-y-1 text-label">
      {items.map(({ segment, value }) => (
        <li key={segment} className="flex min-w-0 justify-between gap-2">
          <SegmentName segment={segment} />
          <span className="text-ink-2">{value}</span>
        </li>
      ))}
    </ul>
  )
}
