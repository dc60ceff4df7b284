"""Communication History: part rows with their totals, newest first, as far as the viewer may see them.

    filter -> whose (own: index `sent_by`; others': `history`) -> rows within the viewer's schools -> totals

One request reads a bounded number of rows; with a filter that drops nearly all of them, a page may come back
short or empty with a cursor that goes on from there.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from chalicelib.access import scope
from chalicelib.access.model import Permission, Principal
from chalicelib.content.model import Channel
from chalicelib.delivery import store as deliveries
from chalicelib.delivery.model import Totals
from chalicelib.delivery.sent.progress import may_read
from chalicelib.directory import store as directory
from chalicelib.kernel.errors import Forbidden, Invalid
from chalicelib.kernel.paging import Page
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say
from chalicelib.messages import flagging, gone
from chalicelib.messages import store as messages
from chalicelib.messages.model import PartRow, Source
from chalicelib.messages.store import Wanted

from .model import Filter, hidden, in_year, moments, without

MOST_SCHOOLS = 50  # some 48 characters each in an expression of the table, which may have 4 KB
ROUNDS = 3  # pages of the index that one request goes through

Read = Callable[[str | None, int], Page[PartRow]]  # cursor, limit


@value
class Line:
    """One row of the report. `source` and `from_name` as the report shows them (XSCH-08); of a `flagged` one
    nothing is shown of what it says (FLAG-02)."""

    part: PartRow
    totals: Totals
    source: Source
    from_name: str
    flagged: bool


@value
class Report:
    """A page, and the types that were asked for and are not shown (LIC-10)."""

    page: Page[Line]
    left_out: tuple[Channel, ...] = ()


def history(viewer: Principal, asked: Filter, cursor: str | None, limit: int) -> Report:
    """A page of the report. Raises Forbidden for others' messages without the right, Invalid for the dates,
    NotFound for a school out of reach."""
    check_filter(viewer, asked)
    asked = in_year(asked, viewer.school_year)
    district = directory.district(viewer.district)
    away = hidden(district)
    left_out = tuple(each for each in asked.channels if each in away)
    asked = replace(asked, schools=_few_schools(viewer, asked.schools), channels=without(asked.channels, away))
    wanted = _wanted(asked, district.time_zone)
    if asked.only(viewer.user_id):
        page = _of(viewer.district, viewer.user_id, wanted)(cursor, limit)
    else:
        page = _visible(viewer, _others(viewer, asked, wanted), cursor, limit)
    return Report(Page(lines(viewer.district, page.items), page.next_cursor), left_out)


def check_filter(viewer: Principal, asked: Filter) -> None:
    """REPT-11, REPT-12, PERM-R02: others' messages need View All Users; schools are one's own (REPT-04)."""
    if not asked.only(viewer.user_id) and not viewer.may(Permission.REPORTS_VIEW_ALL_USERS):
        raise Forbidden("You can see your own messages here. Clear the user filter and search again.")
    if asked.schools:
        scope.check_schools(viewer, asked.schools, "school_id")


def _few_schools(viewer: Principal, asked: Sequence[str]) -> tuple[str, ...]:
    """The schools to filter by, each once; none when all of one's own are meant. Raises Invalid for more than
    the table takes in one question."""
    wanted = tuple(dict.fromkeys(asked))
    if len(wanted) > 1 and set(wanted) >= set(scope.schools_of(viewer)):
        return ()
    if len(wanted) > MOST_SCHOOLS:
        raise Invalid.one("school_id", say("Choose up to {most} schools, or all of them.", most=MOST_SCHOOLS))
    return wanted


def lines(district: str, rows: Sequence[PartRow]) -> tuple[Line, ...]:
    """The rows with their numbers; a part that nothing was counted for yet has zeros."""
    found = deliveries.totals(district, [(row.message_id, row.channel, row.slices) for row in rows])
    away = _excluded(district) if any(row.source is not Source.USER for row in rows) else frozenset()
    flagged = flagging.hidden_rows(district, rows)
    left = gone.gone_among(district, (row.sender_id for row in rows))
    return tuple(
        Line(
            row,
            found.get((row.message_id, row.channel), Totals()),
            *_from(row, away, left),
            flagged=row.message_id in flagged,
        )
        for row in rows
    )


def _excluded(district: str) -> frozenset[str]:
    return frozenset(each.school_id for each in directory.schools(district).values() if each.excluded)


def _from(row: PartRow, excluded: Collection[str], left: Collection[str]) -> tuple[Source, str]:
    """Who pressed Send (REPT-16), nameless when `left` (A-71). Of an excluded school, the district is the
    school, and the school's title stands in its people's place (XSCH-08, REPT-17)."""
    if row.source is Source.USER or row.school_id not in excluded:
        return row.source, gone.DELETED if row.sender_id in left else row.sender_name
    return Source.SCHOOL, row.school_name


def _wanted(asked: Filter, zone: str) -> Wanted:
    start, end = moments(asked.first_day, asked.last_day, zone)
    return Wanted(start, end, asked.channels, asked.schools, asked.users)


def _others(viewer: Principal, asked: Filter, wanted: Wanted) -> Read:
    """One user's messages have an index of their own; those of several are picked out of everybody's."""
    if len(asked.users) == 1 and not asked.all_users:
        return _of(viewer.district, asked.users[0], wanted)
    everybody = replace(wanted, senders=()) if asked.all_users else wanted
    return lambda cursor, limit: messages.history(viewer.district, limit=limit, cursor=cursor, wanted=everybody)


def _of(district: str, user_id: str, wanted: Wanted) -> Read:
    unnamed = replace(wanted, senders=())
    return lambda cursor, limit: messages.sent_by(district, user_id, limit=limit, cursor=cursor, wanted=unnamed)


def _visible(viewer: Principal, read: Read, cursor: str | None, limit: int) -> Page[PartRow]:
    """A page of what the viewer may see. Each round asks only for what is missing, so no row is passed over."""
    found: list[PartRow] = []
    for _ in range(ROUNDS):
        page = read(cursor, limit - len(found))
        found += [row for row in page.items if may_read(viewer, row)]
        cursor = page.next_cursor
        if cursor is None or len(found) >= limit:
            break
    return Page(tuple(found), cursor)
