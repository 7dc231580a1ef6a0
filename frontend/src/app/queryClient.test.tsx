import { expect, test } from 'vitest'
import { noteRun } from '@/services/api/run'
import { queryClient } from './queryClient'

test('with a new run a list that begins at a cursor of the run before begins anew', () => {
  const list = (first: string | null) => ({ pages: [{}], pageParams: [first] })
  queryClient.setQueryData(['customers', 'from its start'], list(null))
  queryClient.setQueryData(['customers', 'with rows before'], list('cursor'))
  queryClient.setQueryData(['figures'], { run_id: 3 })
  noteRun('3')
  noteRun('4')
  expect(queryClient.getQueryData(['customers', 'with rows before'])).toBeUndefined()
  for (const key of [['customers', 'from its start'], ['figures']]) {
    expect(queryClient.getQueryState(key)).toMatchObject({ isInvalidated: true })
    expect(queryClient.getQueryData(key)).toBeDefined()
  }
})
