import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, useParams, useSearchParams } from 'react-router'
import { listSearch } from '@/components/listState'
import { Skeleton } from '@/components/Notices'
import { PageHeader } from '@/components/PageHeader'
import { QueryView } from '@/components/QueryView'
import { Region } from '@/components/Section'
import { SegmentName } from '@/components/segments/SegmentMark'
import { day } from '@/format'
import { hasStatus } from '@/services/api/error'
import { customerQuery } from '@/services/api/queries'
import type { CustomerProfile } from '@/services/api/types'
import { useMay } from '@/services/api/useMay'
import { noteCustomer } from '@/services/recentCustomers'
import { CustomerData } from './CustomerData'
import { CustomerKpis } from './CustomerKpis'
import { Neighbours } from './Neighbours'
import { NextProducts } from './NextProducts'
import { NoSuchCustomer } from './NoSuchCustomer'
import { Orders } from './Orders'
import { OrderTimeline } from './OrderTimeline'
import { Parts } from './Parts'
import { Prediction } from './Prediction'
import { Products } from './Products'
import { ScorePercentiles } from './ScorePercentiles'
import { SegmentStrip } from './SegmentStrip'

export function CustomerDetails() {
  const { customerId = '' } = useParams()
  const [params] = useSearchParams()
  const customer = useQuery(customerQuery(customerId))
  const mayErase = useMay('admin')
  const known = customer.data?.customer_id
  useEffect(() => {
    if (known !== undefined) noteCustomer(known)
  }, [known])
  if (hasStatus(customer.error, 404)) return <NoSuchCustomer customerId={customerId} />
  return (
    <>
      <PageHeader
        title={`Customer ${customerId}`}
        subtitle={customer.data && whereAndSince(customer.data)}
        above={
          <div className="mb-1 flex flex-wrap items-center justify-between gap-x-4">
            <nav aria-label="Breadcrumb" className="text-label text-ink-3">
              <Link
                to={{ pathname: '/customers', search: listSearch(params) }}
                className="link inline-flex min-h-6 items-center"
              >
                Customers
              </Link>{' '}
              / {customerId}
            </nav>
            {params.has('sort') && <Neighbours customerId={customerId} />}
          </div>
        }
      >
        {customer.data && (
          <Link
            to={`/customers?segment=${encodeURIComponent(customer.data.rfm.segment)}`}
            className="filled-button font-medium"
          >
            <SegmentName segment={customer.data.rfm.segment} />
          </Link>
        )}
      </PageHeader>
      <QueryView
        query={customer}
        failure="The customer could not be loaded"
        skeleton={<CustomerSkeleton />}
      >
        {(profile) => (
          <>
            <CustomerKpis profile={profile} />
            <Region>
              <OrderTimeline profile={profile} />
            </Region>
            <Region>
              <SegmentStrip profile={profile} />
            </Region>
            <Region className="grid gap-8 wide:grid-cols-2">
              <Prediction
                prediction={profile.prediction}
                className={profile.prediction.parts.length > 0 ? '' : 'wide:col-span-2'}
              />
              <Parts prediction={profile.prediction} />
              <ScorePercentiles rfm={profile.rfm} currency={profile.currency} />
              <NextProducts customerId={profile.customer_id} />
            </Region>
            <Region className="grid gap-8 wide:grid-cols-2">
              <Products profile={profile} />
              <Orders profile={profile} />
            </Region>
            {mayErase && (
              <Region>
                <CustomerData key={profile.customer_id} customerId={profile.customer_id} />
              </Region>
            )}
          </>
        )}
      </QueryView>
    </>
  )
}

function whereAndSince({ countries, country, rfm }: CustomerProfile): string {
  const others = countries.filter((each) => each !== country)
  const also = others.length > 0 ? ` (also ${others.join(', ')})` : ''
  return `${country}${also}, first order ${day(rfm.first_order_at)}`
}

function CustomerSkeleton() {
  return (
    <>
      <Skeleton height={72} />
      <Region>
        <Skeleton height={268} />
      </Region>
      <Region>
        <Skeleton height={128} />
      </Region>
      <Region className="grid gap-8 wide:grid-cols-2">
        <Skeleton height={220} />
        <Skeleton height={220} />
      </Region>
    </>
  )
}
