import type { paths } from './schema'

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

type Body<
  Path extends keyof paths,
  Method extends keyof paths[Path],
> = paths[Path][Method] extends {
  requestBody?: { content: { 'application/json': infer Sent } }
}
  ? Sent
  : never

export type Overview = Answer<'/api/overview'>
export type Month = Overview['months'][number]
export type GridCell = Overview['grid'][number]
export type Segments = Answer<'/api/customers/segments'>
export type SegmentRow = Segments['items'][number]
export type CustomerPage = Answer<'/api/customers/rfm'>
export type Customer = CustomerPage['items'][number]
export type Views = Answer<'/api/views'>
export type View = Views['items'][number]
export type NewView = Body<'/api/views', 'post'>
export type Facets = Answer<'/api/customers/facets'>
export type Histogram = NonNullable<Facets['recency']>
export type CustomerProfile = Answer<'/api/customers/{customer_id}/details'>
export type Order = CustomerProfile['orders'][number]
export type Metrics = Answer<'/api/model/metrics'>
export type BacktestRow = Metrics['backtest'][number]
export type ModelRun = Answer<'/api/model/runs'>['items'][number]
export type Run = Answer<'/api/runs/current'>
export type Session = Answer<'/api/session'>
export type Role = NonNullable<Session['user']>['role']
export type Key = Answer<'/api/keys'>['items'][number]
export type NewKey = Body<'/api/keys', 'post'>
export type MadeKey = paths['/api/keys']['post']['responses'][201]['content']['application/json']
export type NewUser = Body<'/api/users', 'post'>
// What is left out stays; the generated type takes defaults for presence.
export type UserChange = Body<'/api/users/{user_id}', 'patch'>

export type CampaignPlan = Answer<'/api/campaigns/plan'>
export type PlanCustomers = Answer<'/api/campaigns/plan/customers'>
export type PlanPoint = CampaignPlan['curve'][number]
export type Campaign = Answer<'/api/campaigns'>['items'][number]
export type CampaignBody = paths['/api/campaigns']['post']['requestBody'] extends
  infer Body | undefined
  ? Body extends { content: { 'application/json': infer Json } }
    ? Json
    : never
  : never

export type PlanQuery = NonNullable<paths['/api/campaigns/plan']['get']['parameters']['query']>

export type Runs = Answer<'/api/runs'>
export type PublishedRun = Runs['items'][number]
export type Job = Answer<'/api/jobs/{job_id}'>
export type LoadReport = NonNullable<Job['report']>
export type FileReport = LoadReport['files'][number]
export type Imports = Answer<'/api/imports'>
export type Import = Answer<'/api/imports/{import_id}'>
export type ImportOptions = NonNullable<
  paths['/api/imports/{import_id}/load']['post']['requestBody']
>['content']['application/json']

export type SegmentHistory = Answer<'/api/segments/history'>
export type Movement = Answer<'/api/segments/movement'>
export type Flow = Movement['items'][number]
export type Movers = Answer<'/api/segments/movers'>
export type Cohorts = Answer<'/api/cohorts'>
export type CohortMonth = Cohorts['items'][number]
export type ProductPage = Answer<'/api/products'>
export type Product = ProductPage['items'][number]
export type ProductDetails = Answer<'/api/products/{stock_code}/details'>
export type ProductMonth = ProductDetails['months'][number]
export type NextProduct = Answer<'/api/customers/{customer_id}/next-products'>['items'][number]
export type Affinity = Answer<'/api/products/affinity'>

export type Mover = Answer<'/api/segments/movers'>['items'][number]
export type MoversQuery = paths['/api/segments/movers']['get']['parameters']['query']
export type ProductSort = NonNullable<
  NonNullable<paths['/api/products']['get']['parameters']['query']>['sort']
>
export type ListQuery = NonNullable<paths['/api/customers/rfm']['get']['parameters']['query']>

type ExportBody = NonNullable<
  paths['/api/export/customers']['post']['requestBody']
>['content']['application/json']
export type ExportFilters = NonNullable<ExportBody['filters']>

export type SegmentRules = Answer<'/api/segment-rules'>
export type CellRule = SegmentRules['cells'][number]
export type WantedRules = Body<'/api/segment-rules', 'post'>
export type RulesPreview =
  paths['/api/segment-rules/preview']['post']['responses'][200]['content']['application/json']
