"""What is answered before any code of ours runs: by the gateway, behind the address that people use."""

import pytest
import urllib3

from infra.local.engine import Place
from infra.local.run import Carillon

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/nowhere"), ("DELETE", "/v1/me"), ("GET", "/v1/")])
def test_an_address_that_does_not_exist_is_a_problem_document(
    method: str, path: str, carillon: Carillon, place: Place
) -> None:
    """Not API Gateway's "Missing Authentication Token"."""
    answer = urllib3.request(method, place.web_url + path, timeout=60.0)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "/problems/not-found"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_body_that_is_not_what_its_encoding_says_is_refused(
    encoding: str, carillon: Carillon, place: Place
) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    address, body = f"{place.web_url}/v1/sign-in", b"\x00\xff not that"
    answer = urllib3.request("POST", address, body=body, headers=headers, timeout=60.0)
    assert (answer.status, answer.json()["type"]) == (400, "/problems/invalid")
