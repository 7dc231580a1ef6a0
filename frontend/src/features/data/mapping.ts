import type { ImportOptions, LoadReport } from '@/services/api/types'

export type OrderField = keyof NonNullable<ImportOptions['columns']>

/** The file's columns, also where they were not understood. */
export function fileHeader(report: LoadReport | null): string[] {
  const read = report?.files[0]?.columns.map(({ column }) => column) ?? []
  const header = read.length > 0 ? read : (report?.refused?.header ?? [])
  return [...new Set(header)].filter((column) => column !== '')
}

/** The column that the user has named for a field, '' where it is as found. */
export function mappedField(options: ImportOptions, field: OrderField): string {
  return options.columns?.[field] ?? ''
}

/** The options with another column for a field; '' leaves it to be found. */
export function withColumn(
  options: ImportOptions,
  field: OrderField,
  column: string,
): ImportOptions {
  const others = Object.fromEntries(
    Object.entries(options.columns ?? {}).filter(
      ([name, taken]) => name !== field && taken !== column,
    ),
  )
  return { ...options, columns: column === '' ? others : { ...others, [field]: column } }
}
