import { useInfiniteQuery } from '@tanstack/react-query'
import { DataTable } from '@/components/DataTable'
import { EmptyNote } from '@/components/Notices'
import { QueryView } from '@/components/QueryView'
import { Section } from '@/components/Section'
import { dayTime } from '@/format'
import { auditQuery } from '@/services/api/access'

export function AuditLog() {
  const log = useInfiniteQuery({
    ...auditQuery,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
  return (
    <Section title="Who did what" subtitle="The newest first; by the shop’s clock.">
      <QueryView query={log} failure="The log could not be loaded" skeleton={null}>
        {(items) =>
          items.length === 0 ? (
            <EmptyNote reason="Nothing is logged yet: sign-ins, loads, exports and erasures will stand here." />
          ) : (
            <DataTable
              caption="Log"
              rows={items}
              rowKey={(entry) => entry.audit_id}
              columns={[
                { head: 'When', cell: (entry) => dayTime(entry.happened_at) },
                {
                  head: 'Who',
                  cell: (entry) => <span className="wrap-anywhere">{entry.who}</span>,
                },
                {
                  head: 'What',
                  cell: (entry) =>
                    entry.about === null ? entry.what : `${entry.what}: ${entry.about}`,
                },
                { head: 'From', wideOnly: true, quiet: true, cell: (entry) => entry.address ?? '' },
              ]}
            />
          )
        }
      </QueryView>
      {log.hasNextPage && (
        <button
          type="button"
          className="filled-button mt-3"
          disabled={log.isFetchingNextPage}
          onClick={() => {
            void log.fetchNextPage()
          }}
        >
          Show more
        </button>
      )}
    </Section>
  )
}
