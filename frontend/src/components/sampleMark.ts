/** How every page marks made-up data. */
export const sampleWords = 'Sample data, not a real shop'
export const sampleClasses =
  'inline-flex h-7 items-center rounded-chip bg-note px-3 text-label font-medium text-warn'
