"""How long the list takes to answer a key in its search field, in Chromium."""

import statistics

from playwright.sync_api import Browser

from tests.benchmarks.page_load import VIEWPORT, WAIT

SEARCH = "input[type=search]"
ROWS = "tbody tr[aria-rowindex]"
TYPED = "germany"

# From the key to the first frame with the rows that were asked for; the list is busy until they come.
WATCH = """
(([search, rows]) => {
  const table = () => document.querySelector(rows)?.closest('[aria-busy]')
  let key = null
  let waited = false
  window.answers = []
  document.querySelector(search).addEventListener('input', () => {
    key = performance.now()
    waited = false
  })
  new MutationObserver(() => {
    const busy = table()?.getAttribute('aria-busy')
    if (key === null || busy === undefined) return
    waited ||= busy === 'true'
    if (!waited || busy === 'true') return
    const since = key
    key = null
    requestAnimationFrame(() => setTimeout(() => window.answers.push(performance.now() - since)))
  }).observe(document, { attributes: true, childList: true, subtree: true })
})
"""


def milliseconds_after_a_key(browser: Browser, address: str) -> float:
    """The median over the keys of one word, each pressed when the one before was answered."""
    with browser.new_context(viewport=VIEWPORT, locale="en-GB", color_scheme="light") as context:
        page = context.new_page()
        page.goto(address, timeout=WAIT)
        page.locator(ROWS).first.wait_for(timeout=WAIT)
        page.evaluate(WATCH, [SEARCH, ROWS])
        for number, letter in enumerate(TYPED, start=1):
            page.locator(SEARCH).press(letter)
            page.wait_for_function("number => window.answers.length === number", arg=number, timeout=WAIT)
        answers: list[float] = page.evaluate("window.answers")
    return statistics.median(answers)
