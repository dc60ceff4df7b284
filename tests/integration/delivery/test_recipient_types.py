"""The recipient types through the whole line, where shards and schools could come between."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access.bounds import Scope
from chalicelib.audience import teaching as teaching_file
from chalicelib.audience.count import count, gather
from chalicelib.audience.model import RecipientType, Selection, StudentSelection, picks
from chalicelib.audience.resolve import RULES
from chalicelib.audience.terms import terms_for
from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery import plan as plan_file
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, Role, User
from chalicelib.directory.suppression import NOBODY
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from chalicelib.messages.store import conversations as inboxes
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.districts import settle
from tests.support.line import Line
from tests.unit.audience.worlds import world as random_world

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
    page, _ = inboxes.first_page("demo", "mum-account", 10)
    (conversation,) = page.items
    shown = inboxes.entries("demo", "mum-account", conversation, None, 10)
    assert {entry.student_name for entry in shown.items} == {"Ann Miller", "Bob Miller"}


def test_what_changed_since_accepting_is_as_it_is_now(line: Line) -> None:
    """RCPT-19, A-82: Ann left, Bob's mother has another email, Cat got an aunt."""
    siblings_in_two_schools()
    sent = message(line, RecipientType.ALL_CONTACTS)
    messages.accept(sent)
    new = families.contact("mum", emails=(EmailAddress("new@home.example"),))
    aunt = families.contact("aunt", custodial=False, sort_order=100)
    settle(
        families.student("ann", families.contact("mum"), active=False, schools=()),
        families.student("bob", new, schools=("hill",)),
        families.student("cat", families.contact("cat-mum"), aunt),
    )
    outbox.publish(sent)
    line.run(minutes=1)
    assert addresses(line) == ["aunt@home.example", "cat-mum@home.example", "new@home.example"]


def test_each_seed_has_its_pick_and_keeps_it(line: Line) -> None:
    """RCPT-09: both are picked, and a seed always through the same, also in another message."""
    through: dict[str, set[str]] = {}
    for number in range(1, 13):
        line.wipe()
        siblings_in_two_schools()
        seed = f"key-{number % 6}"
        sent = line.send(message(line, RecipientType.ONCE_PER_FAMILY, number, seed=seed))
        line.run()
        rows = line.rows(sent, Channel.EMAIL)
        through.setdefault(seed, set()).update(
            row.student_id for row in rows if row.status is DeliveryStatus.SENT
        )
    assert all(len(each - {"cat"}) == 1 for each in through.values())
    assert set().union(*through.values()) == {"ann", "bob", "cat"}


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


ALL = {"here", "there", "both", "office"}
OUTSIDE = Scope(Role.ADMIN, ("lincoln",), excluded=("hill",))
INSIDE = Scope(Role.ADMIN, ("hill",), inside=True)


@pytest.mark.parametrize(
    ("within", "reached"), [(OUTSIDE, {"both", "here", "office"}), (INSIDE, {"both", "there"}), (None, ALL)]
)
@pytest.mark.parametrize("asked", ["once each", "about each"])
def test_a_teacher_of_an_excluded_school_is_not_reached_from_outside(
    line: Line, within: Scope | None, reached: set[str], asked: str
) -> None:
    """XSCH-02, XSCH-03, PICK-10, A-70: through a student of both schools; who works at both is there."""
    where = {"here": ("lincoln",), "there": ("hill",), "both": ("lincoln", "hill"), "office": ()}
    settle(
        people.student("ann", schools=("lincoln", "hill"), sections=("c",)),
        staff=[teacher(name, schools=schools) for name, schools in where.items()],
        sections=[people.section("c", teachers=tuple(where), students=("ann",))],
    )
    chosen = Selection(StudentSelection(RecipientType.TEACHERS_OF, students=("ann",)))
    html = "<p>Hello</p>" if asked == "once each" else "<p>About {{student.first_name}}</p>"
    content = build.content(**EMAIL_ONLY, html=html)
    terms = terms_for(content, directory.district("demo"), NOBODY, line.clock.now(), within=within)
    assert count(gather("demo", chosen, within), terms).people == len(reached)
    sent = message(line, RecipientType.TEACHERS_OF, within=within)
    line.send(replace(sent, selection=chosen, content=content))
    line.run(minutes=1)
    assert set(addresses(line)) == {f"{name}@school.example" for name in reached}


# ---- One text per phone -------------------------------------------------------------------------------------


def sharing_a_phone(*, one_per_address: bool) -> None:
    """Ann and Bob of one mother; Cat of another family, at another school, on the same phone; Dan apart."""
    shared = families.phone("+12065550001")
    mum = families.contact("mum", phones=(shared,))
    settle(
        families.student("ann", mum),
        families.student("bob", mum),
        families.student("cat", families.contact("gran", phones=(shared,)), schools=("hill",)),
        families.student("dan"),
        one_per_address=one_per_address,
    )


def text(line: Line, number: int = 1, **changes: Any) -> Message:
    chosen = StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=("lincoln", "hill"))
    content = build.content(**{"subject": "Lunch", "sms": SmsPart("About {{students.first_names}}")} | changes)
    return build.message(number, accepted_at=line.clock.now(), content=content, selection=Selection(chosen))


def test_one_text_per_phone_names_every_child(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """RCPT-12, CHAN-13, A-89: across families, schools and shards; the others are Duplicates, emails apart."""
    monkeypatch.setattr(plan_file, "SHARD_SIZE", 1)
    sharing_a_phone(one_per_address=True)
    sent = line.send(text(line))
    line.run(minutes=1)
    texts = {each.destination: each.text for each in line.handed_over(kind="text")}
    assert len(texts) == len(line.handed_over(kind="text")) == 2
    assert "About Ann, Bob and Cat" in texts["+12065550001"]
    assert line.totals(sent, Channel.SMS) == Totals(total=2, sent=2, duplicates=2)
    mails = {each.destination: each.text for each in line.handed_over(kind="email")}
    assert mails.keys() == {"mum@home.example", "gran@home.example", "dan-mum@home.example"}
    assert "contact of Ann Miller and Bob Miller" in mails["mum@home.example"]
    assert "Cat" not in mails["mum@home.example"]
    assert line.totals(sent, Channel.PORTAL) == Totals(total=4, sent=4)


def test_a_district_that_does_not_ask_sends_one_for_each_child(line: Line) -> None:
    """CHAN-13, A-18."""
    sharing_a_phone(one_per_address=False)
    sent = line.send(text(line))
    line.run(minutes=1)
    assert line.totals(sent, Channel.SMS) == Totals(total=4, sent=4)


@pytest.mark.parametrize("counted", [True, False])
def test_the_setting_is_the_one_that_was_counted_by(line: Line, counted: bool) -> None:
    """CHAN-13, SEND-13: switched over after accepting, or a worker remembers otherwise."""
    sharing_a_phone(one_per_address=not counted)
    sent = line.send(replace(text(line), one_per_address=counted))
    line.run(minutes=1)
    one, each = Totals(total=2, sent=2, duplicates=2), Totals(total=4, sent=4)
    assert line.totals(sent, Channel.SMS) == (one if counted else each)


def test_killed_anywhere_a_phone_gets_one_text(line: Line) -> None:
    """RCPT-12 (R1): never two, never none, always about the same children."""
    at, hit = 0, True
    outcomes: set[tuple[str, ...]] = set()
    while hit:
        at += 1
        line.wipe()
        sharing_a_phone(one_per_address=True)
        sent = line.send(text(line, html="", plain=""))
        line.saboteur.reset(at=at, after=True)
        line.run()
        for _ in range(12):
            if line.rows(sent) and not line.pending(sent):
                break
            line.run(minutes=1)
        outcomes.add(tuple(sorted(each.text for each in line.handed_over(kind="text"))))
        hit = line.saboteur.done
    assert len(outcomes) == 1
    assert at > 15


# ---- What is counted is what is made -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("number", range(3))
def test_the_count_is_what_sending_makes(line: Line, kind: RecipientType, number: int) -> None:
    """SEND-13, A-26, A-89: people, deliveries and duplicates of each type, by the same rules and pick."""
    given = random_world(number * 7 + 1)
    sections = [
        people.section(
            each,
            teachers=tuple(user.user_id for user in teachers),
            students=tuple(one.student_id for one in given.students if each in one.sections),
        )
        for each, teachers in given.teachers.items()
    ]
    staff = {user.user_id: user for users in given.teachers.values() for user in users}
    settle(*given.students, staff=staff.values(), sections=sections, one_per_address=given.one_per_address)
    content = build.content(voice=VoicePart("Bring lunch"))
    selection = Selection(StudentSelection(kind, schools=("lincoln", "hill")))
    sent = build.message(accepted_at=line.clock.now(), content=content, selection=selection, seed=given.seed)
    audience = gather("demo", selection, None, one_per_address=given.one_per_address)
    terms = terms_for(content, directory.district("demo"), NOBODY, line.clock.now(), seed=picks(given.seed))
    counted = count(audience, terms)
    line.send(sent)
    line.run(minutes=1)
    for channel in content.channels():
        totals = line.totals(sent, channel)
        assert (totals.total, totals.duplicates) == (counted.deliveries[channel], counted.duplicates[channel])
    rows = [row for row in line.rows(sent) if row.status is not DeliveryStatus.DUPLICATE]
    records = {row.person_id for row in rows if row.reason != "no_teacher"}
    assert counted.people <= len(records), "two records of one account are one person"
