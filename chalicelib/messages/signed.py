"""The author's signatures under what they write, where they ticked Include Signature (COMP-27, SET-12).

send, answer   --with_signatures--> what was written, and the signatures as they are now
schedule       --still_fitting--> the same; without a text signature that has become too long for its text
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.access.model import Principal
from chalicelib.content.compose import Written
from chalicelib.content.limits import Limits, fits
from chalicelib.content.signed import under_text
from chalicelib.content.text import lines
from chalicelib.content.tokens import one_spelling
from chalicelib.directory.signatures import Signatures
from chalicelib.directory.store import signatures as stored
from chalicelib.kernel.errors import FieldError

from .model import Source

Settings = Mapping[str, str | int | bool]
FIELD = "include_signature"
TELLS_WHO = "A signature would tell who wrote this. Leave it out, or send as yourself."
LEFT_OUT = "The text messages went without your signature: it has become too long for this text."


def with_signatures(author: Principal, written: Written) -> Written:
    """Who has no signatures sends without."""
    return replace(written, signatures=_own(author))


def faults(source: Source, *, wanted: bool) -> Iterator[FieldError]:
    """Of the district and the school nobody may learn who wrote (COMP-16)."""
    if wanted and source is not Source.USER:
        yield FieldError(FIELD, TELLS_WHO)


def still_fitting(author: Principal, written: Written, settings: Settings) -> tuple[Written, str]:
    """What was written with the signatures of this moment, and nothing to note; or a sentence that says that
    the text goes without: what was scheduled with a shorter one is not held up by it."""
    own = _own(author)
    text = lines(one_spelling(written.sms.text)) if written.sms else ""
    if not own.text or fits("sms", under_text(text, own), Limits.of(settings).sms):
        return replace(written, signatures=own), ""
    return replace(written, signatures=replace(own, text="")), LEFT_OUT


def _own(author: Principal) -> Signatures:
    """Only staff have any: what a former member of staff kept goes under nothing that a parent writes."""
    if not author.is_staff:
        return Signatures()
    return stored.of(author.district, author.user_id)
