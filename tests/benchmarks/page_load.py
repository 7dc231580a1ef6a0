"""One load of a page in Chromium, watched from the first byte: when what is there, and what came over the wire."""

import json
import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, ViewportSize

VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
KILOBIT = 1000 / 8
SLOW_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1600 * KILOBIT,
    "uploadThroughput": 750 * KILOBIT,
}
SLOW_CPU = 4
WAIT = 240_000  # milliseconds, for the slowest peer
QUIET = 2_000  # milliseconds after the last mark: whatever repeats itself shows until then

# Notes when each mark is first painted: an element of its selector that has a size and, where asked for, the text.
PROBE = """
((marks) => {
  const seen = { marks: {}, shift: 0, longest: 0 }
  const charts = new Set()
  window.seenByProbe = seen
  // The pictures that the page has put aside for others.
  seen.redrawn = () => [...charts].filter((chart) => !chart.isConnected).length
  let waiting = Object.entries(marks)
  const isThere = ([selector, text]) =>
    [...document.querySelectorAll(selector)].some(
      (element) =>
        (text === null || element.textContent.includes(text)) && element.getBoundingClientRect().width > 0,
    )
  const look = (records) => {
    for (const record of records) {
      for (const node of record.addedNodes) {
        if (node.nodeType !== 1) continue
        if (node.matches('svg.recharts-surface')) charts.add(node)
        for (const chart of node.querySelectorAll('svg.recharts-surface')) charts.add(chart)
      }
    }
    const found = waiting.filter(([, mark]) => isThere(mark))
    if (found.length === 0) return
    waiting = waiting.filter((each) => !found.includes(each))
    requestAnimationFrame(() => setTimeout(() => {
      for (const [name] of found) seen.marks[name] = performance.now()
    }))
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true })
  let session = { first: 0, last: 0, sum: 0 }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue
      const at = entry.startTime
      if (at - session.last > 1000 || at - session.first > 5000) session = { first: at, last: at, sum: 0 }
      session.last = at
      session.sum += entry.value
      seen.shift = Math.max(seen.shift, session.sum)
    }
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.longest = Math.max(seen.longest, entry.duration)
  }).observe({ type: 'longtask', buffered: true })
})(%s)
"""

Mark = tuple[str, str | None]


@dataclass(frozen=True)
class Load:
    """One load: milliseconds to each mark, and the rest."""

    milliseconds: dict[str, float]
    kibibytes: float
    script_kibibytes: float
    requests: int
    repeated: list[str]
    shift: float
    longest_task: float
    redrawn: int


@dataclass
class Wire:
    """What Chromium's network has fetched: bytes as they came, compressed."""

    addresses: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    from_memory: set[str] = field(default_factory=set)
    socket_bytes: float = 0

    def watch(self, session: CDPSession) -> None:
        handlers: dict[str, Callable[[dict[str, Any]], None]] = {
            "Network.requestWillBeSent": self.sent,
            "Network.responseReceived": self.answered,
            "Network.requestServedFromCache": lambda event: self.from_memory.add(event["requestId"]),
            "Network.loadingFinished": self.finished,
            "Network.webSocketFrameReceived": self.framed,
        }
        for name, handler in handlers.items():
            session.on(name, handler)
        session.send("Network.enable")

    def sent(self, event: dict[str, Any]) -> None:
        request = event["request"]
        if request["url"].startswith("http"):
            self.addresses[event["requestId"]] = f"{request['method']} {request['url']}"

    def answered(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def finished(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def framed(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        length = len(frame["payloadData"])
        self.socket_bytes += length * 3 / 4 if frame["opcode"] == 2 else length  # binary comes in base64

    @property
    def fetched(self) -> list[str]:
        """The requests that went out; a preloaded answer that is read later is no second one."""
        return [name for request, name in self.addresses.items() if request not in self.from_memory]

    @property
    def repeated(self) -> list[str]:
        return [name for name, times in Counter(self.fetched).items() if times > 1]

    @property
    def kibibytes(self) -> float:
        return (sum(self.sizes.values()) + self.socket_bytes) / 1024

    @property
    def script_kibibytes(self) -> float:
        return sum(size for request, size in self.sizes.items() if self.kinds.get(request) == "Script") / 1024


def load_page(browser: Browser, address: str, marks: dict[str, Mark], *, slow: bool) -> Load:
    """Load it with an empty cache, and wait until every mark is painted and two seconds have passed."""
    with browser.new_context(viewport=VIEWPORT, locale="en-GB", color_scheme="light") as context:
        page = context.new_page()
        page.add_init_script(PROBE % json.dumps(marks))
        session = context.new_cdp_session(page)
        wire = Wire()
        wire.watch(session)
        if slow:
            session.send("Network.emulateNetworkConditions", SLOW_NETWORK)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
        page.goto(address, wait_until="commit", timeout=WAIT)
        page.wait_for_function(
            "number => Object.keys(window.seenByProbe?.marks ?? {}).length === number", arg=len(marks), timeout=WAIT
        )
        page.wait_for_timeout(QUIET)
        seen = page.evaluate("({ ...window.seenByProbe, redrawn: window.seenByProbe.redrawn() })")
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    return Load(
        milliseconds={"first paint": paint, **{name: seen["marks"][name] for name in marks}},
        kibibytes=wire.kibibytes,
        script_kibibytes=wire.script_kibibytes,
        requests=len(wire.fetched),
        repeated=wire.repeated,
        shift=seen["shift"],
        longest_task=seen["longest"],
        redrawn=seen["redrawn"],
    )


def longest_task(browser: Browser, address: str) -> float:
    """The processor's milliseconds in the longest task of the page's main thread, by a trace of one load.

    Time by the clock grows with whatever else the machine does; this does not.
    """
    with browser.new_context(viewport=VIEWPORT, locale="en-GB", color_scheme="light") as context:
        page = context.new_page()
        browser.start_tracing(page=page, categories=["toplevel"])
        page.goto(address, wait_until="load")
        page.wait_for_timeout(QUIET)
        events = json.loads(browser.stop_tracing())["traceEvents"]
    main = {(event["pid"], event["tid"]) for event in events if event.get("args", {}).get("name") == "CrRendererMain"}
    tasks: list[float] = [event.get("tdur", 0) for event in events if (event.get("pid"), event.get("tid")) in main]
    return max(tasks) / 1000


def median_of(loads: list[Load]) -> Load:
    """The medians of several loads of one page; what was repeated in any of them."""
    return Load(
        milliseconds={
            name: statistics.median(load.milliseconds[name] for load in loads) for name in loads[0].milliseconds
        },
        kibibytes=statistics.median(load.kibibytes for load in loads),
        script_kibibytes=statistics.median(load.script_kibibytes for load in loads),
        requests=round(statistics.median(load.requests for load in loads)),
        repeated=sorted({name for load in loads for name in load.repeated}),
        shift=statistics.median(load.shift for load in loads),
        longest_task=statistics.median(load.longest_task for load in loads),
        redrawn=max(load.redrawn for load in loads),
    )
