"""The district's list of flagged words over HTTP, for administrators of the whole district (FLAG-08)."""

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit, view
from chalicelib.directory.audit import Change, Subject, Who, entry
from chalicelib.directory.store import flagged_words as stored
from chalicelib.directory.store import records
from chalicelib.kernel.errors import Stale

from .flagged import spelled, start_list
from .flagged_schemas import FlaggedWordsChange, FlaggedWordsOut

api = Api("content")


@api.get(
    "/v1/settings/flagged-words",
    needs=view(Permission.MANAGE_SETTINGS),
    returns=FlaggedWordsOut,
    summary="The words that flag a message of a student or a parent",
)
def read_flagged_words(call: Call) -> FlaggedWordsOut:
    scope.check_whole_district(call.principal)
    return _shown(stored.words(call.principal.district))


@api.put(
    "/v1/settings/flagged-words",
    needs=edit(Permission.MANAGE_SETTINGS),
    body=FlaggedWordsChange,
    returns=FlaggedWordsOut,
    summary="Change the words that flag a message",
)
def change_flagged_words(call: Call) -> FlaggedWordsOut:
    """Each once, in the order of the alphabet. It holds for what is written from now on."""
    me, asked = call.principal, call.body
    scope.check_whole_district(me)
    before = stored.words(me.district)
    call.check_unchanged(_shown(before))
    after = _once(asked.words)
    changes = _changes(before if before is not None else start_list(), after)
    district = records.district(me.district)
    who = Who(me.user_id, me.name)
    told = entry(call.clock.now(), who, Subject.DISTRICT, me.district, district.name, changes)
    if changes and not stored.change(me.district, before, after, told):
        raise Stale
    return _shown(after if changes else before)


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    """Each spelling once, as it was written first."""
    known: dict[str, str] = {}
    for each in words:
        known.setdefault(spelled(each), " ".join(each.split()))
    return tuple(known[each] for each in sorted(known))


def _changes(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Change, ...]:
    gone, new = sorted(set(before) - set(after)), sorted(set(after) - set(before))
    return (
        *(Change("flagged_word", each, None) for each in gone),
        *(Change("flagged_word", None, each) for each in new),
    )


def _shown(words: tuple[str, ...] | None) -> FlaggedWordsOut:
    start = start_list()
    return FlaggedWordsOut(words=_once(start) if words is None else words, start_list=_once(start))
