"""A bucket on an S3 server of this machine, for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest

BUCKET = "s3://news"


@contextmanager
def bucket() -> Iterator[str]:
    """The address of a bucket, with what its user would have in the environment. The test is skipped where S3 is not installed."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    about = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "AWS_DEFAULT_REGION": "us-east-1"}
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in about.items():
                patch.setenv(name, value)
            from s3fs import S3FileSystem

            urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()  # all servers of a process share what they hold
            S3FileSystem.clear_instance_cache()  # those that were made know the settings of before
            S3FileSystem().mkdir(BUCKET)
            yield BUCKET
    finally:
        server.stop()
