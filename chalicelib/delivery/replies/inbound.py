"""An answer by email comes in: who may have written it, and what becomes of it (RPLY-02 to RPLY-10).

    SES --> bucket, topic --> mail queue --receive--> trusted? whose address? a person? answers taken?
                                                      --> filed in the conversation, or left in the bucket

What is not filed stays in the bucket with the reason in the log, and nobody is told why: whoever guesses
addresses learns nothing. Only who answers what takes no answers gets one polite notice (RPLY-04). What is too
much for this hour goes to the end of the queue until it is no longer: nothing that a family mails gets lost.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from chalicelib.directory import store as directory
from chalicelib.kernel import queue
from chalicelib.kernel.aws import s3
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Throttled
from chalicelib.kernel.log import logger
from chalicelib.kernel.settings import setting
from chalicelib.messages.model import Message

from .. import known, store
from ..model import Delivery
from ..signed import Claim
from .address import claim_of
from .file import file
from .mail import Mail, read
from .notice import say_that_nobody_reads
from .writer import writer_of

MOST_BYTES = 10_000_000
PUT_OFF = 480  # seconds until it is tried again; the alarm is about what lies in the queue for ten minutes


class MailFate(StrEnum):
    """What became of a mail."""

    FILED = "filed"
    NOT_TRUSTED = "not_trusted"  # a virus, spam, or a sender that its own domain disowns
    UNKNOWN_ADDRESS = "unknown_address"  # no address of ours, or an altered one
    GONE = "gone"  # the delivery that it answers is kept no longer
    TOO_LARGE = "too_large"
    AUTOMATIC = "automatic"
    PUT_OFF = "put_off"  # its writer has written enough in this hour
    NOT_TAKEN = "not_taken"  # the message takes no answers, or no longer from this person


def receive(note: Mapping[str, Any], clock: Clock) -> MailFate:
    """File what SES's notification is about. The same mail twice is filed once (RPLY-03).

    Raises KeyError for what is no such notification; it ends in the dead-letter queue.
    """
    mail_id = str(note["mail"]["messageId"])
    try:
        fate = _received(note, mail_id, clock)
    except Throttled:
        queue.send_many(setting("MAIL_QUEUE_URL"), [note], delay=PUT_OFF)
        fate = MailFate.PUT_OFF
    logger().info("inbound mail", mail_id=mail_id, fate=fate.value)
    return fate


def _received(note: Mapping[str, Any], mail_id: str, clock: Clock) -> MailFate:
    receipt = note["receipt"]
    if not is_trusted(receipt):
        return MailFate.NOT_TRUSTED
    claim = _claim(receipt["recipients"])
    if claim is None:
        return MailFate.UNKNOWN_ADDRESS
    found = _answered(claim)
    if found is None:
        return MailFate.GONE
    mail = _fetched(receipt["action"])
    if mail is None or mail.automatic:
        return MailFate.TOO_LARGE if mail is None else MailFate.AUTOMATIC
    message, delivery = found
    writer = writer_of(delivery)
    if file(message, writer, mail, mail_id, clock):
        return MailFate.FILED
    say_that_nobody_reads(message, writer, mail)
    return MailFate.NOT_TAKEN


def is_trusted(receipt: Mapping[str, Any]) -> bool:
    """No virus, no spam, and a sender whose domain stands by the mail: DMARC passes, or there is none and SPF
    or DKIM does. What could not be examined is not trusted."""

    def verdict(name: str) -> str:
        return str(receipt.get(f"{name}Verdict", {}).get("status", ""))

    owned = verdict("dmarc") == "PASS" or (
        verdict("dmarc") == "GRAY" and "PASS" in (verdict("spf"), verdict("dkim"))
    )
    return verdict("virus") == "PASS" and verdict("spam") in ("PASS", "GRAY") and owned


def _claim(recipients: list[str]) -> Claim | None:
    districts = directory.districts()
    claims = (claim_of(str(address), districts) for address in recipients)
    return next((claim for claim in claims if claim), None)


def _answered(claim: Claim) -> tuple[Message, Delivery] | None:
    """The message that is answered, and its delivery to the person who got it."""
    row = store.row_beginning(claim.chunk, claim.delivery)
    try:
        return (known.message_of(claim.chunk), row) if row else None
    except known.UnknownMessage:
        return None


def _fetched(action: Mapping[str, str]) -> Mail | None:
    """The mail as it lies in the bucket; None for one that is too large to read."""
    found = s3().get_object(Bucket=action["bucketName"], Key=action["objectKey"])
    return read(found["Body"].read()) if found["ContentLength"] <= MOST_BYTES else None
