import { useId } from 'react'
import { Checkbox } from '@/components/Checkbox'
import { FieldProblem } from '@/components/FieldProblem'
import { problemOf } from '@/components/problemOf'
import { SelectField } from '@/components/SelectField'
import type { Import, ImportOptions, LoadReport } from '@/services/api/types'
import { fileHeader, mappedField, withColumn } from './mapping'
import { TypedField } from './TypedField'

interface ReadingFormProps {
  kind: Import['kind']
  report: LoadReport | null
  options: ImportOptions
  /** What is wanted, or wrong, by the name of its option. */
  problems: Readonly<Record<string, string>>
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

const layouts = [
  { value: 'lines', label: 'An order line' },
  { value: 'orders', label: 'An order, with its total' },
  { value: 'log', label: 'Customer, date and amount' },
  { value: 'shopify', label: "Shopify's orders export" },
  { value: 'woocommerce', label: "WooCommerce's order lines" },
] as const

const found = { value: '', label: 'As found' } as const

/** What can be said of a file: which column is which, how dates and numbers are written, what loading it replaces. */
export function ReadingForm(props: ReadingFormProps) {
  const { kind, report, options, problems, onChange } = props
  const columns = useId()
  const isText = kind === 'text' || kind === 'gzip'
  const header = fileHeader(report)
  const problem = (name: keyof ImportOptions) => problems[name] ?? null
  const sheets = (report?.files ?? []).flatMap(({ sheet }) => (sheet === null ? [] : [sheet]))
  return (
    <div className="max-w-4xl">
      <div className="grid gap-x-8 gap-y-3 md:grid-cols-3">
        <SelectField
          label="Order of dates"
          problem={problem('date_order')}
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
          problem={problem('decimal')}
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
        {isText && (
          <>
            <SelectField
              label="Separator"
              problem={problem('separator')}
              value={options.separator ?? ''}
              options={withChosen(options.separator, [
                found,
                { value: ',', label: 'Comma' },
                { value: ';', label: 'Semicolon' },
                { value: 'tab', label: 'Tab' },
                { value: '|', label: 'Bar: |' },
              ])}
              onChange={(value) => {
                onChange({ ...options, separator: value === '' ? null : value })
              }}
            />
            <SelectField
              label="Quotes around text"
              problem={problem('quote')}
              value={options.quote ?? ''}
              options={withChosen(options.quote, [
                found,
                { value: '"', label: 'Double: "' },
                { value: "'", label: "Single: '" },
                { value: 'none', label: 'None: they are text' },
              ])}
              onChange={(value) => {
                onChange({ ...options, quote: value === '' ? null : value })
              }}
            />
            <SelectField
              label="Encoding"
              problem={problem('encoding')}
              value={options.encoding ?? ''}
              options={withChosen(options.encoding, [
                found,
                { value: 'utf-8', label: 'UTF-8' },
                { value: 'utf-16', label: 'UTF-16' },
                { value: 'windows-1252', label: 'Windows-1252' },
              ])}
              onChange={(value) => {
                onChange({ ...options, encoding: value === '' ? null : value })
              }}
            />
          </>
        )}
        {kind === 'workbook' && (
          <TypedField
            label="Sheet"
            placeholder="All with order lines"
            problem={problem('sheet')}
            value={options.sheet ?? ''}
            known={sheets}
            onChange={(text) => {
              onChange({ ...options, sheet: text === '' ? null : text })
            }}
          />
        )}
        <SelectField
          label="A row is"
          problem={problem('layout')}
          value={options.layout ?? ''}
          options={[found, ...layouts]}
          onChange={(value) => {
            onChange({ ...options, layout: value === '' ? null : value })
          }}
        />
        <SelectField
          label="What is there already"
          problem={problem('mode')}
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
        <TypedField
          label="Refuse it when more is left out than (%)"
          placeholder="No limit of its own"
          numeric
          // The server counts in shares, the field in percent.
          problem={problem('strict') && 'A number from 0 to 100.'}
          value={options.strict == null ? '' : percentOf(options.strict)}
          onChange={(text) => {
            onChange({ ...options, strict: text === '' ? null : Number(text) / 100 })
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
        <fieldset className="mt-4" {...problemOf(columns, problem('columns'))}>
          <legend className="text-label text-ink-3">Which column is which</legend>
          <FieldProblem field={columns} problem={problem('columns')} />
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

/** The choices, and what was chosen elsewhere, by the API. */
function withChosen(
  chosen: string | null | undefined,
  choices: { value: string; label: string }[],
) {
  if (chosen == null || choices.some(({ value }) => value === chosen)) return choices
  return [...choices, { value: chosen, label: chosen }]
}

/** A share as percent to type over, without the noise of binary fractions. */
const percentOf = (share: number) => String(Number((share * 100).toFixed(6)))
