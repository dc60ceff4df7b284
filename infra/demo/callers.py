"""The demo's caller IDs: the operator's number as the district's default, and one of its own for the first
three schools. Made once; what somebody made of the list since then stays."""

from dataclasses import replace

from chalicelib.directory import change_caller_ids, settings
from chalicelib.directory import store as directory
from chalicelib.directory.audit import OPERATOR, Subject
from chalicelib.directory.caller_ids import CallerId
from chalicelib.directory.store import caller_ids
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.ids import hashed_id
from infra import founding

NUMBERS = ("+17205550150", "+17205550151", "+17205550152")


def make_caller_ids(district_id: str, operators: str) -> None:
    """Nothing where there are some already."""
    if caller_ids.read(district_id)[1]:
        return
    clock, district = SystemClock(), directory.district(district_id)
    given = replace(district, settings=district.settings | {"voice_numbers": " ".join(NUMBERS)})
    settings.save_district(district, given, Subject.MODULES, OPERATOR, clock)
    founding.first_caller_id(district, operators, clock)
    first = sorted(directory.schools(district_id).values(), key=lambda each: each.name)[: len(NUMBERS)]
    own = [
        CallerId(
            hashed_id("demo caller id", school.school_id),
            school.name,
            number,
            creator="",
            public=True,
            schools=(school.school_id,),
            default_schools=(school.school_id,),
        )
        for school, number in zip(first, NUMBERS, strict=False)
    ]
    if own:
        change_caller_ids.add(district_id, own, OPERATOR, clock)
