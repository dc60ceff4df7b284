"""Writes on a condition that were done, and answered with an error: once, or each time that botocore asks."""

import json
import time
from collections import Counter
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ClientError
from moto.core.models import botocore_stubber

from chalicelib.kernel import dynamo
from chalicelib.kernel.dynamo.marks import MARK
from chalicelib.kernel.settings import table
from tests.support.unheard import Unheard, said, stand_before_moto

pytestmark = pytest.mark.moto

TRIES = 5  # botocore's
CLAIM: dict[str, Any] = {
    "expression": "SET #s = :new ADD tries :one",
    "names": {"#s": "state"},
    "values": {":new": "claimed", ":old": "waiting", ":one": 1},
    "condition": "#s = :old",
}


@pytest.fixture
def name(aws: None, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    dynamo.put(table("messages"), {"pk": "u", "sk": "1", "state": "waiting"})
    return table("messages")


@pytest.mark.parametrize("errors", [1, TRIES])
def test_an_update_knows_itself_again_and_is_done_once(name: str, errors: int) -> None:
    """QUEUE-02"""
    calls = Unheard(errors).watch("UpdateItem")
    done = dynamo.update(name, "u", "1", **CLAIM)
    assert done is not None
    assert (done["state"], done["tries"]) == ("claimed", 1)
    assert calls.made["UpdateItem"] == errors + 1
    assert dynamo.update(name, "u", "1", **CLAIM) is None, "whoever comes second is still refused"


@pytest.mark.parametrize("errors", [1, TRIES])
def test_a_put_knows_itself_again(name: str, errors: int) -> None:
    """QUEUE-02"""
    Unheard(errors).watch("PutItem")
    assert dynamo.put(name, {"pk": "p", "sk": "1"}, unless_exists=True)
    assert not dynamo.put(name, {"pk": "p", "sk": "1"}, unless_exists=True)


def test_what_another_wrote_meanwhile_is_anothers(name: str) -> None:
    """QUEUE-02: whoever was faster between two tries keeps it."""
    dynamo.update(name, "u", "1", **CLAIM)
    Unheard(1, done=False).watch("UpdateItem")
    assert dynamo.update(name, "u", "1", **CLAIM) is None


def test_a_usual_write_costs_one_request(name: str) -> None:
    calls = Unheard(0).watch("UpdateItem")
    assert dynamo.update(name, "u", "1", **CLAIM)
    assert dynamo.update(name, "u", "1", **CLAIM) is None
    assert calls.made == Counter(UpdateItem=2)


def test_who_is_throttled_is_not_asked_again_at_once(name: str) -> None:
    calls = Unheard(TRIES + 1, code="ProvisionedThroughputExceededException", status=400).watch("UpdateItem")
    with pytest.raises(ClientError, match="ThroughputExceeded"):
        dynamo.update(name, "u", "1", **CLAIM)
    assert calls.made["UpdateItem"] == TRIES


def test_a_transaction_is_made_again_under_its_token(name: str) -> None:
    """QUEUE-02: under one token it is done once; after a collision, when nothing was done, under a new one."""
    tokens: list[str] = []

    def answer(event_name: str, request: AWSPreparedRequest, **more: Any) -> AWSResponse | None:
        if not event_name.endswith("TransactWriteItems"):
            return botocore_stubber(event_name, request, **more)
        tokens.append(json.loads(request.body)["ClientRequestToken"])
        if len(tokens) <= TRIES:
            return said(request, 500, "InternalServerError")
        if len(tokens) == TRIES + 1:
            reasons = [{"Code": "TransactionConflict"}]
            return said(request, 400, "TransactionCanceledException", CancellationReasons=reasons)
        if len(tokens) == TRIES + 2:
            return said(request, 400, "TransactionInProgressException")
        return botocore_stubber(event_name, request, **more)

    stand_before_moto(answer)
    dynamo.transact([dynamo.insert(name, {"pk": "t", "sk": "1"})])
    assert len(tokens) == TRIES + 3
    assert len(set(tokens[: TRIES + 1])) == 1
    assert len(set(tokens[TRIES + 1 :])) == 1
    assert len(set(tokens)) == 2
    assert dynamo.get(name, "t", "1") == {"pk": "t", "sk": "1"}, f"transactions need no {MARK}"
