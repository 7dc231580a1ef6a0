import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { customer, facets, overview, page, segments } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { json, serve, type Answer } from '@/testing/server'
import { RFMMetrics } from './RFMMetrics'

const shares = { min: 0, max: 1, bins: [{ from: 0, to: 1, customers: 2 }] }

function serveList(list: Answer) {
  return serve({
    '/api/overview': () => json(overview),
    '/api/customers/segments': () => json(segments),
    '/api/customers/facets': () => json({ ...facets, purchase_probability: shares }),
    '/api/customers/rfm': list,
  })
}

const twoRows = page([customer('13027'), customer('16182')])

describe('the list', () => {
  test('asks for what the address says', async () => {
    const asked = serveList(() => json(twoRows))
    renderAt('/customers?segment=At+Risk&min_monetary=500&sort=recency', <RFMMetrics />)
    await screen.findByText('2 customers match 2 filters')
    const list = asked.find(({ path }) => path === '/api/customers/rfm')
    expect(list?.params.getAll('segment')).toEqual(['At Risk'])
    expect(list?.params.get('min_monetary')).toBe('500')
    expect(list?.params.get('sort')).toBe('recency')
  })

  test('leaves out a column that has no value in any row', async () => {
    serveList(() => json(twoRows))
    renderAt('/customers', <RFMMetrics />)
    expect(await screen.findByRole('columnheader', { name: /Spend/ })).toBeInTheDocument()
    expect(screen.queryByText('Expected value')).not.toBeInTheDocument()
  })

  test('says how many match of all', async () => {
    serveList(() => json(page([customer('13027')], { total: 230 })))
    renderAt('/customers?q=13', <RFMMetrics />)
    expect(await screen.findByText('230 of 4,334 match')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Export 230 rows' })).toBeEnabled()
  })
})

describe('loading on', () => {
  test('follows the cursor to the end', async () => {
    const asked = serveList(({ params }) =>
      params.has('cursor')
        ? json(page([customer('16182')], { total: 2 }))
        : json(page([customer('13027')], { total: 2, next_cursor: 'two' })),
    )
    renderAt('/customers', <RFMMetrics />)
    expect(await screen.findByRole('link', { name: '16182' })).toBeInTheDocument()
    expect(screen.getByRole('link', { name: '13027' })).toBeInTheDocument()
    expect(asked.some(({ params }) => params.get('cursor') === 'two')).toBe(true)
  })

  test('starts again where the run of its cursor is gone, and says so', async () => {
    let run = 1
    serveList(({ params }) => {
      if (params.has('cursor')) {
        run = 2
        return json({ title: 'Gone' }, 410)
      }
      return json(page([customer(`run${run}`)], run === 1 ? { next_cursor: 'old' } : {}))
    })
    renderAt('/customers', <RFMMetrics />)
    expect(await screen.findByRole('link', { name: 'run2' })).toBeInTheDocument()
    expect(screen.getByText(/starts again from the top/)).toBeInTheDocument()
    await userEvent.click(screen.getByRole('button', { name: 'Recency 5' }))
    expect(await screen.findByRole('link', { name: 'run2' })).toBeInTheDocument()
    expect(screen.queryByText(/starts again from the top/)).not.toBeInTheDocument()
  })
})

describe('a filter', () => {
  test('builds on the one before it, drawn or not', async () => {
    serveList(() => json(twoRows))
    const { search } = renderAt('/customers', <RFMMetrics />)
    const score = await screen.findByRole('button', { name: 'Recency 5' })
    act(() => {
      screen.getByRole('button', { name: /At Risk/ }).click()
      score.click()
      screen.getByRole('button', { name: 'Recency 4' }).click()
    })
    expect(search().getAll('segment')).toEqual(['At Risk'])
    expect(search().getAll('r_score')).toEqual(['4', '5'])
  })

  test('goes into the address, and back again', async () => {
    serveList(() => json(twoRows))
    const { search, back } = renderAt('/customers', <RFMMetrics />)
    const chip = await screen.findByRole('button', { name: /At Risk/ })
    await userEvent.click(chip)
    expect(search().getAll('segment')).toEqual(['At Risk'])
    expect(chip).toHaveAttribute('aria-pressed', 'true')
    await back()
    await waitFor(() => {
      expect(chip).toHaveAttribute('aria-pressed', 'false')
    })
  })

  test('by score, country and exact bound ends up in one address', async () => {
    serveList(() => json(twoRows))
    const { search } = renderAt('/customers', <RFMMetrics />)
    await userEvent.click(await screen.findByRole('button', { name: 'Recency 2' }))
    await userEvent.click(screen.getByRole('checkbox', { name: /Germany/ }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Spend, at least' }), '500{Enter}')
    expect(search().toString()).toBe('country=Germany&r_score=2&min_monetary=500')
  })

  test.each([
    ['Spend, at least', '1200.50', 'min_monetary=1200.5'],
    ['Spend, at most', '£1,200.25', 'max_monetary=1200.25'],
    ['Spend, at least', '-5', 'min_monetary=-5'],
    ['Buys in 30 days, at least, in percent', '12.5%', 'min_probability=0.125'],
    ['Days ago, at most', '30', 'max_recency=30'],
  ])('%s %s is taken as it was typed', async (name, typed, address) => {
    serveList(() => json(twoRows))
    const { search } = renderAt('/customers', <RFMMetrics />)
    await userEvent.type(await screen.findByRole('textbox', { name }), `${typed}{Enter}`)
    expect(search().toString()).toBe(address)
  })

  test.each([
    ['Spend, at least', 'abc', '“abc” is no number.'],
    ['Days ago, at least', '1.5', 'Only whole numbers.'],
    ['Orders, at most', '-1', 'Not below 0.'],
    ['Buys in 30 days, at most, in percent', '120', 'Not above 100%.'],
  ])('%s %s is left in its field with the reason', async (name, typed, reason) => {
    serveList(() => json(twoRows))
    const { search } = renderAt('/customers', <RFMMetrics />)
    const field = await screen.findByRole('textbox', { name })
    await userEvent.type(field, typed)
    await userEvent.tab()
    expect(field).toHaveValue(typed)
    expect(field).toBeInvalid()
    expect(field).toHaveAccessibleDescription(reason)
    expect(search().toString()).toBe('')
    await userEvent.type(field, '{Escape}')
    expect(field).toHaveValue('')
    expect(screen.queryByText(reason)).not.toBeInTheDocument()
  })

  test('whose least is above its most is told', async () => {
    serveList(() => json(page([])))
    renderAt('/customers?min_monetary=5000&max_monetary=1000', <RFMMetrics />)
    const least = await screen.findByRole('textbox', { name: 'Spend, at least' })
    const told = 'The least is above the most: no customer can match.'
    expect(screen.getByText(told)).toBeInTheDocument()
    await userEvent.clear(least)
    await userEvent.type(least, '1000{Enter}')
    expect(screen.queryByText(told)).not.toBeInTheDocument()
  })

  test('of a link that is none is named, until another one is set', async () => {
    serveList(() => json(twoRows))
    const { search } = renderAt('/customers?min_monetary=abc&cell=9-9&r_score=5', <RFMMetrics />)
    expect(await screen.findByText('1 filter', { exact: false })).toBeInTheDocument()
    const told = screen.getByText('Left out of this list').closest('[role=status]')
    expect(told).toHaveTextContent('they are no filters: min_monetary=abc, cell=9-9')
    await userEvent.click(screen.getByRole('button', { name: 'Recency 4' }))
    expect(search().toString()).toBe('r_score=4&r_score=5')
    expect(screen.queryByText('Left out of this list')).not.toBeInTheDocument()
  })

  test('by text gives up what was asked for before the last key', async () => {
    const asked = serveList(({ params }) =>
      params.get('q') === '1' ? new Promise(() => undefined) : json(twoRows),
    )
    const { search } = renderAt('/customers', <RFMMetrics />)
    const searched = (text: string) => asked.find(({ params }) => params.get('q') === text)
    const field = await screen.findByRole('searchbox')
    expect(field).toHaveAttribute('maxlength', '100') // as many letters as the API takes
    await userEvent.type(field, '1')
    await waitFor(() => {
      expect(searched('1')?.signal.aborted).toBe(false)
    })
    await userEvent.type(field, '6')
    await waitFor(() => {
      expect(search().get('q')).toBe('16')
    })
    expect(await screen.findByText('2 customers match 1 filter')).toBeInTheDocument()
    expect(searched('1')?.signal.aborted).toBe(true)
    expect(searched('16')?.signal.aborted).toBe(false)
  })

  test('of a column head sorts', async () => {
    serveList(() => json(twoRows))
    const { search } = renderAt('/customers', <RFMMetrics />)
    await userEvent.click(await screen.findByRole('button', { name: 'Days ago' }))
    expect(search().get('sort')).toBe('-recency')
    const head = screen.getByRole('columnheader', { name: /Days ago/ })
    expect(head).toHaveAttribute('aria-sort', 'descending')
  })
})

describe('when there is nothing to show', () => {
  test('an empty result says why and offers to clear the filters', async () => {
    serveList(({ params }) => json(params.has('segment') ? page([]) : twoRows))
    const { search } = renderAt('/customers?segment=Lost&r_score=5&m_score=1', <RFMMetrics />)
    const note = await screen.findByText('No customer matches all 3 filters.')
    const status = note.closest<HTMLElement>('[role=status]')
    if (status === null) throw new Error('The note is not announced')
    await userEvent.click(within(status).getByRole('button', { name: 'Clear filters' }))
    expect(search().toString()).toBe('')
    expect(await screen.findByText('All 2 customers')).toBeInTheDocument()
  })

  test('an error says what failed, and trying again mends it', async () => {
    let broken = true
    serveList(() =>
      broken ? json({ title: 'Internal error', request_id: '8f3a' }, 500) : json(twoRows),
    )
    renderAt('/customers', <RFMMetrics />)
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('The list could not be loaded; nothing was changed.')
    expect(alert).toHaveTextContent('request 8f3a')
    broken = false
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('All 2 customers')).toBeInTheDocument()
  })
})

describe('the rows of before stay', () => {
  const changes = [
    { of: 'filter', button: /At Risk/, param: 'segment', after: '1 customer matches 1 filter' },
    {
      of: 'sort order',
      button: 'Days ago',
      param: 'sort',
      value: '-recency',
      after: 'All 1 customer',
    },
  ]
  test.each(changes)('when a new $of fails', async ({ button, param, value, after }) => {
    let broken = true
    serveList(({ params }) => {
      const changed = value === undefined ? params.has(param) : params.get(param) === value
      if (!changed) return json(twoRows)
      return broken ? json({ title: 'Internal error' }, 500) : json(page([customer('14911')]))
    })
    renderAt('/customers', <RFMMetrics />)
    await screen.findByRole('link', { name: '13027' })
    await userEvent.click(await screen.findByRole('button', { name: button }))

    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent('could not be loaded; the figures below are from before.')
    expect(screen.getByRole('link', { name: '13027' })).toBeInTheDocument()
    expect(screen.getByText('All 2 customers')).toBeInTheDocument()
    expect(screen.getByRole('columnheader', { name: /Days ago/ })).toHaveAttribute(
      'aria-sort',
      'none',
    )

    broken = false
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText(after)).toBeInTheDocument()
    expect(screen.getByRole('link', { name: '14911' })).toBeInTheDocument()
    expect(screen.queryByRole('link', { name: '13027' })).not.toBeInTheDocument()
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })
})

describe('the columns', () => {
  test('stand in the order of the address, the customer first', async () => {
    serveList(() => json(twoRows))
    renderAt('/customers?columns=monetary,nonsense,segment,monetary', <RFMMetrics />)
    await screen.findByRole('link', { name: '13027' })
    const heads = screen.getAllByRole('columnheader').map((head) => head.textContent)
    expect(heads).toEqual(['Customer', 'Spend ↓', 'Segment'])
  })

  test('are moved and chosen by keyboard', async () => {
    serveList(() => json(twoRows))
    const { search } = renderAt('/customers?columns=segment,recency,monetary', <RFMMetrics />)
    await userEvent.click(await screen.findByRole('button', { name: 'Columns' }))
    screen.getByRole('button', { name: 'Move Spend left' }).focus()
    await userEvent.keyboard('{Enter}{Enter}{Enter}')
    expect(search().get('columns')).toBe('monetary,segment,recency')
    expect(screen.getByText('Spend is column 2 of 4')).toBeInTheDocument()
    screen.getByRole('checkbox', { name: 'Country' }).focus()
    await userEvent.keyboard(' ')
    expect(search().get('columns')).toBe('monetary,segment,recency,country')
    await userEvent.click(screen.getByRole('button', { name: 'Usual columns' }))
    expect(search().has('columns')).toBe(false)
  })
})

describe('a jump', () => {
  const middle = page([customer('16182')], {
    total: 5000,
    first_row: 1200,
    previous_cursor: 'up',
    next_cursor: null,
  })

  test('to a row or a value goes into the address, and a new order ends it', async () => {
    const user = userEvent.setup()
    const asked = serveList(() => json({ ...twoRows, total: 5000 }))
    const { search } = renderAt('/customers?sort=-recency', <RFMMetrics />)
    await user.click(await screen.findByRole('button', { name: 'Jump' }))
    await user.type(screen.getByRole('textbox', { name: 'Row' }), '6,000{Enter}')
    expect(await screen.findByText('The list ends at row 5,000.')).toBeInTheDocument()
    await user.clear(screen.getByRole('textbox', { name: 'Row' }))
    await user.type(screen.getByRole('textbox', { name: 'Row' }), '1,200{Enter}')
    expect(search().get('from_row')).toBe('1200')
    await user.click(screen.getByRole('button', { name: 'Jump' }))
    await user.type(screen.getByRole('textbox', { name: 'Days ago' }), '30{Enter}')
    expect(Object.fromEntries(search())).toEqual({ sort: '-recency', from_value: '30' })
    await waitFor(() => {
      expect(asked.at(-1)?.params.get('from_value')).toBe('30')
    })
    await user.click(screen.getByRole('button', { name: 'Spend' }))
    expect(search().has('from_value')).toBe(false)
  })

  test('says where one is, and leads up from there', async () => {
    const user = userEvent.setup()
    const asked = serveList(({ params }) =>
      json(
        params.get('cursor') === 'up'
          ? page([customer('13027'), customer('13028')], { total: 5000, first_row: null })
          : params.has('from_row')
            ? middle
            : twoRows,
      ),
    )
    renderAt('/customers?from_row=1200', <RFMMetrics />)
    expect(await screen.findByText('From row 1,200 on')).toBeInTheDocument()
    await user.click(await screen.findByRole('button', { name: 'Rows before' }))
    expect(await screen.findByText('From row 1,198 on')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: '13027' }).closest('tr')).toHaveAttribute(
      'aria-rowindex',
      '1199',
    )
    expect(asked.find(({ params }) => params.has('cursor'))?.params.has('from_row')).toBe(false)
    await user.click(screen.getByRole('button', { name: 'Start of the list' }))
    await waitFor(() => {
      expect(screen.queryByText(/^From row/)).not.toBeInTheDocument()
    })
  })

  test('to beyond the end says so', async () => {
    serveList(() => json(page([], { total: 5000, first_row: 5001 })))
    renderAt('/customers?from_value=0', <RFMMetrics />)
    expect(await screen.findByText(/No customer of this list comes there/)).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Start of the list' })).toBeInTheDocument()
  })
})

describe('a total that is not exact', () => {
  const many = page([customer('13027')], { total: 10_000, total_is_exact: false })

  test('is counted when asked', async () => {
    const user = userEvent.setup()
    const asked = serve({
      '/api/overview': () => json(overview),
      '/api/customers/facets': () => json(facets),
      '/api/customers/rfm': () => json(many),
      '/api/customers/count': () => json({ run_id: 3, total: 123_456 }),
    })
    renderAt('/customers?min_monetary=5', <RFMMetrics />)
    expect(await screen.findByText('10,000+ customers match 1 filter')).toBeInTheDocument()
    expect(asked.some(({ path }) => path === '/api/customers/count')).toBe(false)
    await user.click(screen.getByRole('button', { name: 'Count them all' }))
    expect(await screen.findByText('123,456 customers match 1 filter')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Export 123,456 rows' })).toBeEnabled()
    const counted = asked.find(({ path }) => path === '/api/customers/count')
    expect(counted?.params.toString()).toBe('min_monetary=5')
  })

  test('says so when it takes too long', async () => {
    const user = userEvent.setup()
    serve({
      '/api/overview': () => json(overview),
      '/api/customers/facets': () => json(facets),
      '/api/customers/rfm': () => json(many),
      '/api/customers/count': () =>
        json({ title: 'Too slow', detail: 'Counting took longer.' }, 503),
    })
    renderAt('/customers?min_monetary=5', <RFMMetrics />)
    await user.click(await screen.findByRole('button', { name: 'Count them all' }))
    expect(await screen.findByText('Counting took longer.')).toBeInTheDocument()
    expect(screen.getByText('10,000+ customers match 1 filter')).toBeInTheDocument()
  })
})

test('a customer’s link takes the list along', async () => {
  serveList(() => json(twoRows))
  renderAt('/customers?segment=At+Risk&from_row=2', <RFMMetrics />)
  expect(await screen.findByRole('link', { name: '13027' })).toHaveAttribute(
    'href',
    '/customers/13027?segment=At+Risk&sort=-monetary',
  )
})
