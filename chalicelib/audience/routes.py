"""Counting an audience while the message is written."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.kernel.clock import local_date

from . import reach
from .count import count, gather
from .model import Count
from .schemas import CountIn, CountOut, Reachable

api = Api("audience")


@api.post(
    "/v1/audience/count",
    needs=edit(Permission.SEND_MESSAGES, staff_only=True),
    body=CountIn,
    returns=CountOut,
    summary="How many people an audience has, and who can be reached",
)
def count_audience(call: Call) -> CountOut:
    caller, selection = call.principal, call.body.audience.selection()
    reach.check_rights(caller, selection)
    reach.check_reach(caller, selection)
    channels = tuple(dict.fromkeys((*call.body.parts, Channel.PORTAL)))
    found = count(
        gather(caller.district, selection),
        channels,
        today=local_date(call.clock.now(), directory.district(caller.district).time_zone),
    )
    return _answer(found, reach.possible(caller))


def _answer(found: Count, possible: reach.Possible) -> CountOut:
    return CountOut(
        students_selected=found.students,
        students_possible=possible.students,
        staff_selected=found.staff,
        staff_possible=possible.staff,
        people=found.people,
        by_channel={
            channel: Reachable(reachable=number, unreachable=found.unreachable[channel])
            for channel, number in found.reachable.items()
        },
        unreachable_people=found.unreachable_people,
        approximate=found.approximate,
    )
