"""Answers with their author's email signature: at once, and later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.directory.signatures import Signatures
from chalicelib.directory.store import signatures
from chalicelib.messages.schedules.fire import SCHEDULES
from tests.support.api import Answer, HttpApi
from tests.support.firing import fired
from tests.support.line import Line

from .test_replies import D, line, send, talk, thread_of, to_tom

__all__ = ["line", "send"]  # fixtures
Send = Callable[..., str]
TOM = Signatures("<p>Tom Miller</p>", "T. Miller")


def sign(before: Signatures, after: Signatures) -> None:
    assert signatures.change(D, "tom", before, after)


def answer(api: HttpApi, key: str, as_: str = "tom", **asked: Any) -> Answer:
    path = f"/v1/inbox/{thread_of(api, as_)}/replies"
    body = {"html": "<p>Gladly.</p>"} | asked
    return api.post(path, body, as_=as_, headers={"Idempotency-Key": key})


def test_an_answer_is_signed_where_it_is_asked_for(api: HttpApi, line: Line, send: Send) -> None:
    """COMP-27, SET-12: under the answer; unticked, not; a request is one or the other."""
    sign(Signatures(), TOM)
    send("mum", **to_tom())
    assert answer(api, "answer-1", include_signature=True).json["html"] == (
        "<p>Gladly.</p><div><p>Tom Miller</p></div>"
    )
    line.clock.advance(seconds=1)
    assert answer(api, "answer-2").json["html"] == "<p>Gladly.</p>"
    assert answer(api, "answer-2", include_signature=True).status == 409
    line.run()
    assert talk(api, "mum")[1:] == [
        ("<p>Gladly.</p><div><p>Tom Miller</p></div>", False),
        ("<p>Gladly.</p>", False),
    ]


def test_a_signature_alone_is_no_answer(api: HttpApi, line: Line, send: Send) -> None:
    """COMP-35; and families, who have none, answer without."""
    sign(Signatures(), TOM)
    send("mum", **to_tom())
    assert answer(api, "answer-1", html="<p> </p>", include_signature=True).fields == ["html"]
    assert answer(api, "answer-2").status == 202
    line.run()
    assert answer(api, "answer-3", "mum", include_signature=True).json["html"] == "<p>Gladly.</p>"


def test_an_answer_that_waits_has_the_signature_of_its_day(api: HttpApi, line: Line, send: Send) -> None:
    """SCHD-05, COMP-27."""
    sign(Signatures(), TOM)
    send("mum", **to_tom())
    order = {
        "answer": {"thread_id": thread_of(api, "tom"), "html": "<p>Gladly.</p>", "include_signature": True},
        "schedule": {"date": f"{line.clock.now() + timedelta(days=1):%Y-%m-%d}", "time": "06:00"},
    }
    made = api.post("/v1/scheduled-messages", order, as_="tom", headers={"Idempotency-Key": "the-answer"})
    assert made.json["answer"]["include_signature"] is True
    sign(TOM, Signatures("<p>Dr. Miller</p>"))
    line.clock.at = datetime.fromisoformat(made.json["next_at"]) + timedelta(minutes=1)
    fired(SCHEDULES, line.clock)
    line.run()
    assert talk(api, "mum")[-1] == ("<p>Gladly.</p><div><p>Dr. Miller</p></div>", False)
