import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { overview } from '@/testing/answers'
import { renderAt } from '@/testing/renderAt'
import { RfmGrid } from './RfmGrid'

test.each([
  ['small', false, /^R5 FM5, Champions: ?465/],
  ['large', true, /^R5 FM5: ?Champions ?465/],
])('a cell of a %s grid is called by its place and its segment', (_, named, name) => {
  renderAt('/', <RfmGrid overview={overview} named={named} />)
  expect(screen.getByRole('link', { name })).toBeInTheDocument()
  expect(screen.getByRole('columnheader', { name: 'FM5' })).toBeInTheDocument()
})
