"""The API against its own description: whatever fits or does not fit it, no server error and no answer that it does not describe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from api_server import Inline, told
from api_store import fill, served
from riftline.api.app import PREFIX

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
EXAMPLES = 6
HEADERS = {"Host": "127.0.0.1"}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    with served(fill(tmp_path_factory.mktemp("schema") / "t.duckdb")) as (client, state), pytest.MonkeyPatch.context() as patch:
        patch.setattr("riftline.pipeline._coder", lambda: told)
        state.worker = Inline()
        # A job, a copy and a backup may read and write any path of the machine: tests/test_api_jobs.py, test_cli_handing.py and test_cli_backup.py make some.
        found = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", client.app)
        for path in ("/jobs", "/copies", "/maintenance/backup"):
            found = found.exclude(path=f"{PREFIX}{path}", method="POST")
        HEADERS["Authorization"] = f"Bearer {state.secret}"
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_server_error_and_nothing_undescribed(schema: schemathesis.BaseSchema, mode: GenerationMode) -> None:
    seen = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS, headers=HEADERS)

        if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
            continue  # nothing that could be wrong
        check()
        seen += 1
    assert seen > 12
