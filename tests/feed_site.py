"""A web site on loopback that does as it is told, and misbehaves in every way that feeds do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from riftline.feeds.fetching import Fetcher
from riftline.feeds.hosts import Hosts
from riftline.feeds.plan import Settings


@dataclass(frozen=True)
class Reply:
    """An answer, sent in chunks of `drip` bytes with a `pause` before each where that is wanted."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: int = 0
    pause: float = 0.0
    slow_head: bool = False
    cut: bool = False
    """Promises twice as many bytes as are sent."""


@dataclass
class Seen:
    """A request; `ended` once its answer is sent."""

    path: str
    headers: dict[str, str]
    began: float
    ended: float


Answers = Reply | Sequence[Reply] | Callable[[Seen], Reply]


class Site:
    """Answers by path; of several answers each comes once, the last for ever. What was asked for is in `seen`."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answers] = {}
        self.seen: list[Seen] = []
        self._lock = threading.Lock()
        self._turn: dict[str, int] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.handle(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # clients that hang up

        self.server = Server((address, 0), Handler)
        self.at = f"http://{address}:{self.server.server_address[1]}"

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        began = time.monotonic()
        headers = {name.lower(): value for name, value in request.headers.items()}
        seen = Seen(request.path, headers, began, began)
        self.seen.append(seen)
        try:
            self._send(request, self._reply(seen))
        except OSError:
            request.close_connection = True
        seen.ended = time.monotonic()

    def _reply(self, seen: Seen) -> Reply:
        answers = self.answers.get(seen.path, Reply(status=404))
        if callable(answers):
            return answers(seen)
        if isinstance(answers, Reply):
            return answers
        with self._lock:
            turn = self._turn.get(seen.path, 0)
            self._turn[seen.path] = turn + 1
        return answers[min(turn, len(answers) - 1)]

    def _send(self, request: BaseHTTPRequestHandler, reply: Reply) -> None:
        head = f"HTTP/1.1 {reply.status} Said\r\n"
        headers = {"Content-Type": "text/html; charset=utf-8"} | reply.headers
        if reply.status != 304:
            headers |= {"Content-Length": str(len(reply.body) * (2 if reply.cut else 1))}
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
        if reply.slow_head:
            for character in head:
                request.wfile.write(character.encode())
                time.sleep(reply.pause)
        else:
            request.wfile.write(head.encode())
        size = reply.drip or max(len(reply.body), 1)
        for start in range(0, len(reply.body), size):
            if reply.pause:
                time.sleep(reply.pause)
            request.wfile.write(reply.body[start : start + size])
        if reply.cut:
            request.close_connection = True

    def asked(self, path: str) -> list[Seen]:
        """The requests for one path."""
        return [seen for seen in self.seen if seen.path == path]


@contextmanager
def served(address: str = "127.0.0.1") -> Iterator[Site]:
    """A site that runs."""
    site = Site(address)
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()


def item(name: str, *, guid: str | None = None, link: str | None = None, title: str | None = None, date: str | None = None, more: str = "") -> str:
    """An RSS item; without anything else its id, link and title follow from its name."""
    parts = [f"<title>{escape(f'Talks {name} ended' if title is None else title)}</title>"] if title != "" else []
    parts += [f"<link>{escape(f'/{name}.html' if link is None else link)}</link>"] if link != "" else []
    parts += [f"<guid isPermaLink='false'>{escape(name if guid is None else guid)}</guid>"] if guid != "" else []
    parts += [f"<pubDate>{date}</pubDate>"] if date else []
    return f"<item>{''.join(parts)}{more}</item>"


def rss(*items: str, title: str = "Strelsau Herald") -> bytes:
    """An RSS document."""
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {spaces}><channel><title>{title}</title>{"".join(items)}</channel></rss>'.encode()


def feed(*items: str, **headers: str) -> Reply:
    """An RSS document as an answer."""
    return Reply(rss(*items), headers={"Content-Type": "application/rss+xml"} | {name.replace("_", "-"): value for name, value in headers.items()})


WORDS = (
    "Envoys of Ruritania and Borduria met in Strelsau and spoke for two hours about the river dams, a spokesman of the foreign ministry said. "
    "Neither side would say what was agreed, but both called the talks useful and promised to meet again before the summer is over."
)


def page(name: str, words: str = WORDS, title: str | None = None, head: str = "") -> Reply:
    """The page of an article, unlike that of any other name."""
    title = title or f"Talks {name} ended"
    article = f"<article><h1>{title}</h1><p>This is the story of {name}.</p><p>{words}</p></article>"
    return Reply(f"<html><head><title>{title}</title>{head}</head><body>{article}</body></html>".encode())


def press(site: Site, *names: str, path: str = "/rss.xml") -> None:
    """Makes the site have a feed of so many items, and their pages."""
    site.answers[path] = feed(*(item(name) for name in names))
    site.answers |= {f"/{name}.html": page(name) for name in names}


@contextmanager
def fetchers(quick: Settings) -> Iterator[Callable[..., Fetcher]]:
    """Makes fetchers with such settings, changed where a test wants it, and closes them in the end."""
    made: list[Fetcher] = []

    def make(**changes: object) -> Fetcher:
        settings = replace(quick, **changes)  # type: ignore[arg-type]
        made.append(Fetcher(settings, Hosts(settings.delay, settings.patience)))
        return made[-1]

    yield make
    for one in made:
        one.close()
