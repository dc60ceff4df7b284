"""Carillon's side: a message to everybody of a school, from its acceptance to the last email handed over.

Its functions are called as Lambda calls them, so that planning, resolving the recipients, freezing them, the
ledger's row for each delivery, claims and totals are all in the figure. Receipts are not: the other side has
none.

    python -m bench.comparison.carillon <port of the stub> <recipients> <file for the letter>
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench._queues import Queues
from bench._stub import environment
from bench.comparison.letter import Letter
from bench.comparison.worker import serve
from bench.line import _people

SUBJECT = "No school for {{student.first_name}} tomorrow"
GREETING = "<p>Dear {{recipient.first_name}},</p>"
PARAGRAPH = (
    "<p>{{sender.school}} is closed tomorrow because of snow. {{student.full_name}} of grade {{student.grade}} "
    "has no lessons. Please stay at home and keep warm; we will write again when the roads are clear.</p>"
)
BYE = "<p>{{sender.name}}</p>"


def main(port: int, recipients: int, letter: Path) -> None:
    environment(port)
    _settle(recipients)
    calls: list[dict[str, Any]] = []
    queues = Queues()
    _on_each_call(calls.append)
    queues.deliver(_accepted(recipients))
    letter.write_text(Letter.handed(calls).json())

    def work() -> int:
        calls.clear()
        queues.deliver(_accepted(recipients))
        return sum(len(call["BulkEmailEntries"]) for call in calls)

    serve(work)


def _on_each_call(keep: Any) -> None:
    from chalicelib.kernel.aws import client

    hook = "provide-client-params.sesv2.SendBulkEmail"
    client("sesv2").meta.events.register(hook, lambda params, **_: keep(params))


def _settle(recipients: int) -> None:
    """A school of so many students with a parent's email address each."""
    from chalicelib.directory import store
    from chalicelib.directory.model import RollEntry

    _people(recipients)
    ids = [f"s{at}" for at in range(recipients)]
    store.put_roll("demo", "lincoln", [RollEntry(each, "09", each, "", ()) for each in ids])


def _accepted(people: int) -> Any:
    from chalicelib.audience.model import RecipientType, Selection, StudentSelection
    from chalicelib.content.model import Content
    from chalicelib.content.plain import plain_text
    from chalicelib.kernel.ids import new_id
    from chalicelib.messages import store
    from chalicelib.messages.model import Message, Sender

    html = GREETING + PARAGRAPH * 6 + BYE
    now = datetime.now(UTC)
    message = Message(
        message_id=new_id(),
        district="demo",
        sender=Sender("ada", "Ada Teacher", "lincoln", "Lincoln High"),
        content=Content(SUBJECT, html=html, plain=plain_text(html)),
        selection=Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=("lincoln",))),
        accepted_at=now,
        expires_at=now + timedelta(hours=24),
        people=people,
    )
    store.accept(message)
    return message


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
