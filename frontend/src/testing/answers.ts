import type {
  Customer,
  CustomerPage,
  Facets,
  Metrics,
  Overview,
  Segments,
} from '@/services/api/types'

const run = { run_id: 3, as_of: '2011-12-10T00:00:00', currency: 'GBP' }

export const overview: Overview = {
  ...run,
  finished_at: '2011-12-10T06:00:00',
  sample: false,
  shop_name: 'Online Retail',
  data_from: '2010-12-01T08:26:00',
  data_to: '2011-12-09T12:50:00',
  lines_kept: 534129,
  customers: 4334,
  new_customers_this_month: 41,
  repeat_customers: 2829,
  repeat_rate: 0.6527,
  at_risk: { customers: 643, monetary: 893000, share: 0.108 },
  expected_buyers: 1347,
  horizon_days: 30,
  months: [
    month('2011-10-01', 1_070_000),
    month('2011-11-01', 1_427_125),
    { ...month('2011-12-01', 440_000), partial: true, days_with_data: 9 },
  ],
  grid: [{ r: 5, fm: 5, customers: 465, monetary: 4_010_000, segment: 'Champions' }],
  new_customers: { customers: 651, monetary: 250_000 },
  recency_bounds: [{ r: 5, min_recency: 1, max_recency: 13 }],
}

function month(name: string, revenue: number): Overview['months'][number] {
  return {
    month: name,
    revenue,
    orders: 2642,
    customers: 1660,
    new_customers: 323,
    days: 30,
    days_with_data: 30,
    partial: false,
  }
}

export const segments: Segments = {
  ...run,
  total_customers: 1000,
  total_monetary: 100_000,
  items: [segment('Champions', 1, 200, 65_000), segment('At Risk', 9, 800, 35_000)],
}

function segment(name: string, position: number, customers: number, monetary: number) {
  return {
    segment: name,
    position,
    customers,
    share: customers / 1000,
    monetary,
    monetary_share: monetary / 100_000,
    mean_recency: 12,
    mean_frequency: 3,
    mean_monetary: monetary / customers,
    median_monetary: monetary / customers / 2,
    median_expected_value: null,
    expected_buyers: customers / 2,
    expected_value: null,
  }
}

export function customer(customerId: string, change: Partial<Customer> = {}): Customer {
  return {
    customer_id: customerId,
    country: 'United Kingdom',
    segment: 'At Risk',
    recency: 100,
    frequency: 4,
    monetary: 1234.5,
    r_score: 2,
    f_score: 4,
    m_score: 5,
    last_order_at: '2011-08-31T10:00:00',
    first_order_at: '2011-01-01T10:00:00',
    average_order_value: 308.6,
    typical_gap_days: 25,
    purchase_probability: 0.41,
    expected_value: null,
    ...change,
  }
}

export function page(items: Customer[], change: Partial<CustomerPage> = {}): CustomerPage {
  return {
    run_id: 3,
    currency: 'GBP',
    total: items.length,
    total_is_exact: true,
    first_row: 1,
    previous_cursor: null,
    next_cursor: null,
    items,
    ...change,
  }
}

const histogram = {
  min: 0,
  max: 400,
  bins: [
    { from: 0, to: 100, customers: 5 },
    { from: 100, to: 400, customers: 2 },
  ],
}

export const facets: Facets = {
  run_id: 3,
  countries: [
    { country: 'United Kingdom', customers: 3916 },
    { country: 'Germany', customers: 94 },
  ],
  recency: histogram,
  monetary: histogram,
  frequency: histogram,
  purchase_probability: null,
}

export const metrics: Metrics = {
  run_id: 3,
  model: 'logistic',
  note: null,
  cutoff: '2011-11-01',
  horizon_days: 30,
  population: 'all',
  n: 100,
  base_rate: 0.4,
  threshold: 0.5,
  default_threshold: 0.5,
  accuracy: 0.7,
  precision: 0.6,
  recall: 0.75,
  f1: 0.667,
  f1_weighted: 0.7,
  roc_auc: 0.745,
  pr_auc: 0.65,
  brier: 0.18,
  ece: 0.06,
  lift_top_decile: 2.4,
  f1_macro: 0.69,
  gain_top_decile: 0.24,
  log_loss: 0.52,
  confusion_matrix: [
    [40, 20],
    [10, 30],
  ],
  baselines: {
    everybody_buys: {
      f1: 0.571,
      f1_weighted: 0.229,
      f1_macro: 0.286,
      accuracy: 0.4,
      precision: 0.4,
      recall: 1,
      confusion_matrix: [
        [0, 60],
        [0, 40],
      ],
      days: null,
    },
    recency_rule: {
      f1: 0.6,
      f1_weighted: 0.62,
      f1_macro: 0.62,
      accuracy: 0.62,
      precision: 0.5,
      recall: 0.75,
      confusion_matrix: [
        [30, 30],
        [10, 30],
      ],
      days: 87,
    },
  },
  models: [],
  threshold_curve: [
    { threshold: 0.25, tn: 20, fp: 40, fn: 2, tp: 38 },
    { threshold: 0.5, tn: 40, fp: 20, fn: 10, tp: 30 },
    { threshold: 0.75, tn: 57, fp: 3, fn: 31, tp: 9 },
  ],
  score_histogram: [{ from: 0, to: 1, bought: 40, did_not: 60 }],
  reliability: [{ mean_predicted: 0.28, share_bought: 0.34, n: 100 }],
  gains: [
    { share_of_customers: 0, share_of_buyers: 0 },
    { share_of_customers: 1, share_of_buyers: 1 },
  ],
  backtest: [],
  season: [],
  value: [],
  intervals: { f1: [0.571, 0.609], roc_auc: [0.73, 0.76] },
  reliability_by_group: [
    {
      group: 'recency_over_gap',
      low: 0,
      high: 1,
      n: 7387,
      mean_predicted: 0.398,
      share_bought: 0.403,
    },
    {
      group: 'recency_over_gap',
      low: 5,
      high: null,
      n: 741,
      mean_predicted: 0.203,
      share_bought: 0.189,
    },
    { group: 'orders', low: 1, high: 2, n: 9769, mean_predicted: 0.142, share_bought: 0.144 },
    { group: 'orders', low: 3, high: 6, n: 5055, mean_predicted: 0.367, share_bought: 0.366 },
  ],
  summary: [],
  choice: null,
  card: null,
}
