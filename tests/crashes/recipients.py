"""What those do to whom messages go, in the middle of it.

They read in the app, text STOP and START, and end emails by one click.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from chalicelib.content.model import Channel
from chalicelib.delivery.unsubscribe import act
from chalicelib.delivery.unsubscribe.model import Addressee
from chalicelib.directory.model import StudentContact
from chalicelib.kernel import settings
from chalicelib.kernel.clock import stamp
from chalicelib.messages import threads
from chalicelib.messages.store import conversations

from .asking import until_answered
from .scenario import Scenario
from .sources import sources
from .stage import Stage

LATEST = 2400.0  # seconds until the last of them does something: half of all parts that wait have left by then
READS = 20  # times that somebody opens the app and finds nothing yet


@dataclass
class Recipients:
    """`said_no` are those who ever did, by channel and contact id, even if they took it back."""

    stage: Stage
    scenario: Scenario
    said_no: set[tuple[Channel, str]] = field(default_factory=set)
    _texts: int = 0

    def follow(self, likely: float, chance: Random) -> None:
        """Each of them does each of it with that probability."""
        contacts = {each.contact_id: each for who in self.scenario.students for each in who.contacts}
        for contact in contacts.values():
            for do in (self._read, self._stop, self._unsubscribe):
                if chance.random() < likely:
                    self.stage.baton.after(chance.uniform(1, LATEST), self._deed(do, contact, chance))

    def _deed(
        self, do: Callable[[StudentContact, Random], None], contact: StudentContact, chance: Random
    ) -> Callable[[], None]:
        return lambda: do(contact, chance)

    def _read(self, contact: StudentContact, _chance: Random) -> None:
        if contact.linked_user:
            account = contact.linked_user.user_id
            thread = threads.counterpart_of(self.scenario.messages[0], "").thread_id
            read = self._reading(account, thread)
            until_answered(self.stage, read, tries=READS)

    def _reading(self, account: str, thread: str) -> Callable[[], None]:
        return lambda: conversations.mark_read("demo", account, thread)

    def _stop(self, contact: StudentContact, chance: Random) -> None:
        number = contact.phones[0].number
        sharing = (
            each for who in self.scenario.students for each in who.contacts if each.phones[0].number == number
        )
        self.said_no |= {(Channel.SMS, each.contact_id) for each in sharing}
        self._text(number, "STOP")
        if chance.random() < 0.4:
            self.stage.baton.after(chance.uniform(1, 600), lambda: self._text(number, "START"))

    def _text(self, number: str, body: str) -> None:
        """It comes in by the provider's topic."""
        self._texts += 1
        note = {
            "originationNumber": number,
            "destinationNumber": settings.setting("SMS_ORIGINATION"),
            "messageBody": body,
            "inboundMessageId": f"text-{self._texts}",
        }
        at = self.stage.baton.clock.now().isoformat(timespec="milliseconds")
        envelope: dict[str, Any] = {"Type": "Notification", "Message": json.dumps(note), "Timestamp": at}
        (queue,) = (each.queue for each in sources() if each.function == "inbound_text")
        self.stage.trace.note(f"{number} texts {body}")
        self.stage.memory.sqs.queues[queue].add(json.dumps(envelope))

    def _unsubscribe(self, contact: StudentContact, _chance: Random) -> None:
        address = contact.emails[0].address
        self.said_no.add((Channel.EMAIL, contact.contact_id))
        at = stamp(self.stage.baton.clock.now())
        until_answered(self.stage, lambda: act.stop(Addressee("demo", "Demo", address), at))
