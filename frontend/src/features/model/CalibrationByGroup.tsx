import { DataTable, type DataColumn } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { count, percent } from '@/format'
import { calibrationFinding, groupName, type Group } from './calibration'
import { modelSql } from './modelSql'

const kinds = [
  { kind: 'recency_over_gap', title: 'How overdue', caption: 'Calibration by how overdue' },
  { kind: 'orders', title: 'How many orders', caption: 'Calibration by number of orders' },
] as const

const figures: DataColumn<Group>[] = [
  { head: 'Predicted', align: 'right', cell: (row) => percent(row.mean_predicted) },
  { head: 'Came', align: 'right', cell: (row) => percent(row.share_bought) },
  { head: 'Forecasts', align: 'right', wideOnly: true, cell: (row) => count(row.n) },
]

/** Whether what was said came about for each kind of customer, not only on the whole. */
export function CalibrationByGroup({ groups }: { groups: readonly Group[] }) {
  const most = Math.max(...groups.flatMap((group) => [group.mean_predicted, group.share_bought]))
  return (
    <Section
      name="calibration"
      sql={modelSql}
      title={calibrationFinding(groups)}
      subtitle="Share of buyers over all test cutoffs, one forecast for each customer and cutoff. Bar: what came. Tick: what was predicted."
      table={
        <DataTable
          caption="Calibration by group"
          rows={groups}
          rowKey={(group) => `${group.group} ${group.low}`}
          columns={[{ head: 'Customers with', cell: groupName }, ...figures]}
        />
      }
    >
      <div className="grid gap-8 wide:grid-cols-2">
        {kinds.map(({ kind, title, caption }) => {
          const rows = groups.filter(({ group }) => group === kind)
          if (rows.length === 0) return null
          return (
            <div key={kind} className="min-w-0">
              <h3 className="font-semibold">{title}</h3>
              <DataTable
                caption={caption}
                rows={rows}
                rowKey={(row) => row.low}
                columns={[
                  { head: 'Customers with', cell: groupName },
                  {
                    head: `${percent(0)} to ${percent(most)}`,
                    picture: true,
                    wideOnly: true,
                    cell: (row) => <Bar group={row} most={most} />,
                  },
                  ...figures,
                ]}
              />
            </div>
          )
        })}
      </div>
    </Section>
  )
}

function Bar({ group, most }: { group: Group; most: number }) {
  const place = (share: number) => `${most === 0 ? 0 : (share / most) * 100}%`
  return (
    <div aria-hidden className="relative h-3.5 w-32">
      <div
        className="absolute inset-y-[3px] left-0 bg-bar"
        style={{ width: place(group.share_bought) }}
      />
      <div
        className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-ink"
        style={{ left: place(group.mean_predicted) }}
      />
    </div>
  )
}
