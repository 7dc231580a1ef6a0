import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { metrics, overview } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import type { BacktestRow, Metrics } from '@/services/api/types'
import type { ModelRun } from '@/services/api/types'
import { calibrationFinding } from './calibration'
import { figuresOf } from './classification'
import { backtestFinding, f1Finding, f1Rows } from './findings'
import { ModelMetrics } from './ModelMetrics'
import { driftFinding } from './RunsCompared'
import { valueFinding } from './ValueFigures'

function draw(address: string, answer: Metrics = metrics) {
  serve({
    '/api/overview': () => json(overview),
    '/api/model/metrics': () => json(answer),
    '/api/model/runs': () => json({ run_id: 3, items: [] }),
  })
  return renderAt(address, <ModelMetrics />)
}

async function matrix(): Promise<string[]> {
  const table = await screen.findByRole('table', { name: 'Confusion matrix' })
  return within(table)
    .getAllByRole('cell')
    .map((cell) => cell.textContent)
    .filter((text) => text !== '')
}

describe('the threshold', () => {
  test('is the model’s own without an address', async () => {
    draw('/model')
    expect(await matrix()).toEqual([
      '10missed',
      '30found',
      '40rightly left out',
      '20written to in vain',
    ])
  })

  test('of the address decides the matrix and the sentence', async () => {
    draw('/model?threshold=0.75')
    expect(await matrix()).toEqual([
      '31missed',
      '9found',
      '57rightly left out',
      '3written to in vain',
    ])
    expect(
      screen.getByText('At 0.75, the model finds 23% of buyers; 75% of those it names do buy'),
    ).toBeInTheDocument()
  })

  test('moves by keyboard and goes into the address', async () => {
    const { search } = draw('/model?threshold=0.75')
    const slider = await screen.findByRole('slider', { name: 'Threshold' })
    slider.focus()
    await userEvent.keyboard('{Home}')
    expect(search().get('threshold')).toBe('0.00')
    expect((await matrix())[1]).toBe('38found')
  })
})

test('a run without a model says why', async () => {
  draw('/model', { ...metrics, model: null, note: 'Two months are too few.', threshold_curve: [] })
  expect(await screen.findByText('Two months are too few.')).toBeInTheDocument()
})

test('a kept model says why the new one was not taken', async () => {
  const note = 'The new model was not taken.'
  const choice = { origin: 'kept' as const, made_by_run: 1, note, comparisons: [] }
  draw('/model', { ...metrics, choice })
  expect(await screen.findByText(note)).toBeInTheDocument()
  expect(screen.getByText('An earlier model was kept')).toBeInTheDocument()
})

test('figures follow from the matrix', () => {
  const figures = figuresOf({ tn: 1710, fp: 923, fn: 390, tp: 947 })
  expect(figures.f1).toBeCloseTo(0.5906, 4)
  expect(figures.f1_weighted).toBeCloseTo(0.6781, 4)
  expect(figures.precision).toBeCloseTo(0.5064, 4)
  expect(figures.recall).toBeCloseTo(0.7083, 4)
  expect(figures.accuracy).toBeCloseTo(0.6693, 4)
})

const cutoff: BacktestRow = {
  cutoff: '2011-11-01',
  population: 'all',
  horizon_days: 30,
  model: 'logistic',
  chosen: true,
  n: 100,
  base_rate: 0.3,
  threshold: 0.3,
  f1: 0.55,
  f1_everybody: 0.44,
  f1_recency_rule: 0.49,
  f1_weighted: 0.73,
  f1_weighted_everybody: 0.12,
  f1_weighted_nobody: 0.6,
  accuracy: 0.7,
  precision: 0.5,
  recall: 0.6,
  roc_auc: 0.74,
  pr_auc: 0.6,
  brier: 0.17,
  ece: 0.04,
  lift_top_decile: 2.5,
  f1_macro: 0.67,
  gain_top_decile: 0.25,
  log_loss: 0.5,
  season: 'none',
  intervals: {},
}

describe('the backtest is called ahead', () => {
  const between = { ...cutoff, f1: 0.47 }

  test('of both baselines only where it is', () => {
    expect(backtestFinding([cutoff, cutoff])).toBe('Ahead of both baselines in all two months')
    expect(backtestFinding([cutoff, between])).toBe('Ahead of both baselines in one of two months')
    expect(backtestFinding([between, between])).toBe(
      'Ahead of both baselines in none of two months',
    )
    expect(backtestFinding([between])).toBe('Not ahead of both baselines in the one month tested')
  })

  test('of guessing where the other rule is not known in every month', () => {
    const unknown = { ...cutoff, f1_recency_rule: null }
    expect(backtestFinding([cutoff, unknown])).toBe('Ahead of guessing in all two months')
    expect(backtestFinding([])).toBe('No month has been tested yet')
  })
})

function spread(mean: number) {
  return { mean, min: mean - 0.03, max: mean + 0.04 }
}

const summary: Metrics['summary'][number] = {
  population: 'all',
  horizon_days: 30,
  model: 'shipped',
  cutoffs: 7,
  base_rate: spread(0.3),
  f1: spread(0.55),
  f1_everybody: spread(0.44),
  f1_recency_rule: spread(0.49),
  f1_weighted: spread(0.73),
  f1_weighted_everybody: spread(0.12),
  f1_weighted_nobody: spread(0.6),
  accuracy: spread(0.7),
  precision: spread(0.5),
  recall: spread(0.6),
  roc_auc: spread(0.74),
  pr_auc: spread(0.6),
  brier: spread(0.17),
  ece: spread(0.04),
  lift_top_decile: spread(2.5),
  f1_macro: spread(0.67),
  gain_top_decile: spread(0.25),
  log_loss: spread(0.5),
}

describe('the F1 figures', () => {
  test('stand beside their guess, and a tie is called one', () => {
    const rows = f1Rows({
      population: 'all',
      horizon_days: 30,
      summary: [
        {
          ...summary,
          population: 'established',
          horizon_days: 60,
          f1: spread(0.77),
          f1_everybody: spread(0.768),
        },
        summary,
        { ...summary, model: 'random_forest' },
      ],
    })
    expect(rows.map(({ name, naive, verdict }) => [name, naive, verdict])).toEqual([
      ['All customers, 30 days', 0.44, 'beats it'],
      ['The same, weighted', 0.6, 'flattering'],
      ['Established customers, 60 days', 0.768, 'no better'],
    ])
    expect(f1Finding(rows)).toBe('Three F1 figures, one of which is no better than a guess')
  })

  test('are left out where nothing is known', () => {
    const rows = f1Rows({ ...metrics, summary: [{ ...summary, f1_weighted: null, f1: null }] })
    expect(rows).toEqual([])
    expect(f1Finding(rows)).toBe('No F1 figure has been tested yet')
  })
})

describe('an interval', () => {
  test('stands below each figure that has one', async () => {
    draw('/model')
    expect(await screen.findByText('95%: 0.571 to 0.609')).toBeInTheDocument()
    expect(screen.getByText('95%: 0.730 to 0.760')).toBeInTheDocument()
  })

  test('of F1 holds for the model’s own threshold only', async () => {
    draw('/model?threshold=0.75')
    expect(await screen.findByText('95%: 0.730 to 0.760')).toBeInTheDocument()
    expect(screen.queryByText('95%: 0.571 to 0.609')).not.toBeInTheDocument()
  })
})

test('the recency rule tells its days', async () => {
  draw('/model')
  expect(
    await screen.findByRole('rowheader', { name: 'Bought in the last 87 days' }),
  ).toBeInTheDocument()
})

describe('calibration by group', () => {
  test('compares what was said with what came', async () => {
    draw('/model')
    const title = 'In all four groups, what came lies within 2 points of what was said'
    expect(await screen.findByRole('heading', { name: title })).toBeInTheDocument()
    const overdue = screen.getByRole('table', { name: 'Calibration by how overdue' })
    expect(
      within(overdue).getByRole('row', { name: /^5× the usual gap or more.*20% 19% 741$/ }),
    ).toBeInTheDocument()
    const orders = screen.getByRole('table', { name: 'Calibration by number of orders' })
    expect(within(orders).getByRole('rowheader', { name: '3 to 5 orders' })).toBeInTheDocument()
  })

  test('names the group that is far off', () => {
    const group = { group: 'orders', low: 11, high: null, n: 40 }
    expect(calibrationFinding([{ ...group, mean_predicted: 0.6, share_bought: 0.8 }])).toBe(
      'Furthest off at 11 orders or more: it said 60%, 80% bought',
    )
  })
})

test('figures that are not there yet leave no empty pictures', async () => {
  draw('/model', {
    ...metrics,
    intervals: {},
    reliability: [],
    reliability_by_group: [],
    gains: [],
    baselines: {},
    roc_auc: null,
  })
  expect(
    await screen.findByRole('heading', { name: 'No month has been tested yet' }),
  ).toBeInTheDocument()
  expect(screen.queryByText(/95%/)).not.toBeInTheDocument()
  expect(screen.queryByText(/best fifth/)).not.toBeInTheDocument()
  expect(screen.queryByText('How overdue')).not.toBeInTheDocument()
})

test('what it costs follows the threshold, and the price of a letter the address', async () => {
  draw('/model?cost=2')
  const cost = await screen.findByRole('textbox', { name: 'Cost per letter' })
  expect(cost).toHaveValue('£2.00')
  const term = (name: string) => screen.getByText(name).nextElementSibling
  expect(term('50 letters')).toHaveTextContent('£100')
  expect(term('of it in vain')).toHaveTextContent('£40')
  expect(term('per buyer found')).toHaveTextContent('£3.33')
  expect(term('per buyer if all were written to')).toHaveTextContent('£5.00')
})

test('each figure is told in words, with what a guess reaches', async () => {
  draw('/model')
  const name = await screen.findByText('ROC-AUC 0.745')
  expect(name.nextElementSibling).toHaveTextContent(
    'Of a buyer and another customer, the buyer stands higher in 75 of 100 pairs; a coin gives 50.',
  )
  expect(screen.getByText('Accuracy 70%').nextElementSibling).toHaveTextContent(
    '70 of 100 customers are told rightly; saying that nobody buys, 60 of 100.',
  )
})

test('a model is compared with the run before it', () => {
  const run = (run_id: number, roc_auc: number | null) => ({ run_id, roc_auc }) as ModelRun
  expect(driftFinding([run(4, 0.748), run(3, null), run(2, 0.75)])).toBe(
    'ROC-AUC 0.748 in run 4, −0.002 on run 2',
  )
  expect(driftFinding([run(4, 0.748)])).toBe('ROC-AUC 0.748 in run 4, the first with a model')
})

test('expected spend says where another rule comes closer', () => {
  const row = (model: string, mean_absolute_error: number, bias: number) => {
    const none = { median_absolute_error: null, rank_correlation: null, deviance: null }
    return {
      model,
      mean_absolute_error,
      bias,
      ...none,
      coverage: null,
      cutoffs: 3,
      horizon_days: 90,
    }
  }
  expect(valueFinding([row('shipped', 472, -0.26), row('zero', 648, -1)])).toBe(
    'Expected spend: the smallest mean error, the sum 26% too low',
  )
  expect(valueFinding([row('shipped', 472, 0.1), row('mean_rate', 400, 0)])).toBe(
    'Expected spend: not the smallest error, the sum 10% too high',
  )
})
