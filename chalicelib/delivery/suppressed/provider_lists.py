"""The providers keep lists of their own of addresses that they refuse. What a school lifts comes off them,
or the next message would be refused and suppress it again.
"""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.content.model import Channel
from chalicelib.kernel.aws import client
from chalicelib.kernel.errors import Conflict, Unavailable

_OPT_OUT_LIST = "Default"
_NOT_LISTED = frozenset({"NotFoundException", "ResourceNotFoundException"})


def forget(channel: str, address: str) -> None:
    """Take an address off the provider's list, if it is there.

    Raises Conflict when the provider does not allow it now, Unavailable when it does not answer.
    """
    try:
        if channel == Channel.EMAIL:
            client("sesv2").delete_suppressed_destination(EmailAddress=address)
        elif channel == Channel.SMS:
            client("pinpoint-sms-voice-v2").delete_opted_out_number(
                OptOutListName=_OPT_OUT_LIST, OptedOutNumber=address
            )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ConflictException":
            raise Conflict(
                "The provider takes a number off its list once in 30 days only. Ask the owner to text START to "
                "the number that our texts come from."
            ) from error
        if code not in _NOT_LISTED:
            raise Unavailable from error
    except BotoCoreError as error:
        raise Unavailable from error
