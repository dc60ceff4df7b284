"""The recipient types through the whole line, where shards and schools could come between."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.audience import teaching as teaching_file
from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel
from chalicelib.delivery import plan as plan_file
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.directory.model import EmailAddress, Role, User
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.districts import settle
from tests.support.line import Line

EMAIL_ONLY: dict[str, Any] = {"sms": None}


def message(line: Line, kind: RecipientType, number: int = 1, **changes: Any) -> Message:
    """An email to two whole schools through a recipient type."""
    chosen = StudentSelection(kind, schools=("lincoln", "hill"))
    return build.message(
        number,
        accepted_at=line.clock.now(),
        content=build.content(**EMAIL_ONLY),
        selection=Selection(chosen, changes.pop("staff", ())),
        **changes,
    )


def addresses(line: Line) -> list[str]:
    return sorted(each.destination for each in line.handed_over())


# ---- Once Per Family ----------------------------------------------------------------------------------------


def siblings_in_two_schools() -> None:
    """Ann and Bob, of different fathers, at different schools; Cat is nobody's sister."""
    mum = families.contact("mum")
    settle(
        families.student("ann", mum, families.contact("al", sort_order=100), linked_students=("bob",)),
        families.student("bob", mum, schools=("hill",), linked_students=("ann",)),
        families.student("cat"),
    )


def test_siblings_in_two_schools_are_written_to_once(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """RCPT-08, RCPT-12, A-17, A-89: the other's records are Duplicates beside Total; in-app copies stay."""
    monkeypatch.setattr(plan_file, "SHARD_SIZE", 1)
    siblings_in_two_schools()
    sent = line.send(message(line, RecipientType.ONCE_PER_FAMILY, seed="ann-it-is-0"))
    line.run(minutes=1)
    rows = line.rows(sent, Channel.EMAIL)
    (picked,) = {row.student_id for row in rows if row.status is DeliveryStatus.SENT} - {"cat"}
    others = [row for row in rows if row.status is DeliveryStatus.DUPLICATE]
    assert {row.student_id for row in others} == {"ann", "bob"} - {picked}
    assert {row.reason for row in others} == {"sibling"}
    expected = {"ann": ["al", "cat-mum", "mum"], "bob": ["cat-mum", "mum"]}[picked]
    assert addresses(line) == [f"{name}@home.example" for name in expected]
    duplicates = 4 - len(expected)
    assert line.totals(sent, Channel.EMAIL) == Totals(
        total=len(expected), sent=len(expected), duplicates=duplicates
    )
    assert line.totals(sent, Channel.PORTAL) == Totals(total=4, sent=4)


def test_each_seed_has_its_pick_and_keeps_it(line: Line) -> None:
    """RCPT-09: both are picked, and a seed always picks the same, also in another message."""
    picks: dict[str, set[str]] = {}
    for number in range(1, 13):
        line.wipe()
        siblings_in_two_schools()
        seed = f"key-{number % 6}"
        sent = line.send(message(line, RecipientType.ONCE_PER_FAMILY, number, seed=seed))
        line.run()
        rows = line.rows(sent, Channel.EMAIL)
        picks.setdefault(seed, set()).update(
            row.student_id for row in rows if row.status is DeliveryStatus.SENT
        )
    assert all(len(each - {"cat"}) == 1 for each in picks.values())
    assert set().union(*picks.values()) == {"ann", "bob", "cat"}


def test_killed_anywhere_the_same_sibling_is_picked_and_nobody_is_written_to_twice(line: Line) -> None:
    """RCPT-09, RCPT-12 (R1): also when the roster changed between two tries, once the first has frozen."""
    at, hit = 0, True
    outcomes: set[tuple[str, ...]] = set()
    while hit:
        at += 1
        line.wipe()
        siblings_in_two_schools()
        sent = line.send(message(line, RecipientType.ONCE_PER_FAMILY, seed="the same"))
        line.saboteur.reset(at=at, after=True)
        line.run()
        for _ in range(12):
            if line.rows(sent) and not line.pending(sent):
                break
            line.run(minutes=1)
        assert max(Counter(addresses(line)).values()) == 1
        outcomes.add(tuple(addresses(line)))
        hit = line.saboteur.done
    assert len(outcomes) == 1
    assert at > 15


# ---- Teachers Of --------------------------------------------------------------------------------------------


def teacher(user_id: str, **changes: Any) -> User:
    email = EmailAddress(f"{user_id}@school.example")
    return people.user(user_id, **{"roles": (Role.TEACHER,), "email": email, "searchable": False} | changes)


def taught() -> None:
    """Tom teaches at both schools, Kay one of the children; nobody teaches Eve."""
    settle(
        people.student("ann", sections=("algebra",)),
        people.student("bob", sections=("algebra", "biology")),
        people.student("cat", schools=("hill",), sections=("chess",)),
        people.student("eve", schools=("hill",)),
        staff=(teacher("tom"), teacher("kay"), teacher("head", roles=(Role.ADMIN,))),
        sections=(
            people.section("algebra", teachers=("tom",), students=("ann", "bob")),
            people.section("biology", teachers=("kay", "tom"), students=("bob",)),
            people.section("chess", school_id="hill", teachers=("tom", "left"), students=("cat",)),
        ),
    )


@pytest.mark.parametrize("few", [10_000, 0])
def test_a_teacher_gets_one_message_however_many_shards(
    line: Line, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """RCPT-05, A-18: by the students' records, and in large sends by the schools' sections."""
    monkeypatch.setattr(plan_file, "SHARD_SIZE", 1)
    monkeypatch.setattr(teaching_file, "FEW", few)
    taught()
    sent = line.send(message(line, RecipientType.TEACHERS_OF))
    line.run(minutes=1)
    assert addresses(line) == ["kay@school.example", "tom@school.example"]
    rows = {row.person_id: row for row in line.rows(sent, Channel.EMAIL)}
    assert {(row.person_id, row.student_id) for row in rows.values()} == {
        ("tom", ""),
        ("kay", "bob"),
        ("eve", "eve"),
    }
    assert (rows["eve"].status, rows["eve"].reason) == (DeliveryStatus.ERROR, "no_teacher")
    assert line.totals(sent, Channel.EMAIL) == Totals(total=3, sent=2, errors=1)
    assert line.totals(sent, Channel.PORTAL) == Totals(total=2, sent=2)


def test_staff_chosen_besides_who_teach_get_it_once(line: Line) -> None:
    """RCPT-05, A-26: one person, one message; the others of the staff as chosen."""
    taught()
    line.send(message(line, RecipientType.TEACHERS_OF, staff=("tom", "head")))
    line.run(minutes=1)
    assert addresses(line) == ["head@school.example", "kay@school.example", "tom@school.example"]


def test_teachers_of_one_student_get_it_about_that_student(line: Line) -> None:
    """RCPT-05, RCPT-21."""
    taught()
    chosen = Selection(StudentSelection(RecipientType.TEACHERS_OF, students=("bob",)))
    sent = line.send(replace(message(line, RecipientType.TEACHERS_OF), selection=chosen))
    line.run(minutes=1)
    rows = line.rows(sent, Channel.EMAIL)
    assert {(row.person_id, row.student_id, row.recipient_type) for row in rows} == {
        ("tom", "bob", "teachers_of"),
        ("kay", "bob", "teachers_of"),
    }
