import { useQuery } from '@tanstack/react-query'
import { useCallback, useId, useRef, useState } from 'react'
import { DataTable } from '@/components/DataTable'
import { FigureTools, SqlPanels } from '@/components/figureParts'
import { Skeleton } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { SegmentName } from '@/components/segments/SegmentMark'
import { counted } from '@/format'
import { segmentRulesQuery } from '@/services/api/segmentRules'
import type { SegmentRules } from '@/services/api/types'
import { useMay } from '@/services/api/useMay'
import { cellsInWords } from './rules'
import { RulesEditor } from './RulesEditor'

/** Which cells make which segment, and the rule before the grid; an admin may change them. */
export function Rules() {
  const query = useQuery(segmentRulesQuery)
  return (
    <QueryView
      query={query}
      failure="The rules could not be loaded"
      skeleton={<Skeleton height={420} />}
    >
      {(rules) => <RulesSection rules={rules} />}
    </QueryView>
  )
}

function RulesSection({ rules }: { rules: SegmentRules }) {
  const heading = useId()
  const section = useRef<HTMLElement>(null)
  const mayEdit = useMay('admin')
  const [sqlOpen, setSqlOpen] = useState(false)
  const [editing, setEditing] = useState(false)
  const [done, setDone] = useState(false)
  const finish = useCallback(() => {
    setEditing(false)
    setDone(true)
  }, [])
  return (
    <section ref={section} aria-labelledby={heading} className="min-w-0">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1 basis-60">
          <h3 id={heading} className="font-semibold">
            {editing ? 'Other rules' : 'The rules behind the segments'}
          </h3>
          <p className="text-label text-ink-3">
            R: how recent the last order is. FM: how many orders, and how much. 5 is the best fifth,
            1 the last.
          </p>
        </div>
        <div data-tools className="-mr-2 ml-auto flex shrink-0 items-center">
          {mayEdit && !editing && (
            <button
              type="button"
              className="filled-button"
              onClick={() => {
                setDone(false)
                setEditing(true)
              }}
            >
              Edit rules
            </button>
          )}
          <FigureTools
            name="rules"
            section={section}
            whole={() => <RulesTable rules={rules} />}
            sql="segment_rules"
            sqlOpen={sqlOpen}
            onSql={setSqlOpen}
          />
        </div>
      </div>
      <p role="status" className="mb-3 font-medium empty:mb-0">
        {done && !editing && `Run ${rules.run_id} is served by these rules.`}
      </p>
      {editing ? (
        <RulesEditor
          rules={rules}
          onCancel={() => {
            setEditing(false)
          }}
          onDone={finish}
        />
      ) : (
        <RulesInWords rules={rules} />
      )}
      {sqlOpen && (
        <SqlPanels
          sql="segment_rules"
          onClose={() => {
            setSqlOpen(false)
          }}
        />
      )}
    </section>
  )
}

function RulesTable({ rules }: { rules: SegmentRules }) {
  const before = {
    segment: rules.new_customer_segment,
    rule:
      rules.new_customer_days === 0
        ? 'Nobody; the grid is for all'
        : `Exactly one order, at most ${counted(rules.new_customer_days, 'day')} ago: before the grid, whatever the cell`,
  }
  const rows = rules.segments.map((segment) => ({
    segment,
    rule: cellsInWords(rules.cells, segment) || 'No cell, so nobody',
  }))
  return (
    <DataTable
      caption="Which cells make which segment"
      rows={[before, ...rows]}
      rowKey={(row) => row.segment}
      columns={[
        { head: 'Segment', cell: (row) => <SegmentName segment={row.segment} /> },
        { head: 'Made by', cell: (row) => row.rule },
      ]}
    />
  )
}

function RulesInWords({ rules }: { rules: SegmentRules }) {
  return (
    <>
      <RulesTable rules={rules} />
      <p className="mt-2 text-label text-ink-3">
        {rules.is_default
          ? 'These are the default rules.'
          : 'These are rules of your own, not the default ones.'}
      </p>
    </>
  )
}
