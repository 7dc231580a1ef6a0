import { useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { PageHeader } from '@/components/PageHeader'
import { FigureTools, SqlPanels } from '@/components/figureParts'
import { Region } from '@/components/Section'
import { count, counted as countedWords } from '@/format'
import {
  customerCountQuery,
  customerListQuery,
  facetsQuery,
  overviewQuery,
} from '@/services/api/queries'
import type { Customer, CustomerPage } from '@/services/api/types'
import { visibleColumns } from './columns'
import { ColumnsMenu } from './ColumnsMenu'
import { CountButton } from './CountButton'
import { CustomerList } from './CustomerList'
import { SearchField } from '@/components/SearchField'
import { ExportButton } from './ExportButton'
import { FilterPanel } from './FilterPanel'
import { JumpMenu } from './JumpMenu'
import { StartLine } from './StartLine'
import {
  countFilters,
  longestSearch,
  noFilters,
  toQuery,
  type Filters,
} from '@/components/listState'
import { useLayout } from './useLayout'
import { useListState } from './useListState'
import { ViewsMenu } from './ViewsMenu'

/** The list, its number of matches, and what the filters show. Its file is the export. */
const listSql = ['customers', 'customers_counted', 'histogram', 'countries', 'grid']

/** All customers with their scores: filtered, sorted, searched and exported. */
export function RFMMetrics() {
  const state = useListState()
  const { filters, sort, changeFilters } = state
  const query = useMemo(
    () => ({ ...toQuery(filters), sort, ...state.start }),
    [filters, sort, state.start],
  )
  const list = useInfiniteQuery(customerListQuery(query))
  const facets = useQuery(facetsQuery)
  const overview = useQuery(overviewQuery)
  const layout = useLayout()
  const [sqlOpen, setSqlOpen] = useState(false)

  const shown = useLastLoaded(list.data && { data: list.data, filters, sort })
  const listed = shown?.data.pages[0]
  const exact = useQuery({
    ...customerCountQuery(toQuery(shown?.filters ?? filters)),
    enabled: false,
  })
  const counted = exact.data?.run_id === listed?.run_id ? exact.data : undefined
  const first = listed && counted ? withTotal(listed, counted.total) : listed
  const unknown = useMemo(() => unknownFields(shown?.data.pages ?? []), [shown?.data.pages])
  const columns = visibleColumns({ chosen: state.columns, layout, unknown })
  const exported = visibleColumns({ chosen: state.columns, layout: 'desktop', unknown })
  const clear = () => {
    changeFilters(() => noFilters)
  }

  return (
    <>
      <PageHeader
        title="Customers"
        subtitle={first && overview.data && matchLine(first, overview.data.customers)}
      >
        {/* Of a list that could not be loaded nothing can be exported. */}
        {(list.data ?? list.isPending) && (
          <ExportButton
            filters={toQuery(filters)}
            sort={sort}
            columns={exported.flatMap((column) => column.fields)}
            hasMore={exported.length > columns.length}
            total={list.data && first?.total}
            exact={first?.total_is_exact ?? true}
          />
        )}
      </PageHeader>
      <FilterPanel
        filters={filters}
        facets={facets}
        currency={first?.currency ?? overview.data?.currency}
        onChange={changeFilters}
        onClear={clear}
      />
      <Region>
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
          <div className="flex flex-wrap items-center gap-x-2">
            <h2 className="text-finding">
              {first && shown
                ? finding(first, countFilters(shown.filters))
                : 'The list of customers'}
            </h2>
            {first?.total_is_exact === false && <CountButton count={exact} />}
          </div>
          <div className="flex flex-wrap items-center gap-1 max-md:w-full max-md:justify-end md:-mr-2">
            <SearchField
              className="w-56 max-md:w-full"
              label="Search by customer id or country"
              placeholder="Customer id or country"
              text={filters.q}
              longest={longestSearch}
              onSearch={(q) => {
                changeFilters((now) => ({ ...now, q }), { replace: true })
              }}
            />
            <JumpMenu
              sort={sort}
              total={first?.total_is_exact ? first.total : undefined}
              onJump={state.startAt}
            />
            <ViewsMenu />
            <ColumnsMenu chosen={state.columns} unknown={unknown} onChange={state.setColumns} />
            <FigureTools name="customers" sql={listSql} sqlOpen={sqlOpen} onSql={setSqlOpen} />
          </div>
        </div>
        {sqlOpen && (
          <SqlPanels
            sql={listSql}
            onClose={() => {
              setSqlOpen(false)
            }}
          />
        )}
        {state.ignored.length > 0 && (
          <p role="status" className="mb-2 text-body break-words">
            <span className="font-semibold text-bad">Left out of this list</span>, as{' '}
            {state.ignored.length === 1 ? 'it is no filter: ' : 'they are no filters: '}
            {state.ignored.join(', ')}
          </p>
        )}
        <StartLine list={list} start={state.start} sort={sort} onJump={state.startAt} />
        <CustomerList
          list={list}
          data={shown?.data}
          query={query}
          columns={columns}
          sort={list.isError && shown ? shown.sort : sort}
          onSort={state.sortBy}
          filterCount={countFilters(filters)}
          onClear={clear}
        />
      </Region>
    </>
  )
}

interface Loaded {
  data: InfiniteData<CustomerPage>
  filters: Filters
  sort: string
}

/** The list as last loaded, with what it was asked for: it stays while the next one loads or fails. */
function useLastLoaded(loaded: Loaded | undefined): Loaded | undefined {
  const [last, setLast] = useState(loaded)
  if (loaded !== undefined && loaded.data !== last?.data) setLast(loaded)
  return loaded ?? last
}

/** The page with the number that was counted, in place of "at least so many". */
function withTotal(page: CustomerPage, total: number): CustomerPage {
  return { ...page, total, total_is_exact: true }
}

function matchLine(page: CustomerPage, all: number): string {
  return page.total === all ? `${count(all)} scored` : `${total(page)} of ${count(all)} match`
}

function total(page: CustomerPage): string {
  return count(page.total) + (page.total_is_exact ? '' : '+')
}

function finding(page: CustomerPage, filterCount: number): string {
  if (filterCount === 0) return `All ${countedWords(page.total, 'customer')}`
  const who = `${total(page)} ${page.total === 1 ? 'customer matches' : 'customers match'}`
  return `${who} ${countedWords(filterCount, 'filter')}`
}

/** Fields without a value in any row: no model yet, or a figure of a later version. */
function unknownFields(pages: readonly CustomerPage[]): Set<keyof Customer> {
  const rows = pages.flatMap((page) => page.items)
  const nullable = ['purchase_probability', 'expected_value'] as const
  if (rows.length === 0) return new Set<keyof Customer>(['expected_value'])
  return new Set(nullable.filter((field) => rows.every((row) => row[field] === null)))
}
