"""What a browser complains about while a test looks at a page."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

REPORT_POLICY_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)
})
"""


class Faults:
    """Console errors, exceptions, failed requests and policy violations, and which of them a test provokes."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._provoked: list[str] = []

    def forget(self) -> None:
        self._seen.clear()
        self._provoked.clear()

    def provoke(self, part: str) -> None:
        """Let complaints with this part of an address pass: the test itself makes it fail."""
        self._provoked.append(part)

    def unexpected(self) -> list[str]:
        return [fault for fault in self._seen if not any(part in fault for part in self._provoked)]

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_POLICY_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", self._on_exception)
        context.on("requestfailed", self._on_failure)
        context.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._seen.append(f"console: {message.text} ({message.location['url']})")

    def _on_exception(self, error: WebError) -> None:
        self._seen.append(f"exception: {error.error}")

    def _on_failure(self, request: Request) -> None:
        # An answer that is no longer wanted is given up, as when a filter changes again.
        if request.failure != "net::ERR_ABORTED":
            self._seen.append(f"request failed: {request.failure} {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self._seen.append(f"answer {response.status}: {response.url}")
