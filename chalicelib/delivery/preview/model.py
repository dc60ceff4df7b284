"""What is previewed, and what one of its readers will get. Pure."""

from chalicelib.audience.model import Recipient, Selection
from chalicelib.content.compose import Written
from chalicelib.content.letter_shown import Shown
from chalicelib.content.model import Channel
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.values import value
from chalicelib.messages.model import Source


@value
class InApp:
    """The copy in the reader's inbox. `html` is the message alone, as the inbox shows it."""

    subject: str
    html: str


@value
class Draft:
    """What somebody is writing, for the school they work for; `sample` counts the chosen students and staff.
    `key` is the Idempotency-Key that it will be sent with, from which random picks follow (RCPT-09)."""

    school_id: str
    written: Written
    selection: Selection
    source: Source = Source.USER
    sample: int = 0
    signature: bool = False
    key: str = ""


@value
class Readers:
    """One of the audience: their email and their phone may tell of different children. Nobody while nobody is
    chosen."""

    people: tuple[Recipient, ...] = ()

    @property
    def first(self) -> Recipient | None:
        return next(iter(self.people), None)

    def by(self, channel: Channel) -> Recipient | None:
        """The reader as that channel reaches them."""
        return next((who for who in self.people if channel in who.destinations), self.first)


@value
class Parts:
    """The parts as a reader gets them; None for a part that is not there.

    Of a secure message the email says `notice` only, and `letter` is what is read after signing in. `push` is
    what stands under the sender on a device; `in_app` goes with every message. Imported people get neither
    (IMPT-10).
    """

    letter: Shown | None
    notice: Shown | None
    sms: str | None
    voice: str | None
    push: str | None
    in_app: InApp | None


@value
class Preview:
    """The parts as `reader` gets them, the `sample`-th of so many."""

    parts: Parts
    sender: str
    reader: Recipient | None
    sample: int
    samples: int
    warnings: tuple[FieldError, ...]
