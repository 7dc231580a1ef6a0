import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { metrics, overview } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import type { Metrics } from '@/services/api/types'
import { figuresOf, weightedF1OfNobody } from './classification'
import { f1Finding, f1Rows } from './findings'
import { ModelMetrics } from './ModelMetrics'

function draw(address: string, answer: Metrics = metrics) {
  serve({ '/api/overview': () => json(overview), '/api/model/metrics': () => json(answer) })
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

test('figures follow from the matrix', () => {
  const figures = figuresOf({ tn: 1710, fp: 923, fn: 390, tp: 947 })
  expect(figures.f1).toBeCloseTo(0.5906, 4)
  expect(figures.f1_weighted).toBeCloseTo(0.6781, 4)
  expect(figures.precision).toBeCloseTo(0.5064, 4)
  expect(figures.recall).toBeCloseTo(0.7083, 4)
  expect(figures.accuracy).toBeCloseTo(0.6693, 4)
})

test('naming nobody has the weighted F1 of its matrix', () => {
  const nobody = figuresOf({ tn: 2633, fp: 0, fn: 1337, tp: 0 })
  expect(weightedF1OfNobody(1337 / 3970)).toBeCloseTo(nobody.f1_weighted, 10)
})

test('every F1 figure stands beside its guess, and a tie is called one', () => {
  const row = {
    cutoff: '2011-11-01',
    model: 'logistic',
    chosen: true,
    n: 100,
    base_rate: 0.3,
    threshold: 0.3,
    f1_weighted: 0.73,
    accuracy: 0.7,
    precision: 0.5,
    recall: 0.6,
    roc_auc: 0.74,
    pr_auc: 0.6,
    brier: 0.17,
    ece: 0.04,
    lift_top_decile: 2.5,
  }
  const rows = f1Rows({
    population: 'all',
    horizon_days: 30,
    backtest: [
      { ...row, population: 'established', horizon_days: 60, f1: 0.77, f1_everybody: 0.768 },
      { ...row, population: 'all', horizon_days: 30, f1: 0.55, f1_everybody: 0.44 },
    ],
  })
  expect(rows.map(({ name, verdict }) => [name, verdict])).toEqual([
    ['All customers, 30 days', 'beats it'],
    ['The same, weighted', 'flattering'],
    ['Established customers, 60 days', 'no better'],
  ])
  expect(f1Finding(rows)).toBe('Three F1 figures, one of which is no better than a guess')
})
