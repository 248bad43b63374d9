"""A page of the desk that is watched, for its tests."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[1] / "web/node_modules/axe-core/axe.min.js"
TOLD = "addEventListener('securitypolicyviolation', (event) => console.error('CSP:', event.violatedDirective, event.blockedURI))"


class Watched:
    """A page of which everything is noted that must not be."""

    def __init__(self, browser: Any, address: str, **more: Any) -> None:
        self.address = address
        self.wrong: list[str] = []
        self.context = browser.new_context(locale="en-GB", **more)
        self.context.add_init_script(TOLD)
        self.page = page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: message.type == "error" and self.wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("dialog", self._dialog)
        self.open: set[Any] = set()
        page.on("request", self._asked)
        page.on("requestfinished", lambda request: self.open.discard(request))
        page.on("requestfailed", lambda request: self.open.discard(request))

    def _asked(self, request: Any) -> None:
        self.open.add(request)
        if not request.url.startswith((f"{self.address}/", "data:", "blob:", "about:")):
            self.wrong.append(f"request: {request.url}")

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def go(self, view: str) -> Any:
        """The page, with a view that waits for nothing any more."""
        self.page.goto("about:blank")  # else only what stands behind the # would change, and the view before it would be there for a while
        self.page.goto(f"{self.address}/#/{view}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Until all that the view asked for is there."""
        self.page.locator("#main h1").first.wait_for()
        quiet, until = 0, time.monotonic() + 15
        while quiet < 3:  # an answer may lead to the next question
            assert time.monotonic() < until, f"still waits: {[each.url for each in self.open]}"
            self.page.wait_for_timeout(40)
            quiet = 0 if self.open or self.page.locator("#main .waiting").count() else quiet + 1

    def ask(self, path: str) -> Any:
        """An answer of the API, read with the page's token."""
        header = "{headers: {Authorization: `Bearer ${sessionStorage.getItem('riftline-token')}`}}"
        return self.page.evaluate(f"async (path) => (await fetch('/api/v1' + path, {header})).json()", path)

    def axe(self) -> list[str]:
        """What axe-core finds wrong with the page, a line each; nothing where it is not there."""
        if not AXE.exists():
            return []
        self.page.evaluate("(source) => { globalThis.axe ?? (0, eval)(source); }", AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        return [f"{each['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:200]}" for each in found for node in each["nodes"][:3]]
