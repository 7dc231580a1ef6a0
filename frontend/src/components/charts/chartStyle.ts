/** One palette for every chart; the theme's tokens, so that dark needs nothing of its own. */
export const chartColour = {
  subject: 'var(--color-accent)',
  neutral: 'var(--color-bar)',
  quiet: 'var(--color-quiet)',
  ink: 'var(--color-ink)',
  ink2: 'var(--color-ink-2)',
  ink3: 'var(--color-ink-3)',
  canvas: 'var(--color-canvas)',
  bad: 'var(--color-bad)',
} as const

const tick = { fontSize: 12, fill: chartColour.ink3 }

export const categoryAxis = {
  tick,
  tickLine: false,
  axisLine: { stroke: 'var(--color-edge)' },
  tickMargin: 6,
} as const

export const valueAxis = {
  tick,
  tickLine: false,
  axisLine: false,
  tickMargin: 4,
} as const

export const gridLines = { vertical: false, stroke: 'var(--color-grid)' } as const

export const hoverCursor = { fill: 'var(--color-fill)', opacity: 0.6 } as const
export const hoverLine = { stroke: 'var(--color-edge)' } as const
