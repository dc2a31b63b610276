"""What goes wrong on a page while a test looks at it."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

# Addresses that no host is asked for.
INSIDE = ("data:", "blob:", "about:")
# Has a page say on its console what its policy has refused, also where that is silent.
TELL_REFUSALS = (
    "addEventListener('securitypolicyviolation', (event) => "
    "console.error(`${event.effectiveDirective} ${event.blockedURI}`))"
)


@dataclass
class Troubles:
    """What was noticed, a line each: console errors, failed and outside requests."""

    site: str
    noticed: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Notice from now on what happens on this page."""
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            where = message.location.get("url", "")
            self.noticed.append(f"console {message.type}: {message.text} ({where})")

    def _error(self, error: Error) -> None:
        self.noticed.append(f"uncaught: {error.message}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", *INSIDE)):
            self.noticed.append(f"outside request: {request.url}")

    def _failed(self, request: Request) -> None:
        # A browser gives up what the page that is left behind was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.noticed.append(f"failed request: {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.noticed.append(f"status {response.status}: {response.url}")
