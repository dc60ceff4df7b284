"""The answer to a text, from the number that was texted.

It goes beside the line: one person waits for it, and no window, rate or suppression concerns it.
"""

from collections.abc import Sequence

from chalicelib.directory import store as directory
from chalicelib.directory.model import District
from chalicelib.kernel.aws import client
from chalicelib.kernel.settings import setting

from ..channels.errors import Verdict, judge
from .texter import Answer
from .words import answer_in


class NotNow(RuntimeError):
    """The provider did not take the answer, for the moment."""


def text_of(districts: Sequence[str], answer: Answer, language: str) -> str:
    """What is said, in the name of all that text from the number."""
    all_of_them = [directory.district(each) for each in districts]
    contacts = dict.fromkeys(filter(None, map(_contact, all_of_them)))
    name = ", ".join(each.name for each in all_of_them)
    return answer_in(language, answer, name, ", ".join(contacts) or name)


def _contact(district: District) -> str:
    """Where people find help, as the district says it, or the web app."""
    return str(district.settings.get("help_contact") or setting("PUBLIC_URL", ""))


def say_to(number: str, from_: str, text: str) -> None:
    """Text somebody back. What is refused, or perhaps left, is not said again. Raises NotNow."""
    try:
        client("pinpoint-sms-voice-v2").send_text_message(
            DestinationPhoneNumber=number,
            OriginationIdentity=from_,
            MessageBody=text,
            MessageType="TRANSACTIONAL",
            ConfigurationSetName=setting("SMS_CONFIGURATION_SET"),
        )
    except Exception as error:
        if judge(error)[0] is Verdict.LATER:
            raise NotNow from error
