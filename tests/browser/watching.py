"""What a page does while it is looked at, and which of it no page of ours may do."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

# A status is judged where it is seen, with its address; the console says the same without it.
SAID_ELSEWHERE = "Failed to load resource: the server responded with a status of"
INLINE = ("data:", "blob:")
LEFT = "net::ERR_ABORTED"  # the visitor went on before it had come, or it was saved to a file


class Watch:
    """Notes each fault of one page from its first request on, and its newest document."""

    def __init__(self, page: Page, *, hosts: frozenset[str]) -> None:
        """Begin; ``hosts`` are the servers, by name and port, that the page may ask."""
        self.faults: list[str] = []
        self.document: Response | None = None
        self._hosts = hosts
        page.on("console", self._said)
        page.on("pageerror", self._broke)
        page.on("request", self._asked)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        page.on("websocket", lambda socket: self._asked_for(socket.url))

    def _said(self, message: ConsoleMessage) -> None:
        """Note an error in the console; what a content security policy stopped is told there."""
        if message.type == "error" and not message.text.startswith(SAID_ELSEWHERE):
            self.faults.append(f"console: {message.text}")

    def _broke(self, fault: Error) -> None:
        self.faults.append(f"script: {fault.message}")

    def _asked(self, request: Request) -> None:
        self._asked_for(request.url)

    def _asked_for(self, url: str) -> None:
        if not url.startswith(INLINE) and urlsplit(url).netloc not in self._hosts:
            self.faults.append(f"asked another host: {url}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.faults.append(f"did not come: {request.url} ({request.failure})")

    def _answered(self, response: Response) -> None:
        """Note a part that is not there; a document may say 404, and the test judges that."""
        document = response.request.is_navigation_request() and not response.frame.parent_frame
        if document:
            self.document = response
        if response.status >= (500 if document else 400):
            self.faults.append(f"answered {response.status}: {response.url}")
