import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest

from feed_site import Reply, fetchers, page, served
from riftline.feeds.connecting import public
from riftline.feeds.fetching import Fetcher, FetchError
from riftline.feeds.plan import Settings
from tls_site import secured, trusting

Make = Callable[..., Fetcher]

QUICK = Settings(delay=0.001, timeout=2, deadline=3, attempts=1, backoff=0.01)


@pytest.fixture
def fetcher() -> Iterator[Make]:
    with fetchers(QUICK) as make:
        yield make


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808", "2002:808:808::1"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1", "::127.0.0.1", "::ffff:8.8.8.8", "fec0::1", "fd00:ec2::254", "3fff::1", "5f00::1",
        "168.63.129.16", "64:ff9b::a83f:8110", "192.0.0.192", "100.100.100.200", "192.88.99.1", "198.18.0.1", "240.0.0.1", "ff0e::1", "2002:a9fe:a9fe::1",
        "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:7f00:1", "2001:db8::1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "localhost", "",
    ],
)  # fmt: skip
def test_addresses_that_a_feed_may_not_lead_to(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked_however_it_is_written(host: str, fetcher: Make) -> None:
    with served() as site:
        site.answers["/"] = page("one")
        port = site.server.server_address[1]
        with pytest.raises(FetchError, match=r"this machine or of a private network|cannot be reached"):
            fetcher().get(f"http://{host}:{port}/")
        assert not site.seen
        assert fetcher(allow_private=True).get(f"{site.at}/").body.startswith(b"<html>")


def test_a_name_is_resolved_once_and_the_address_that_was_checked_is_asked(monkeypatch: pytest.MonkeyPatch, fetcher: Make) -> None:
    """DNS rebinding: public when it is checked, this machine when it is connected to."""
    real = socket.getaddrinfo
    asked: list[str] = []
    with served() as site:
        port = site.server.server_address[1]

        def rebinding(host: str, *args: object, **more: object) -> object:
            if host != "rebinding.example":
                return real(host, *args, **more)  # type: ignore[arg-type]
            asked.append(host)
            address = "203.0.113.5" if len(asked) == 1 else "127.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        monkeypatch.setattr("riftline.feeds.connecting.public", lambda address: address == "203.0.113.5")  # a documentation address: nobody's
        with pytest.raises(FetchError, match=r"cannot be reached|said nothing"):
            fetcher(timeout=0.3).get(f"http://rebinding.example:{port}/")
        assert asked == ["rebinding.example"]
        assert not site.seen


def test_of_a_name_with_several_addresses_only_those_that_may_be_asked_are(monkeypatch: pytest.MonkeyPatch, fetcher: Make) -> None:
    real = socket.getaddrinfo
    with served("127.0.0.1") as good, served("127.0.0.2") as bad:
        good.answers["/"] = page("good")
        port = good.server.server_address[1]

        def two(host: str, *args: object, **more: object) -> object:
            if host != "two.example":
                return real(host, *args, **more)  # type: ignore[arg-type]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("127.0.0.2", "127.0.0.1")]

        monkeypatch.setattr(socket, "getaddrinfo", two)
        monkeypatch.setattr("riftline.feeds.connecting.public", lambda address: address == "127.0.0.1")
        assert b"good" in fetcher().get(f"http://two.example:{port}/").body
        assert not bad.seen


def test_a_redirect_to_a_private_address_is_not_followed(monkeypatch: pytest.MonkeyPatch, fetcher: Make) -> None:
    monkeypatch.setattr("riftline.feeds.connecting.public", lambda address: address == "127.0.0.1")
    with served("127.0.0.1") as outside, served("127.0.0.2") as inside:
        inside.answers["/secret"] = page("secret")
        outside.answers["/"] = Reply(status=302, headers={"Location": f"{inside.at}/secret"})
        with pytest.raises(FetchError, match=r"127\.0\.0\.2.*private network") as found:
            fetcher().get(f"{outside.at}/")
        assert found.value.never
        assert not inside.seen


def test_cut_connections_end_a_wait_at_once(fetcher: Make) -> None:
    with served() as site:
        site.answers["/slow"] = Reply(b"x" * 100, drip=1, pause=5)
        asking = fetcher(allow_private=True, timeout=30, deadline=60)
        ended: list[BaseException] = []

        def ask() -> None:
            try:
                asking.get(f"{site.at}/slow")
            except FetchError as problem:
                ended.append(problem)

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.2)
        began = time.monotonic()
        asking.close()
        thread.join(5)
        assert ended
        assert time.monotonic() - began < 2


def test_a_certificate_that_nobody_vouches_for_is_refused(fetcher: Make) -> None:
    with secured() as (site, port):
        site.answers["/"] = page("secret")
        with pytest.raises(FetchError, match="certificate verify failed"):
            fetcher(allow_private=True).get(f"https://localhost:{port}/")
        assert not site.seen


def test_a_certificate_of_another_name_is_refused(monkeypatch: pytest.MonkeyPatch, fetcher: Make) -> None:
    monkeypatch.setattr("riftline.feeds.connecting._certificates", trusting)
    with secured() as (site, port):
        site.answers["/"] = page("good")
        with pytest.raises(FetchError, match="certificate verify failed"):
            fetcher(allow_private=True).get(f"https://127.0.0.1:{port}/")
        assert not site.seen
        assert b"good" in fetcher(allow_private=True).get(f"https://localhost:{port}/").body


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch, fetcher: Make) -> None:
    """It would look names up and connect in our place."""
    with served() as proxy, served() as site:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.at)
        site.answers["/"] = page("good")
        assert b"good" in fetcher(allow_private=True).get(f"{site.at}/").body
        assert not proxy.seen


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_of_compression_is_left_before_it_goes_off(layers: int, fetcher: Make) -> None:
    """200 MB that come as 200 kB, or less: no more is unpacked than may be read."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    for _ in range(layers - 1):
        bomb = gzip.compress(bomb)
    with served() as site:
        site.answers["/"] = Reply(bomb, headers={"Content-Encoding": ", ".join(["gzip"] * layers)})
        tracemalloc.start()
        with pytest.raises(FetchError, match="more than 1 MB"):
            fetcher(allow_private=True, max_bytes=1_000_000).get(f"{site.at}/")
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
        tracemalloc.stop()
