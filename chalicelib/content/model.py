"""What is written: the parts of a message, frozen at sending (SEND-10). Pure."""

from enum import StrEnum

from chalicelib.kernel.values import value


class Channel(StrEnum):
    """The kinds of way to reach somebody. The in-app copy is `portal`."""

    EMAIL = "email"
    SMS = "sms"
    VOICE = "voice"
    PUSH = "push"
    PORTAL = "portal"


DEFAULT_SUBJECT = "New Message"  # COMP-22
# What the inbox says of a message that was a recorded call and nothing else: in the two languages of the app.
WAS_RECORDED = "This message was a recorded phone call. / Este mensaje fue una llamada telefónica grabada."
# What the Calling & Texting module is about (LIC-01).
CALLS_AND_TEXTS = frozenset({Channel.SMS, Channel.VOICE})
ADDRESSED = (Channel.EMAIL, Channel.SMS, Channel.VOICE)  # those that need an address or a number


class Lane(StrEnum):
    """Which queue a delivery waits in, the most urgent first (QUEUE-04)."""

    EMERGENCY = "emergency"
    PRIORITY = "priority"
    NORMAL = "normal"

    @property
    def place(self) -> int:
        """To sort by: 0 is the most urgent."""
        return list(Lane).index(self)


@value
class SmsPart:
    text: str
    emergency: bool = False


@value
class VoicePart:
    """A call: spoken text in a language (a BCP 47 tag, which picks the voice), or a recording (CALL-02).

    `recording` is its id, `seconds` how long it lasts. `caller_id` is the caller ID that the sender chose,
    empty for their default; `number`, once the message is accepted, the number that it stood for. `owner` is
    whose caller ID and recording these are, empty for the sender's own.
    """

    text: str
    language: str = "en"
    emergency: bool = False
    caller_id: str = ""
    number: str = ""
    recording: str = ""
    seconds: float = 0.0
    owner: str = ""


@value
class Content:
    """Everything of a message that recipients read or hear. `html` is already clean; empty means no email part.

    The in-app copy shows `html`, or the text of the first other part when there is none. Of a `secure` message
    the email and the push only say that there is one; texts and calls go as written (COMP-06, CHAN-12).
    """

    subject: str
    html: str = ""
    plain: str = ""
    sms: SmsPart | None = None
    voice: VoicePart | None = None
    push: bool = False
    secure: bool = False

    def channels(self) -> tuple[Channel, ...]:
        """The channels this content goes out by, the in-app copy always last."""
        present = {
            Channel.EMAIL: bool(self.html),
            Channel.SMS: self.sms is not None,
            Channel.VOICE: self.voice is not None,
            Channel.PUSH: self.push,
        }
        return (*(channel for channel, has in present.items() if has), Channel.PORTAL)

    def text(self, channel: Channel) -> str:
        """What a channel says, as plain text; push and the in-app copy show the first part that there is."""
        if channel is Channel.SMS and self.sms:
            return self.sms.text
        if channel is Channel.VOICE and self.voice:
            return self.voice.text
        return self.text_in_app

    @property
    def text_in_app(self) -> str:
        """The in-app copy as plain text: the email's, or the text of the first other part."""
        said = [self.plain, *(part.text for part in (self.sms, self.voice) if part)]
        return next(filter(None, said), WAS_RECORDED if self.is_recorded else "")

    @property
    def is_recorded(self) -> bool:
        """Whether its call is a recording."""
        return self.voice is not None and bool(self.voice.recording)

    def emergency(self, channel: Channel) -> bool:
        """Whether this channel's part is an emergency (only texts and calls can be: A-22)."""
        part = {Channel.SMS: self.sms, Channel.VOICE: self.voice}.get(channel)
        return part is not None and part.emergency


def lane_of(content: Content, channel: Channel, *, priority: bool) -> Lane:
    """The lane of one part (QUEUE-04)."""
    if content.emergency(channel):
        return Lane.EMERGENCY
    return Lane.PRIORITY if priority else Lane.NORMAL
