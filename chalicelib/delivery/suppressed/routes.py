"""Suppressed addresses over HTTP: the district's lists, and what people enter and lift (CHAN-10, ADMIN-16)."""

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit, view
from chalicelib.directory.store import suppression_lists
from chalicelib.directory.suppression import Suppression
from chalicelib.directory.suppression_schemas import shown

from . import change as use
from .schemas import Lift, NewSuppression, SuppressionRow, SuppressionsPage, SuppressionsQuery

api = Api("suppressed")
_CHANGES = edit(Permission.EDIT_CONTACT_SETTINGS)


@api.get(
    "/v1/suppressions",
    needs=view(Permission.EDIT_CONTACT_SETTINGS),
    query=SuppressionsQuery,
    returns=SuppressionsPage,
    summary="Addresses that nothing is sent to, and why: opt-outs, complaints, dead numbers and mailboxes",
)
def list_suppressions(call: Call) -> SuppressionsPage:
    """For administrators of the whole district; others see those of a student in the contact settings."""
    me, asked = call.principal, call.query
    scope.check_whole_district(me)
    if asked.q.strip():
        page = suppression_lists.search(me.district, asked.channel, asked.q, asked.limit, asked.cursor)
    else:
        page = suppression_lists.newest(me.district, asked.channel, asked.cause, asked.limit, asked.cursor)
    return SuppressionsPage(items=tuple(map(_row, page.items)), next_cursor=page.next_cursor)


@api.post(
    "/v1/suppressions",
    needs=_CHANGES,
    body=NewSuppression,
    returns=SuppressionRow,
    status=201,
    summary="Send nothing more to an address, because its owner asked",
)
def enter_suppression(call: Call) -> SuppressionRow:
    """For administrators of the whole district, since it binds every school."""
    scope.check_whole_district(call.principal)
    asked: NewSuppression = call.body
    return _row(use.enter(call.principal, asked.on(), asked.address, asked.note, call.clock))


@api.post(
    "/v1/suppressions/{suppression_id}/lift",
    needs=_CHANGES,
    body=Lift,
    status=204,
    summary="Let messages go to an address again",
)
def lift_suppression(call: Call) -> None:
    """An opt-out or a complaint is the owner's: it takes their consent. The provider's own list forgets the
    address too."""
    asked: Lift = call.body
    use.lift(call.principal, call.path["suppression_id"], asked.wish(), asked.student_id or "", call.clock)


def _row(found: Suppression) -> SuppressionRow:
    names = tuple(dict.fromkeys(each.name for each in found.owners))
    students = tuple(dict.fromkeys(each.student for each in found.owners if each.student))
    return SuppressionRow(**shown(found).model_dump(), address=found.address, names=names, students=students)
