"""Who cannot be reached, listed before sending, and that sending then does what was previewed."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.audience import order, stretches
from chalicelib.audience.schemas import OFFERED
from chalicelib.directory import codec, index
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, PhoneKind, Role, RollEntry, Student
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel import dynamo
from chalicelib.kernel.paging import encode_cursor
from chalicelib.kernel.settings import table
from tests.builders import families, people
from tests.support.api import Answer, HttpApi
from tests.support.ground import Ground
from tests.support.requests import counted

from .conftest import D, enrol, stored, students

pytestmark = pytest.mark.usefixtures("town")

LIST = "/v1/audience/unreachable"


def ask(api: HttpApi, as_: str = "boss", **changes: Any) -> Answer:
    """About all families of Hill, by email and text."""
    usual = {"audience": students(schools=["hill"]), "parts": ["email", "sms"]}
    return api.post(LIST, usual | changes, as_=as_)


def listed(api: HttpApi, **changes: Any) -> list[dict[str, Any]]:
    """All rows of all pages."""
    rows: list[dict[str, Any]] = []
    while True:
        answer = ask(api, **changes)
        assert answer.status == 200, answer.text
        rows += answer.json["items"]
        if not answer.json["next_cursor"]:
            return rows
        changes["cursor"] = answer.json["next_cursor"]


def found(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return sorted((row["name"], row["channel"], row["reason"]) for row in rows)


def at_hill(name: str, **changes: Any) -> Student:
    """A student of Hill whose one contact has the email and number given, and no account."""
    places = {each: changes.pop(each) for each in ("email", "number") if each in changes}
    return replace(families.reached_at(name, **places), schools=("hill",), **changes)


def crowd(many: list[Student]) -> None:
    """Many students on Hill's roll, without the rows by which people are searched."""
    keys = [index.student_key(D, each.student_id) for each in many]
    records = zip(keys, (codec.text(codec.student_fields(each)) for each in many), strict=True)
    dynamo.write_many(table("directory"), ({"pk": pk, "sk": sk, "data": data} for (pk, sk), data in records))
    directory.put_roll(D, "hill", [RollEntry(each.student_id, "02", each.student_id, "") for each in many])


@pytest.fixture
def hill(town: None) -> None:
    """One family for each reason."""
    blocked = families.contact("bo", phones=(families.phone("+12065550001", blocked=True),))
    gone = families.contact("una", emails=(EmailAddress("una@x.example", unsubscribed=True),))
    enrol(
        "hill",
        at_hill("ali", email="ali@x.example", number="+12065550009"),
        at_hill("nob"),
        families.student("bea", blocked, schools=("hill",), given_name="José", family_name="Muñoz"),
        families.student("uli", gone, schools=("hill",)),
    )


@pytest.mark.parametrize("kind", ["students_and_primary_contacts", "students_and_all_contacts"])
@pytest.mark.parametrize("account", [True, False])
def test_a_child_without_contacts_is_listed_once_for_each_error(api: HttpApi, kind: str, account: bool) -> None:
    """RCPT-06, RCPT-07, RCPT-13, SEND-14: the list and the reasons are the errors after; no account is missed
    where the child has the in-app copy."""
    own = LinkedUser("max-account") if account else None
    child = people.student("max", schools=("hill",), primary_email=EmailAddress("max@x.example"), account=own)
    enrol("hill", child)
    audience = {"students": {"recipient_type": kind, "schools": ["hill"]}, "staff": None}
    wanted = {"audience": audience, "parts": ["email", "sms", "voice"]}
    rows = found(listed(api, **wanted))
    nobody = "no_primary_contact" if "primary" in kind else "no_contact"
    errors = [("email", nobody), ("sms", "no_contact_data"), ("voice", "no_contact_data")]
    copy = [] if account else [("portal", "no_account")]
    assert [(channel, why) for _, channel, why in rows] == sorted([*errors, *copy])
    counted = api.post("/v1/audience/count", wanted, as_="boss").json
    reasons = {channel: each["reasons"] for channel, each in counted["by_channel"].items()}
    assert reasons == {channel: {why: 1} for channel, why in (*errors, *copy)} | (
        {"portal": {}} if account else {}
    )
    assert counted["people"] == 1


@pytest.mark.parametrize("kind", ["primary_contacts", "all_contacts"])
def test_a_child_without_contacts_is_owed_no_copy_in_the_app(api: HttpApi, kind: str) -> None:
    """SEND-14, RCPT-13: the reason is that there is no contact, as in the Errors after."""
    enrol("hill", people.student("max", schools=("hill",)))
    audience = {"students": {"recipient_type": kind, "schools": ["hill"]}, "staff": None}
    rows = found(listed(api, audience=audience, parts=["email"]))
    nobody = "no_primary_contact" if kind == "primary_contacts" else "no_contact"
    assert [(channel, why) for _, channel, why in rows] == [("email", nobody)]


@pytest.mark.usefixtures("hill")
def test_the_list_names_each_person_channel_and_reason(api: HttpApi) -> None:
    """SEND-14, RCPT-22, RCPT-23, SMS-07: the in-app copy among them; nothing is stored."""
    assert found(listed(api)) == [
        ("Ali-Mum Miller", "portal", "no_account"),
        ("Bo Miller", "sms", "blocked"),
        ("Nob-Mum Miller", "email", "no_contact_data"),
        ("Nob-Mum Miller", "portal", "no_account"),
        ("Nob-Mum Miller", "sms", "no_contact_data"),
        ("Una Miller", "email", "unsubscribed"),
    ]
    assert stored() == 0


@pytest.mark.usefixtures("hill")
def test_a_row_says_about_whom_it_would_have_been(api: HttpApi) -> None:
    (row,) = listed(api, reason="blocked")
    assert row == {
        "person_id": "bo",
        "person_kind": "contact",
        "name": "Bo Miller",
        "channel": "sms",
        "reason": "blocked",
        "student_id": "bea",
        "regarding_student": "José Muñoz",
        "school_id": "hill",
        "school_name": "Hill Elementary",
    }


@pytest.mark.usefixtures("hill")
@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"of_channels": ["email"]}, 2),
        ({"of_channels": ["email", "sms"]}, 4),
        ({"of_channels": ["voice"]}, 0),
        ({"reason": "no_contact_data"}, 2),
        ({"reason": "no_contact_data", "of_channels": ["sms"]}, 1),
        ({"q": "munoz"}, 1),
        ({"q": "mil bo"}, 1),
        ({"q": "nob", "of_channels": ["sms"]}, 1),
        ({"q": "nobody"}, 0),
        ({"q": "!!"}, 0),
        ({"emergency": ["sms"], "of_channels": ["sms"]}, 1),
    ],
)
def test_filters_and_search(api: HttpApi, asked: dict[str, Any], number: int) -> None:
    """SEND-14: by channel, by reason, by words of the recipient's or the student's name."""
    assert len(listed(api, **asked)) == number


@pytest.mark.usefixtures("hill")
@pytest.mark.parametrize("limit", [1, 2, 5, 100])
@pytest.mark.parametrize("step", [1, 2, 200])
@pytest.mark.parametrize("kind", ["primary_contacts", "once_per_family"])
def test_pages_hold_every_row_once(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch, limit: int, step: int, kind: str
) -> None:
    """SEND-14: whatever the size of pages and steps; staff come last."""
    monkeypatch.setattr(order, "STEP", step)
    monkeypatch.setattr(stretches, "AT_ONCE", step)
    audience = students(schools=["hill"], recipient_type=kind) | {"staff": {"users": ["far", "tom"]}}
    rows = listed(api, audience=audience, limit=limit)
    assert len(rows) == 9
    assert [row["person_id"] for row in rows][-3:] == ["far", "far", "tom"]


@pytest.mark.usefixtures("hill")
def test_one_request_looks_at_a_bounded_number_of_students(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEND-14: an empty page with a cursor says how far it looked."""
    monkeypatch.setattr(stretches, "AT_ONCE", 1)
    monkeypatch.setattr("chalicelib.audience.paged.MOST_READ", 2)
    first = ask(api, reason="sms_off").json
    assert (first["items"], first["looked"]) == ([], 2)
    second = ask(api, reason="sms_off", cursor=first["next_cursor"]).json
    assert (second["looked"], listed(api, reason="sms_off")) == (4, [])


def test_a_family_is_never_cut_in_two(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """RCPT-12: what is decided within a family needs all of it."""
    monkeypatch.setattr(order, "STEP", 1)
    monkeypatch.setattr("chalicelib.audience.paged.MOST_READ", 1)
    names = ("k1", "k2", "k3")
    enrol("hill", *(at_hill(name, linked_students=names, email=f"{name}@x.example") for name in names))
    family = students(schools=["hill"], recipient_type="once_per_family")
    assert ask(api, audience=family, reason="blocked").json["looked"] == 3


@pytest.mark.parametrize(
    "position",
    [{}, {"at": 0, "skip": 0}, {"stretch": 9}, {"at": "a"}, {"skip": -1}, {"looked": 1.5}, {"at": 10**300}],
)
def test_a_cursor_of_another_list_is_refused(api: HttpApi, position: dict[str, Any]) -> None:
    usual = {"stretch": 0, "at": 0, "skip": 0, "looked": 0} if len(position) == 1 else {}
    answer = ask(api, cursor=encode_cursor(usual | position))
    assert (answer.status, answer.fields) == (400, ["cursor"])
    assert ask(api, cursor="x").fields == ["cursor"]


def test_a_cursor_far_beyond_the_end_finds_nothing(api: HttpApi) -> None:
    far = encode_cursor({"stretch": 0, "at": 10**12, "skip": 0, "looked": 0})
    assert (ask(api, cursor=far).status, ask(api, cursor=far).json["items"]) == (200, [])


@pytest.mark.parametrize("kind", OFFERED)
@pytest.mark.parametrize(
    "choice",
    [
        {"schools": ["hill", "lincoln"]},
        {"grades": [{"school_id": "hill", "grade": "09"}], "schools": ["lincoln"], "students": ["two", "s5"]},
        {"sections": ["c1"], "students": ["two"], "schools": ["hill"]},
        {"sections": ["c1"]},
    ],
)
def test_student_by_student_finds_whom_all_together_finds(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch, kind: str, choice: dict[str, Any]
) -> None:
    """SEND-14: nobody twice and nobody left out; one is at two schools and chosen by name too, one has left."""
    both = replace(at_hill("two", grade="09"), schools=("hill", "lincoln"))
    enrol("hill", both, at_hill("nob", grade="10"), *directory.students(D, ["s5"]).values())
    enrol("lincoln", *directory.students(D, ["s1", "s2", "two"]).values())
    directory.put_students(D, [at_hill("gone", active=False)])
    directory.put_sections(D, [people.section("c1", teachers=("tom",), students=("s1", "two", "gone"))])
    asked: Any = {"audience": students(recipient_type=kind, **choice), "per_student": True, "as_": "boss"}
    found = listed(api, **asked)
    monkeypatch.setattr(stretches, "_decided_between", lambda *_: True)
    whole = listed(api, **asked)
    key = [(row["person_id"], row["student_id"], row["channel"], row["reason"]) for row in found]
    assert sorted(key) == sorted((r["person_id"], r["student_id"], r["channel"], r["reason"]) for r in whole)
    assert len(set(key)) == len(key)


def test_home_phones_among_the_texted_are_listed_when_asked_for(api: HttpApi) -> None:
    """SEND-14: they are reached as far as anybody knows, so they are no errors."""
    home = families.phone("+12065550001", kind=PhoneKind.HOME)
    enrol("hill", families.student("bea", families.contact("bo", phones=(home,)), schools=("hill",)))
    (row,) = listed(api, reason="landline")
    assert (row["name"], row["channel"], row["reason"]) == ("Bo Miller", "sms", "landline")
    assert "landline" not in {each["reason"] for each in listed(api)}


def test_a_page_of_a_large_district_reads_only_what_it_looks_at(api: HttpApi, ground: Ground) -> None:
    """SEND-14: the other schools' rolls, and the rest of its own school's, stay unread."""
    crowd([at_hill(f"c{number:04}") for number in range(1345)])
    both = students(schools=["hill", "lincoln"])
    with counted(ground) as first:
        page = ask(api, audience=both).json
    with counted(ground) as second:
        ask(api, audience=both, cursor=page["next_cursor"])
    with counted(ground) as alone:
        ask(api, audience=students(schools=["hill"]))
    assert first == second == alone
    assert sum(first.values()) <= 12, first


@pytest.mark.parametrize("kind", ["once_per_family", "teachers_of", "primary_contacts"])
def test_what_is_decided_between_students_is_put_in_order_once(api: HttpApi, ground: Ground, kind: str) -> None:
    """SEND-14: by family, by teacher, by phone; the first page reads the rolls, the others what they show. All
    rows are there once, those of siblings together."""
    one_text = kind == "primary_contacts"
    directory.put_district(people.district(settings={"one_per_address": one_text}))
    teachers = [people.user(f"t{number:04}", roles=(Role.TEACHER,), email=None) for number in range(1100)]
    directory.put_users(D, teachers)
    crowd([at_hill(f"c{number:04}", sections=(f"x{number:04}",)) for number in range(1345)])
    taught = [
        people.section(f"x{each:04}", school_id="hill", teachers=(f"t{each:04}",)) for each in range(1100)
    ]
    directory.put_sections(D, taught)
    asked: Any = {"audience": students(schools=["hill"], recipient_type=kind), "parts": ["email"], "limit": 100}
    page = ask(api, **asked).json
    rows, costs = page["items"], list[int]()
    while page["next_cursor"]:
        with counted(ground) as cost:
            page = ask(api, cursor=page["next_cursor"], **asked).json
        rows += page["items"]
        costs.append(sum(cost.values()))
    assert len({(row["person_id"], row["student_id"], row["channel"]) for row in rows}) == len(rows) >= 1345
    assert max(costs) <= 18, costs


def test_a_teacher_lists_their_own_students_families_only(api: HttpApi) -> None:
    """PERM-07."""
    assert ask(api, "tom", audience=students(sections=["c1"])).status == 200
    assert ask(api, "tom").status == 404


def test_everybody_can_be_reached(api: HttpApi) -> None:
    assert ask(api, "head", audience=students(schools=["lincoln"])).json["items"] == []


def test_a_school_of_1345_costs_few_requests(api: HttpApi, ground: Ground) -> None:
    """SEND-14, SEND-13: the count reads 100 records a request, a page of the list only what it shows."""
    crowd([at_hill(f"c{number:04}", number=f"+1206555{number:04}") for number in range(1345)])
    asked = {"audience": students(schools=["hill"]), "parts": ["email", "sms"]}
    with counted(ground) as count:
        answer = api.post("/v1/audience/count", asked, as_="boss")
    assert answer.json["by_channel"]["email"]["reasons"] == {"no_contact_data": 1345}
    assert count["BatchGetItem"] <= 16
    assert sum(count.values()) <= 27, count
    with counted(ground) as page:
        assert len(ask(api, of_channels=["email"]).json["items"]) == 20
    assert sum(page.values()) <= 15, page
    with counted(ground) as search:
        assert len(ask(api, q="c1344").json["items"]) == 2
    assert sum(search.values()) <= 26, search


@pytest.mark.usefixtures("hill")
def test_whoever_opted_out_or_bounced_is_listed_and_counted_before(api: HttpApi) -> None:
    """SEND-13, SEND-14, CHAN-10: not only at the hand-over; lifted, it counts at once."""
    suppressions.suppress(D, "sms", "+12065550009", Cause.OPT_OUT, "2026-11-22")
    suppressions.suppress(D, "email", "ali@x.example", Cause.BOUNCE, "2026-11-22")
    rows = [row for row in found(listed(api)) if row[0] == "Ali-Mum Miller"]
    assert rows == [
        ("Ali-Mum Miller", "email", "suppressed_bounce"),
        ("Ali-Mum Miller", "portal", "no_account"),
        ("Ali-Mum Miller", "sms", "opted_out"),
    ]
    body = {"audience": students(schools=["hill"]), "parts": ["sms"]}
    before = api.post("/v1/audience/count", body, as_="boss").json["by_channel"]["sms"]
    assert before["reasons"]["opted_out"] == 1
    stopped = suppressions.find(D, "sms", "+12065550009")
    assert stopped
    assert suppressions.lift(D, stopped)
    after = api.post("/v1/audience/count", body, as_="boss").json["by_channel"]["sms"]
    assert after["reachable"] == before["reachable"] + 1
