"""From which number texts and calls leave.

Texts have the operator's (SMS-10, CID-13). Calls have their message's caller ID where the operator says that
the provider lets this district's calls come from it, and the operator's own number otherwise: a call that shows
another number is better than none (docs/decisions/0016-caller-ids.md).
"""

from chalicelib.content.model import Channel
from chalicelib.directory.preferences import voice_numbers
from chalicelib.kernel.settings import setting
from chalicelib.messages.model import Message

from . import known

_OPERATORS = {Channel.SMS: "SMS_ORIGINATION", Channel.VOICE: "VOICE_ORIGINATION"}


def number_for(message: Message, channel: Channel) -> str:
    """The origination identity as the provider knows it; empty where there is none."""
    wanted = message.content.voice.number if channel is Channel.VOICE and message.content.voice else ""
    if wanted and wanted in voice_numbers(known.district(message.district).settings):
        return wanted
    name = _OPERATORS.get(channel)
    return setting(name, "") if name else ""
