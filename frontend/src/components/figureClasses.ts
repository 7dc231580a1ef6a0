/** How a figure looks, wherever it is drawn from: by a component, or before there are any. */
export const figureClasses = {
  row: 'grid grid-cols-2 gap-x-4 gap-y-6 md:grid-cols-3 md:gap-x-8',
  columns: { 4: 'wide:grid-cols-4', 5: 'wide:grid-cols-5', 6: 'wide:grid-cols-6' },
  figure: 'min-w-0',
  label: 'text-label text-ink-2',
  value: 'text-number',
  unit: 'ml-1 text-finding font-medium tracking-normal text-ink-3',
  note: 'min-h-4 text-label text-ink-2',
  graphic: 'mt-2 h-7',
} as const
