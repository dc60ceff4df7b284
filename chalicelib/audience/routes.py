"""Counting an audience while the message is written."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit
from chalicelib.directory import store as directory
from chalicelib.kernel.clock import local_date

from . import reach
from .count import count, gather
from .model import Count
from .schemas import CountIn, CountOut, by_channel

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
    found = count(
        gather(caller.district, selection),
        call.body.channels(),
        today=local_date(call.clock.now(), directory.district(caller.district).time_zone),
        emergency=call.body.urgent(),
    )
    return _answer(found, reach.possible(caller))


def _answer(found: Count, possible: reach.Possible) -> CountOut:
    return CountOut(
        students_selected=found.students,
        students_possible=possible.students,
        staff_selected=found.staff,
        staff_possible=possible.staff,
        people=found.people,
        by_channel=by_channel(found),
        unreachable_people=found.unreachable_people,
        landlines=found.landlines,
        approximate=found.approximate,
    )
