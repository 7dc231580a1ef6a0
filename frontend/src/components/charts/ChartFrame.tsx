import type { ReactElement } from 'react'
import { ResponsiveContainer } from 'recharts'

interface ChartFrameProps {
  /** What a screen reader hears in place of the picture. */
  label: string
  height: number
  /** Takes all the height that a flexible column around it has to give, and `height` at least. */
  grows?: boolean
  children: ReactElement
}

export function ChartFrame({ label, height, grows = false, children }: ChartFrameProps) {
  return (
    <figure
      aria-label={label}
      className={grows ? 'flex grow' : undefined}
      style={grows ? { minHeight: height } : { height }}
    >
      {/* The first size serves until the real one is measured, and where nothing is laid out. */}
      <ResponsiveContainer
        width="100%"
        height={grows ? '100%' : height}
        initialDimension={{ width: 600, height }}
      >
        {children}
      </ResponsiveContainer>
    </figure>
  )
}
