"""What the OpenAPI document promises, held against the application by generated requests."""

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import ensure_resource_availability, negative_data_rejection, use_after_free

from tests.fakes.web import EchoAssistant, make_web

WEB = make_web(EchoAssistant(), hosts=())
OPERATIONS = {
    "POST /api/v1/answers",
    "PUT /api/v1/answers/{exchange}/feedback",
    "GET /api/v1/conversations",
    "DELETE /api/v1/conversations",
    "GET /api/v1/conversations/{conversation}",
    "DELETE /api/v1/conversations/{conversation}",
}

pytestmark = pytest.mark.alone
"""Its tests bear one name for all operations, of which several workers would run one only."""


async def app(scope: Any, receive: Any, send: Any) -> None:
    """The application without its start and end, which the client would run through with every request."""
    if scope["type"] == "http":
        await WEB.app(scope, receive, send)
        return
    for step in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{step}.complete"})


schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def test_the_document_has_all_operations() -> None:
    assert {operation.ok().label for operation in schema.get_all_operations()} == OPERATIONS


@schema.parametrize()
@bounded(50)
def test_every_request_is_answered_as_the_document_says(case: schemathesis.Case) -> None:
    case.call_and_validate()


@schema.include(path_regex="{").parametrize()
@bounded(20)
def test_requests_about_what_exists_are_too(case: schemathesis.Case) -> None:
    browser = WEB.browser()
    asked = browser.api("POST", "/answers", {"question": "Wo?"}).json
    case.path_parameters = {name: asked[name] for name in case.path_parameters}
    # The ids that were generated, right or wrong ones, have been exchanged for one that exists, and is gone later.
    excluded = [negative_data_rejection, use_after_free, ensure_resource_availability]
    response = case.call_and_validate(cookies=browser.cookies, excluded_checks=excluded)
    assert response.status_code in (200, 400, 405, 422)


def test_none_of_them_was_a_fault() -> None:
    counts = dict(re.findall(r'lotse_http_responses_total\{status="(\d+)"\} (\d+)', WEB.browser().get("/metrics").text))
    assert not [status for status in counts if status.startswith("5")]
    assert sum(map(int, counts.values())) > 500
    assert {"200", "404", "405", "422"} <= set(counts)
