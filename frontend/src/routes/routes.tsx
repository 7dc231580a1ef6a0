import { lazy, Suspense, type ComponentType } from 'react'
import { Outlet, Route, Routes, useLocation } from 'react-router'
import { SignedIn } from '@/features/access/SignedIn'
import { Published } from '@/components/shell/Published'
import { Shell } from '@/components/shell/Shell'
import { NotFound } from './NotFound'
import { RouteError } from './RouteError'

const importDashboard = async () => (await import('@/features/overview/Dashboard')).Dashboard
const LaterDashboard = lazy(async () => ({ default: await importDashboard() }))
let Dashboard: ComponentType = LaterDashboard

/** Brings the overview's code, so that it is drawn at once, with nothing in its place before. */
export async function prepareOverview(): Promise<void> {
  Dashboard = await importDashboard()
}

const SegmentsPage = lazy(async () => ({
  default: (await import('@/features/segments/SegmentsPage')).SegmentsPage,
}))
const RFMMetrics = lazy(async () => ({
  default: (await import('@/features/customers/RFMMetrics')).RFMMetrics,
}))
const CustomerDetails = lazy(async () => ({
  default: (await import('@/features/customer/CustomerDetails')).CustomerDetails,
}))
const CampaignPage = lazy(async () => ({
  default: (await import('@/features/campaign/CampaignPage')).CampaignPage,
}))
const RetentionPage = lazy(async () => ({
  default: (await import('@/features/retention/RetentionPage')).RetentionPage,
}))
const ProductsPage = lazy(async () => ({
  default: (await import('@/features/products/ProductsPage')).ProductsPage,
}))
const ModelMetrics = lazy(async () => ({
  default: (await import('@/features/model/ModelMetrics')).ModelMetrics,
}))
const DataPage = lazy(async () => ({
  default: (await import('@/features/data/DataPage')).DataPage,
}))
const SettingsPage = lazy(async () => ({
  default: (await import('@/features/settings/SettingsPage')).SettingsPage,
}))
const SignInRoute = lazy(async () => ({
  default: (await import('@/features/access/SignInRoute')).SignInRoute,
}))

/** Plain routes: the router's own loaders and actions would add a sixth to the first download. */
export function Pages() {
  const { pathname } = useLocation()
  return (
    <RouteError path={pathname}>
      <Routes>
        <Route
          element={
            <SignedIn>
              <Shell />
            </SignedIn>
          }
        >
          <Route element={<Page path={pathname} />}>
            <Route element={<Published />}>
              <Route index element={<Dashboard />} />
              <Route path="segments" element={<SegmentsPage />} />
              <Route path="customers" element={<RFMMetrics />} />
              <Route path="customers/:customerId" element={<CustomerDetails />} />
              <Route path="campaign" element={<CampaignPage />} />
              <Route path="retention" element={<RetentionPage />} />
              <Route path="products" element={<ProductsPage />} />
              <Route path="model" element={<ModelMetrics />} />
            </Route>
            {/* On these nothing waits for a run; on the Data page a new shop is filled. */}
            <Route path="data" element={<DataPage />} />
            <Route path="settings" element={<SettingsPage />} />
            <Route path="sign-in" element={<SignInRoute />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Route>
      </Routes>
    </RouteError>
  )
}

/** The first page waits for its code here; a later one leaves the page before it in place. */
function Page({ path }: { path: string }) {
  return (
    <RouteError path={path}>
      <Suspense fallback={<p className="text-title">Loading the figures</p>}>
        <Outlet />
      </Suspense>
    </RouteError>
  )
}
