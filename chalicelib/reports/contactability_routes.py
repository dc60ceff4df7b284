"""Contactability over HTTP: a page, the numbers, and the whole as a file for a spreadsheet."""

from chalicelib.access.endpoint import Api, Call, File
from chalicelib.access.model import Permission, view
from chalicelib.audience.schemas import by_channel

from . import contactability as use
from .contactability_file import csv_of
from .contactability_schemas import (
    ContactabilityNumbers,
    ContactabilityPage,
    ContactabilityQuery,
    ContactabilityRow,
    LinesQuery,
    WhoQuery,
)

api = Api("contactability")
_ADMINISTRATORS = view(Permission.COMMUNICATION_REPORTS, admins_only=True)


@api.get(
    "/v1/reports/contactability",
    needs=_ADMINISTRATORS,
    query=ContactabilityQuery,
    returns=ContactabilityPage,
    summary="Contactability: who of a school cannot be reached, by which channel and why",
)
def list_contactability(call: Call) -> ContactabilityPage:
    """For administrators, about their schools. A page looks at up to some 2,000 students."""
    found = use.page(call.principal, call.query.asked(), call.clock, call.query.cursor, call.query.limit)
    return ContactabilityPage(
        items=tuple(map(_row, found.page.items)), next_cursor=found.page.next_cursor, looked=found.looked
    )


@api.get(
    "/v1/reports/contactability/numbers",
    needs=_ADMINISTRATORS,
    query=WhoQuery,
    returns=ContactabilityNumbers,
    summary="How many of a school's people each channel reaches",
)
def read_contactability(call: Call) -> ContactabilityNumbers:
    found = use.numbers(call.principal, call.query.asked(), call.clock)
    return ContactabilityNumbers(
        people=found.people, by_channel=by_channel(found), approximate=found.approximate
    )


@api.get(
    "/v1/reports/contactability/file",
    needs=_ADMINISTRATORS,
    query=LinesQuery,
    produces="text/csv",
    summary="The whole contactability report as CSV",
)
def export_contactability(call: Call) -> File:
    """UTF-8 with its mark; a cell that a spreadsheet would run has an apostrophe before it."""
    asked = call.query.asked()
    text = csv_of(use.lines(call.principal, asked, call.clock))
    return File(text, "text/csv", f"contactability-{asked.who}.csv")


def _row(line: use.Line) -> ContactabilityRow:
    who = line.who
    return ContactabilityRow(
        person_id=who.person_id,
        person_kind=who.kind,
        name=who.name,
        student_id=who.student_id or None,
        regarding_student=who.student_name or None,
        missed=dict(line.missed),
    )
