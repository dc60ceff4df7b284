"""What is checked of a message once its people are counted, and what a refused list is told as."""

from chalicelib.audience.imported import store as lists
from chalicelib.audience.imported.free import check_not_held, check_not_taken
from chalicelib.audience.model import Count
from chalicelib.kernel.errors import ConfirmationRequired, Conflict, FieldError, Invalid
from chalicelib.kernel.words import say

from .desk import Desk
from .model import Message

ANY_NUMBER = -1  # confirmed without having been asked: nobody is there to ask
LIST_CHANGED = "The imported recipients were changed meanwhile. Look, and send again."
IMPORTED = "audience.imported.list_id"


def check_people(counted: Count) -> None:
    if not counted.people:
        raise Invalid.one("audience", "Nobody is in this selection at the moment. Choose somebody else.")


def check_confirmed(counted: Count, confirmed: int | None, desk: Desk) -> None:
    """SEND-02, SEND-13: more than 100 people, or what the settings say, need a yes to the server's number."""
    if confirmed not in (ANY_NUMBER, counted.people) and counted.people > desk.confirm_over:
        raise ConfirmationRequired(
            say("This goes to {people:,} people. Confirm the number to send it.", people=counted.people),
            (
                FieldError(
                    "confirmed_recipients",
                    say("Repeat the number of recipients: {people}.", people=counted.people),
                ),
            ),
            recipients=counted.people,
            by_channel={
                channel: {
                    "reachable": number,
                    "unreachable": counted.unreachable[channel],
                    "deliveries": counted.deliveries[channel],
                }
                for channel, number in counted.reachable.items()
            },
        )


def list_moved(message: Message) -> Conflict:
    """What became of the imported list since it was counted (IMPT-09); raised here when something has it."""
    if now := lists.get(message.district, message.selection.imported):
        check_not_taken(now, IMPORTED)
        check_not_held(now, IMPORTED)
    return Conflict(LIST_CHANGED, (FieldError(IMPORTED, LIST_CHANGED),))
