import { SelectField } from '@/components/SelectField'
import { Checkbox } from '@/components/Checkbox'
import type { ImportOptions, LoadReport } from '@/services/api/types'
import { fileHeader, mappedField, withColumn } from './mapping'

interface ReadingFormProps {
  report: LoadReport | null
  options: ImportOptions
  onChange: (options: ImportOptions) => void
}

const fields = [
  { value: 'invoice_no', label: 'Order number' },
  { value: 'invoice_date', label: 'Date' },
  { value: 'customer_id', label: 'Customer' },
  { value: 'stock_code', label: 'Product code' },
  { value: 'description', label: 'Description' },
  { value: 'quantity', label: 'Quantity' },
  { value: 'unit_price', label: 'Price of one' },
  { value: 'amount', label: 'Amount of the order' },
  { value: 'country', label: 'Country' },
  { value: 'currency', label: 'Currency' },
] as const

const found = { value: '', label: 'As found' } as const

/** What can be said of a file: which column is which, how dates and numbers are written, what loading it replaces. */
export function ReadingForm({ report, options, onChange }: ReadingFormProps) {
  const needs = report?.refused?.needs ?? null
  const header = fileHeader(report)
  const marked = (name: string) => needs === name
  return (
    <div className="max-w-4xl">
      <div className="grid gap-x-8 gap-y-3 md:grid-cols-3">
        <SelectField
          label="Order of dates"
          marked={marked('date_order')}
          value={options.date_order ?? ''}
          options={[
            found,
            { value: 'day-first', label: 'Day first: 31/12/2011' },
            { value: 'month-first', label: 'Month first: 12/31/2011' },
          ]}
          onChange={(value) => {
            onChange({ ...options, date_order: value === '' ? null : value })
          }}
        />
        <SelectField
          label="Decimals"
          marked={marked('decimal')}
          value={options.decimal ?? ''}
          options={[
            found,
            { value: 'point', label: 'Point: 1,234.50' },
            { value: 'comma', label: 'Comma: 1.234,50' },
          ]}
          onChange={(value) => {
            onChange({ ...options, decimal: value === '' ? null : value })
          }}
        />
        <SelectField
          label="Encoding"
          marked={marked('encoding')}
          value={options.encoding ?? ''}
          options={[
            found,
            { value: 'utf-8', label: 'UTF-8' },
            { value: 'utf-16', label: 'UTF-16' },
            { value: 'windows-1252', label: 'Windows-1252' },
          ]}
          onChange={(value) => {
            onChange({ ...options, encoding: value === '' ? null : value })
          }}
        />
        <SelectField
          label="What is there already"
          value={options.mode}
          options={[
            { value: 'add', label: 'Stays; what is new is added' },
            { value: 'replace-period', label: "Is replaced for the file's days" },
            { value: 'replace-all', label: 'Is replaced whole' },
          ]}
          onChange={(value) => {
            onChange({ ...options, mode: value })
          }}
        />
      </div>
      <div className="mt-3">
        <Checkbox
          checked={options.keep_duplicates}
          onChange={() => {
            onChange({ ...options, keep_duplicates: !options.keep_duplicates })
          }}
        >
          Keep lines that are the same in every column
        </Checkbox>
      </div>
      {header.length > 0 && (
        <fieldset className="mt-4">
          <legend
            className={`text-label ${marked('columns') ? 'font-semibold text-bad' : 'text-ink-3'}`}
          >
            Which column is which
          </legend>
          <div className="mt-2 grid gap-x-8 gap-y-3 md:grid-cols-3">
            {fields.map((field) => (
              <SelectField
                key={field.value}
                label={field.label}
                value={mappedField(options, field.value)}
                options={[
                  { value: '', label: foundColumn(report, field.value) },
                  ...header.map((column) => ({ value: column, label: column })),
                ]}
                onChange={(column) => {
                  onChange(withColumn(options, field.value, column))
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
    </div>
  )
}

function foundColumn(report: LoadReport | null, field: string): string {
  if (report === null || report.files.length === 0) return 'As found'
  const column = report.files[0]?.columns.find((each) => each.field === field)?.column
  return column === undefined ? 'None found' : `As found: ${column}`
}
