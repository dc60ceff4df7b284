"""Counting an audience while the message is written, and listing whom it does not reach."""

from collections.abc import Mapping

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, Principal, edit
from chalicelib.access.scope import Scope
from chalicelib.directory import store as directory
from chalicelib.directory.store import suppressions
from chalicelib.kernel.values import value

from . import households, reach
from . import unreachable as use
from .count import Audience, count, gather
from .model import Count, Selection, picks
from .named import Named, named
from .named_schemas import NamedRow, NameList, NamesIn
from .people import Terms
from .schemas import CountIn, CountOut, GroupOut, by_channel
from .stretches import Stretch, stretches
from .terms import terms_of
from .unreachable_schemas import UnreachableIn, UnreachablePage, UnreachableRow

api = Api("audience")


WRITERS = edit(Permission.SEND_MESSAGES, staff_only=True)


@api.post(
    "/v1/audience/count",
    needs=WRITERS,
    body=CountIn,
    returns=CountOut,
    summary="How many people an audience has, and who can be reached",
)
def count_audience(call: Call) -> CountOut:
    caller = _caller(call)
    asked = _asked(call)
    audience = gather(asked.district, asked.selection, asked.within, one_per_address=asked.once)
    found = count(audience, _terms(call, asked.within))
    return _answer(found, audience, reach.possible(caller, asked.within))


@api.post(
    "/v1/audience/unreachable",
    needs=WRITERS,
    body=UnreachableIn,
    returns=UnreachablePage,
    summary="Who in an audience cannot be reached, by which channel and why",
)
def list_unreachable(call: Call) -> UnreachablePage:
    """Before sending, from current data. A page looks at up to some 2,000 people."""
    asked: UnreachableIn = call.body
    whom, wanted = _asked(call), use.Wanted(asked.of_channels, asked.reason, asked.q)
    terms = _terms(call, whom.within)
    found = use.unreachable(_along(call, whom, terms), terms, wanted, asked.cursor, asked.limit)
    schools = {each.school_id: each.name for each in directory.schools(call.principal.district).values()}
    return UnreachablePage(
        items=tuple(_row(missed, schools) for missed in found.page.items),
        next_cursor=found.page.next_cursor,
        looked=found.looked,
    )


@api.post(
    "/v1/audience/names",
    needs=WRITERS,
    body=NamesIn,
    returns=NameList,
    summary="The names of what an audience is made of, as far as the caller reaches",
)
def name_audience(call: Call) -> NameList:
    """For a window in which what was chosen earlier is changed."""
    schools = {each.school_id: each.name for each in directory.schools(call.principal.district).values()}
    found = named(_caller(call), call.body.audience.selection())
    return NameList(items=tuple(_name(each, schools) for each in found))


def _name(each: Named, schools: Mapping[str, str]) -> NamedRow:
    return NamedRow(
        kind=each.kind,
        id=each.id,
        name=each.name,
        grade=each.grade or None,
        school_name=schools.get(each.school_id) or None,
        people=each.people,
    )


def _caller(call: Call) -> Principal:
    """Who asks, at the school that they work for."""
    return scope.working_at(call.principal, call.body.school_id, "school_id")


@value
class _Asked:
    """Whom the body means, by somebody who may write to them; `once`: one delivery per phone and address."""

    district: str
    selection: Selection
    within: Scope
    once: bool


def _asked(call: Call) -> _Asked:
    """Raises Forbidden or NotFound for what the caller may not write to."""
    caller, selection = _caller(call), call.body.audience.selection()
    reach.check_rights(caller, selection)
    within = scope.scope_of(caller)
    reach.check_reach(caller, selection, within)
    once = households.wanted_by(directory.district(caller.district))
    return _Asked(caller.district, selection, within, once)


def _along(call: Call, asked: _Asked, terms: Terms) -> tuple[Stretch, ...]:
    return stretches(
        asked.district,
        asked.selection,
        asked.within,
        terms,
        call.clock.now(),
        one_per_address=asked.once,
        afresh=call.body.cursor is None,
    )


def _terms(call: Call, within: Scope) -> Terms:
    asked = call.body
    return terms_of(
        directory.district(call.principal.district),
        suppressions.in_short(call.principal.district),
        asked.channels(),
        call.clock.now(),
        emergency=asked.urgent(),
        seed=picks(asked.key),
        once_per_teacher=not asked.per_student,
        within=within,
        secure=asked.secure,
    )


def _row(missed: use.Missed, schools: Mapping[str, str]) -> UnreachableRow:
    who = missed.who
    return UnreachableRow(
        person_id=who.person_id,
        person_kind=who.kind,
        name=who.name,
        channel=missed.channel,
        reason=missed.reason,
        student_id=who.student_id or None,
        regarding_student=who.student_name or None,
        school_id=who.school_id,
        school_name=schools.get(who.school_id, ""),
    )


def _answer(found: Count, audience: Audience, possible: reach.Possible) -> CountOut:
    return CountOut(
        students_selected=found.students,
        students_possible=possible.students,
        staff_selected=found.staff,
        staff_possible=possible.staff,
        imported_selected=found.imported,
        people=found.people,
        by_channel=by_channel(found),
        unreachable_people=found.unreachable_people,
        landlines=found.landlines,
        approximate=found.approximate,
        groups=tuple(
            GroupOut(group_id=each.group_id, members=each.members, left_out=each.left_out)
            for each in audience.groups
        ),
    )
