import { DataTable } from '@/components/DataTable'
import { Section } from '@/components/Section'
import { count, counted } from '@/format'
import type { Run } from '@/services/api/types'

export function Loads({ loads }: { loads: Run['loads'] }) {
  return (
    <Section
      name="loads"
      sql="current_run"
      title={counted(loads.length, 'load')}
      subtitle="What the run stands on, the newest last."
    >
      <DataTable
        caption="Loaded files"
        rows={loads}
        rowKey={(load) => load.load_id}
        columns={[
          { head: 'From', cell: (load) => <span className="break-all">{load.source}</span> },
          { head: 'Lines in', align: 'right', cell: (load) => count(load.lines_in) },
          { head: 'Kept', align: 'right', cell: (load) => count(load.lines_kept) },
          {
            head: 'SHA-256',
            align: 'right',
            wideOnly: true,
            quiet: true,
            cell: (load) => (
              <code className="font-mono text-label" title={load.content_sha256}>
                {load.content_sha256.slice(0, 12)}
              </code>
            ),
          },
        ]}
      />
    </Section>
  )
}
