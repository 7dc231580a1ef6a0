import { axisMoney } from '@/format'
import { heatScale } from '@/components/segments/heat'
import type { GridCell } from '@/services/api/types'

const steps = ['bg-heat-1', 'bg-heat-2', 'bg-heat-3', 'bg-heat-4', 'bg-heat-5']

interface HeatLegendProps {
  cells: readonly GridCell[]
  currency: string
}

export function HeatLegend({ cells, currency }: HeatLegendProps) {
  const scale = heatScale(cells)
  return (
    <div aria-hidden className="grid w-full max-w-[280px] grid-cols-5 text-label text-ink-3">
      {steps.map((step, index) => (
        <div key={step}>
          <div className={`h-2 ${step}`} />
          {axisMoney(scale[index] ?? 0, currency)}
          {index === steps.length - 1 && '+'}
        </div>
      ))}
    </div>
  )
}
