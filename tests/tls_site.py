"""A site behind TLS whose certificate it has made itself, for the name localhost; it is good until 2120 and trusted by nobody."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feed_site import Site, served

KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgna5+whhl3kc6+cpJ
65ETNZ4SkgNWm4LFDftqVeQ2XnqhRANCAAR0xTT2NUCiejjucjM8eW9vzoAnTg83
l2eAATOc3DhNBU8RK8lkSdElOFg5jVi3p++nLDT8FkYj68TahcqCm9RZ
-----END PRIVATE KEY-----
"""
CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIBXzCCAQSgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHTFNPY1QKJ6OO5y
Mzx5b2/OgCdODzeXZ4ABM5zcOE0FTxEryWRJ0SU4WDmNWLen76csNPwWRiPrxNqF
yoKb1FmjRTBDMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAMBgNVHRMEBTADAQH/MB0G
A1UdDgQWBBRoBztgXkxRvMkQo0reTZBtLSZ9XTAKBggqhkjOPQQDAgNJADBGAiEA
6nCmFcnHjt3SpRMGI51K4/a/lrxV1syNFYC/vG9PFy0CIQDDUnyG4tt8lCmIuGEk
zgAwk561hpJzr2/lOEqaHlUWfQ==
-----END CERTIFICATE-----
"""


@contextmanager
def secured() -> Iterator[tuple[Site, int]]:
    """The site and its port."""
    with served() as site, tempfile.TemporaryDirectory() as folder:
        both = Path(folder) / "both.pem"
        both.write_text(KEY + CERTIFICATE)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
        yield site, site.server.server_address[1]


def trusting() -> ssl.SSLContext:
    """What a client would have that knows the certificate."""
    return ssl.create_default_context(cadata=CERTIFICATE)
