import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Role, SegmentRules } from '@/services/api/types'
import { renderAt } from '@/testing/renderAt'
import { json, serve } from '@/testing/server'
import { Rules } from './Rules'

const cells = [5, 4, 3, 2, 1].flatMap((r) =>
  [1, 2, 3, 4, 5].map((fm) => ({ r, fm, segment: r > 3 ? 'Champions' : 'Lost' })),
)
const rules: SegmentRules = {
  run_id: 7,
  cells,
  new_customer_segment: 'New Customers',
  new_customer_days: 90,
  is_default: true,
  default: { cells, new_customer_days: 90 },
  segments: ['Champions', 'At Risk', 'Lost'],
}

function show(role: Role, preview: () => Response = () => json({})) {
  const asked = serve({
    '/api/segment-rules': () => json(rules),
    '/api/segment-rules/preview': preview,
  })
  renderAt('/segments', <Rules />, '*', {
    sign_in: true,
    has_users: true,
    user: { name: 'anna', role, by: 'session' },
  })
  return asked
}

test('everybody reads the rules, and who is no admin is offered no change', async () => {
  show('analyst')
  expect(await screen.findByRole('row', { name: /Champions R4–5 with FM1–5/ })).toBeVisible()
  expect(screen.getByRole('row', { name: /At Risk No cell, so nobody/ })).toBeVisible()
  expect(screen.getByRole('row', { name: /New Customers Exactly one order/ })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Edit rules' })).toBeNull()
})

test('a preview is of the rules as they were edited, and goes when they are edited further', async () => {
  const user = userEvent.setup()
  const asked = show('admin', () =>
    json({
      run_id: 7,
      currency: 'GBP',
      customers: 100,
      moved: 12,
      segments: [],
      flows: [{ from_segment: 'Champions', to_segment: 'At Risk', customers: 12, monetary: 5 }],
    }),
  )
  await user.click(await screen.findByRole('button', { name: 'Edit rules' }))
  await user.click(screen.getByRole('button', { name: 'R4 FM1: Champions' }))
  await user.click(screen.getByRole('button', { name: 'At Risk' }))
  await user.click(screen.getByRole('button', { name: 'Preview' }))
  expect(await screen.findByText('12 of 100 customers would move.')).toBeVisible()
  expect(asked.at(-1)?.body).toEqual({
    run_id: 7,
    new_customer_days: 90,
    cells: cells.map((cell) =>
      cell.r === 4 && cell.fm === 1 ? { ...cell, segment: 'At Risk' } : cell,
    ),
  })
  expect(screen.getByRole('button', { name: 'Apply' })).toBeEnabled()
  await user.clear(screen.getByLabelText(/exactly one order/))
  expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Preview' })).toBeDisabled()
})
