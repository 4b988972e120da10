"""Windows of people at their desks, each watched for errors and for calls to elsewhere."""

from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.deployment import Deployment

PATIENCE = 60_000
HARMLESS = ("GPU stall due to ReadPixels", "Automatic fallback to software WebGL")
"""What headless Chromium says of drawing without a graphics card."""


class Desks:
    """Opens windows. Whoever was signed in once is not asked for the password again."""

    def __init__(self, browser: Browser, deployment: Deployment) -> None:
        self._browser = browser
        self._deployment = deployment
        self._cookies: dict[str, Any] = {}
        self._open: list[BrowserContext | Page] = []
        self._kept: dict[str, BrowserContext] = {}
        self._paper: Page | None = None
        self.complaints: list[str] = []

    def open(self, who: str, path: str = "/", **screen: Any) -> Page:
        """Return a page of a fresh window; `screen` is as Playwright's `new_context` takes it."""
        context = self._window(storage_state=self._signed_in(who), **screen)
        self._open.append(context)
        return self._page(context, path)

    def visit(self, who: str, path: str, **screen: Any) -> Page:
        """Return a page of a window that is kept with its cache; nobody is signed in for ""."""
        page = self._page(self._kept_window(who, **screen), path)
        self._open.append(page)
        return page

    def fetch(self, who: str, path: str, **headers: str) -> APIResponse:
        """Return what the server answers a window like that of `visit`, without opening a page."""
        return self._kept_window(who).request.get(path, headers=headers)

    def read(self, who: str, path: str) -> Page:
        """Return what `fetch` does as a page to search: nothing of it is drawn, and no script runs."""
        if self._paper is None:
            self._paper = self._window(java_script_enabled=False).new_page()
        self._paper.set_content(self.fetch(who, path).text())
        return self._paper

    def stranger(self, path: str = "/", **screen: Any) -> Page:
        """Return a page of a window in which nobody is signed in."""
        context = self._window(**screen)
        self._open.append(context)
        return self._page(context, path)

    def keep(self, who: str, path: str) -> Page:
        """Like `open`, but the window stays when the test ends."""
        return self._page(self._window(storage_state=self._signed_in(who)), path)

    def sign_in(self, page: Page, who: str) -> None:
        page.get_by_label("Name").fill(who)
        page.get_by_label("Password").fill(self._deployment.password(who))
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: not url.endswith("/sign-in/"))  # A reader has another home.

    def forgive(self, words: str) -> None:
        """Let pass what the browser must say of a link that a test has cut."""
        self.complaints = [said for said in self.complaints if words not in said]

    def check(self) -> None:
        said, self.complaints = self.complaints, []
        assert not said, "\n".join(["A page complained, or called elsewhere:", *said])

    def close(self) -> None:
        self.complaints = []
        while self._open:
            self._open.pop().close()

    def _kept_window(self, who: str, **screen: Any) -> BrowserContext:
        key = f"{who} {screen}"
        if key not in self._kept:
            state = self._signed_in(who) if who else None
            self._kept[key] = self._window(storage_state=state, **screen)
        return self._kept[key]

    def _signed_in(self, who: str) -> Any:
        if who not in self._cookies:
            # Without scripts: the board with its map would be opened for each of them.
            with self._window(java_script_enabled=False) as context:
                self.sign_in(self._page(context, "/sign-in/"), who)
                self._cookies[who] = context.storage_state()
        return self._cookies[who]

    def _window(self, **screen: Any) -> BrowserContext:
        usual = {"locale": "en-GB", "viewport": {"width": 1280, "height": 800}}
        context = self._browser.new_context(base_url=self._deployment.url, **{**usual, **screen})
        context.set_default_timeout(PATIENCE)
        return context

    def _page(self, context: BrowserContext, path: str) -> Page:
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", self._see)
        page.goto(path)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(HARMLESS):
            self.complaints.append(f"{message.page and message.page.url}: {message.text}")

    def _see(self, request: Request) -> None:
        own = (f"{self._deployment.url}/", "data:", f"blob:{self._deployment.url}/")
        if not request.url.startswith(own):
            self.complaints.append(f"called {request.url}")
