import type { ReactElement } from 'react'
import { ResponsiveContainer } from 'recharts'

interface ChartFrameProps {
  /** What a screen reader hears in place of the picture. */
  label: string
  height: number
  children: ReactElement
}

export function ChartFrame({ label, height, children }: ChartFrameProps) {
  return (
    <figure aria-label={label} style={{ height }}>
      {/* The first size serves until the real one is measured, and where nothing is laid out. */}
      <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 600, height }}>
        {children}
      </ResponsiveContainer>
    </figure>
  )
}
