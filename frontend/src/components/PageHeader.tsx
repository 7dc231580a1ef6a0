import { useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { asOfDay } from '@/format'
import { overviewQuery } from '@/services/api/queries'
import { sampleClasses, sampleWords } from './sampleMark'

interface PageHeaderProps {
  title: string
  /** Stands in the browser's tab; the title where it is left out. */
  tab?: string
  subtitle?: ReactNode
  above?: ReactNode
  children?: ReactNode
}

/** Title, what the page covers, up to which day its data goes, and whether it is sample data. */
export function PageHeader({ title, tab = title, subtitle, above, children }: PageHeaderProps) {
  const { data } = useQuery(overviewQuery)
  useEffect(() => {
    document.title = `${tab} · ${data?.shop_name ?? 'Predictive Sales Dashboard'}`
  }, [tab, data?.shop_name])
  return (
    <header className="mb-6">
      {above}
      {/* As tall as a button, which may come later. */}
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h1 className="text-title">{title}</h1>
          <p className="min-h-5 text-body text-ink-3">{subtitle}</p>
        </div>
        <div className="flex flex-wrap items-center gap-3 max-md:w-full">
          {data?.sample === true && <p className={sampleClasses}>{sampleWords}</p>}
          {/* On the screen the frame has it. */}
          {data !== undefined && (
            <p className="hidden text-label font-semibold print:block">{data.shop_name}</p>
          )}
          {data !== undefined && (
            <p className="text-label text-ink-2 max-md:hidden">{asOfDay(data.as_of)}</p>
          )}
          {children}
        </div>
      </div>
    </header>
  )
}
