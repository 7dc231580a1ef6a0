import { act, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SearchField } from './SearchField'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A page whose address keeps the text without blanks at its ends. */
function Searched({ onSearch }: { onSearch: (text: string) => void }) {
  const [text, setText] = useState('')
  return (
    <>
      <SearchField
        label="Search"
        placeholder=""
        text={text}
        longest={100}
        onSearch={(wanted) => {
          onSearch(wanted)
          setText(wanted.trim())
        }}
      />
      <button
        type="button"
        onClick={() => {
          setText('')
        }}
      >
        Clear
      </button>
    </>
  )
}

function type(text: string) {
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: text } })
}

test('keys in quick succession are all there, and searched for once', () => {
  const onSearch = vi.fn()
  render(<Searched onSearch={onSearch} />)
  type('h')
  type('he')
  expect(screen.getByRole('searchbox')).toHaveValue('he')
  act(() => {
    vi.advanceTimersByTime(1000)
  })
  expect(onSearch.mock.calls).toEqual([['he']])
})

test('a key is searched for before its pause can be felt', () => {
  const onSearch = vi.fn()
  render(<Searched onSearch={onSearch} />)
  type('h')
  act(() => {
    vi.advanceTimersByTime(40)
  })
  expect(onSearch).toHaveBeenCalledWith('h')
})

test('a blank that was typed before a pause is there for the next word', () => {
  render(<Searched onSearch={() => undefined} />)
  type('United ')
  act(() => {
    vi.advanceTimersByTime(1000)
  })
  expect(screen.getByRole('searchbox')).toHaveValue('United ')
  type('United Kingdom')
  act(() => {
    vi.advanceTimersByTime(1000)
  })
  fireEvent.click(screen.getByRole('button'))
  expect(screen.getByRole('searchbox')).toHaveValue('')
})
