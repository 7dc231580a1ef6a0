import { useState, type ReactNode } from 'react'
import { Region } from '@/components/Section'
import { figuresOf, matrixAt, type Figures, type Matrix } from './classification'
import type { MetricsWithModel } from './metricsWithModel'
import { ThresholdCost } from './ThresholdCost'
import { ThresholdPanel } from './ThresholdPanel'

interface ThresholdRegionProps {
  metrics: MetricsWithModel
  threshold: number
  matrix: Matrix
  figures: Figures
  onChange: (threshold: number) => void
  /** What does not hang on the threshold: it is not drawn anew while that is dragged. */
  children: ReactNode
}

/** The threshold with all that moves with it, beside what any threshold leaves as it is. */
export function ThresholdRegion(props: ThresholdRegionProps) {
  const { metrics, onChange, children } = props
  // The address follows when the thumb rests; until then the picture already moves with it.
  const [drag, setDrag] = useState<{ value: number; from: number } | null>(null)
  const dragged = drag !== null && drag.from === props.threshold ? drag.value : null
  const shown = dragged ?? props.threshold
  const matrix =
    dragged === null ? props.matrix : (matrixAt(metrics.threshold_curve, dragged) ?? props.matrix)
  const figures = dragged === null ? props.figures : figuresOf(matrix)
  return (
    <Region className="grid gap-8 wide:grid-cols-12">
      <ThresholdPanel
        metrics={metrics}
        threshold={shown}
        matrix={matrix}
        figures={figures}
        onDrag={(value) => {
          setDrag({ value, from: props.threshold })
        }}
        onChange={onChange}
        className="wide:col-span-5"
      />
      <div className="grid content-start gap-8 wide:col-span-7">
        <ThresholdCost matrix={matrix} />
        <div className="grid gap-8 md:grid-cols-2">{children}</div>
      </div>
    </Region>
  )
}
