import type { RouteObject } from 'react-router'
import { Shell } from '@/components/shell/Shell'
import { NotFound } from './NotFound'
import { RouteError } from './RouteError'

export const routes: RouteObject[] = [
  {
    element: <Shell />,
    errorElement: <RouteError />,
    HydrateFallback: () => null,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          {
            index: true,
            lazy: async () => ({
              Component: (await import('@/features/overview/Dashboard')).Dashboard,
            }),
          },
          {
            path: 'segments',
            lazy: async () => ({
              Component: (await import('@/features/segments/SegmentsPage')).SegmentsPage,
            }),
          },
          {
            path: 'customers',
            lazy: async () => ({
              Component: (await import('@/features/customers/RFMMetrics')).RFMMetrics,
            }),
          },
          {
            path: 'customers/:customerId',
            lazy: async () => ({
              Component: (await import('@/features/customer/CustomerDetails')).CustomerDetails,
            }),
          },
          {
            path: 'model',
            lazy: async () => ({
              Component: (await import('@/features/model/ModelMetrics')).ModelMetrics,
            }),
          },
          {
            path: 'data',
            lazy: async () => ({
              Component: (await import('@/features/data/DataPage')).DataPage,
            }),
          },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]
