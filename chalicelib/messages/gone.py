"""Who is gone has no name in inboxes, reports and Sent: "Deleted User" stands there, and what they wrote stays
(A-71).

    conversations --the directory's records, one read--> the same, as they are shown

A conversation keeps the name under which it began, so whoever comes back has it again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chalicelib.directory import store as directory
from chalicelib.directory.model import User
from chalicelib.kernel.words import say

from .correspondents import Correspondent, is_one
from .model import Source
from .store.conversations import Thread
from .threads import Counterpart

DELETED = say("Deleted User")


def without_names(district: str, threads: Sequence[Thread]) -> tuple[Thread, ...]:
    """Conversations as a list shows them, in the same order."""
    accounts = {each.thread_id: each.counterpart.id for each in threads if _has_account(each.counterpart)}
    found = directory.users(district, accounts.values())
    return tuple(
        replace(each, counterpart=shown(each.counterpart, found.get(accounts[each.thread_id])))
        if each.thread_id in accounts
        else each
        for each in threads
    )


def gone_among(district: str, user_ids: Iterable[str]) -> frozenset[str]:
    """Those of some ids whose accounts are there no more; one read. Who answers by email without an account is
    there as long as the answer."""
    asked = {each for each in user_ids if each and not is_one(each)}
    found = directory.users(district, asked)
    return frozenset(each for each in asked if each not in found or not found[each].enabled)


def shown(other: Counterpart, record: User | Correspondent | None) -> Counterpart:
    """The other side by the record that there is of them now; a school or the district needs none."""
    is_there = other.source is not Source.USER or (record is not None and record.enabled)
    return other if is_there else replace(other, name=DELETED)


def _has_account(other: Counterpart) -> bool:
    return other.source is Source.USER and not is_one(other.id)
