"""Contact settings over HTTP: in every record of the contact, kept by the roster, written down."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.directory import contact_settings, store
from chalicelib.directory.model import EmailAddress, Phone, Role, Student
from chalicelib.directory.roster.model import Status
from chalicelib.directory.store import audit, suppressions
from chalicelib.directory.store import contact_flags as stored
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.clock import FixedClock
from tests.builders import families, people
from tests.builders.exports import changed, small
from tests.support.api import Answer, HttpApi

from .conftest import Importing

D, NUMBER = "demo", "+12065550001"
SAM = "/v1/students/sam/contact-settings"
MUM = "/v1/students/sam/contacts/mum"


@pytest.fixture
def town(aws: None) -> None:
    """Sam and Kim of Lincoln and Roosevelt are the children of the same mum; `ann` is Lincoln's principal."""
    store.put_district(people.district())
    for each in ("lincoln", "roosevelt"):
        store.put_school(D, people.school(each))
    mum = families.contact(
        "mum", phones=(Phone(NUMBER, sms=True), Phone("+12065550002")), relationship="mother"
    )
    sam = families.student("sam", mum, phone=Phone("+12065550009"), primary_email=EmailAddress("Sam@x.example"))
    store.put_students(D, [sam, families.student("kim", mum, schools=("roosevelt",))])
    store.put_users(D, [people.user("ann", profiles=("principal",)), people.user("viewer")])


def change(api: HttpApi, path: str, body: Any, as_: str = "ann", tag: str | None = None) -> Answer:
    known = tag or api.get(SAM, as_="ann").headers["etag"]
    return api.call("PATCH", path, as_=as_, body=body, headers={"If-Match": known})


def mums(*ids: str) -> list[Any]:
    return [each.contacts[0] for each in store.students(D, ids).values()]


def flag(**flags: bool) -> dict[str, Any]:
    return {"phones": [{"number": NUMBER, **flags}]}


def record(student_id: str = "sam") -> Student:
    return store.students(D, (student_id,))[student_id]


def test_what_is_suppressed_stands_beside_the_flags(api: HttpApi, town: None) -> None:
    """CHAN-10, CHAN-11: of every number and address, whoever has it, and why."""
    suppressions.suppress(D, "sms", NUMBER, Cause.OPT_OUT, "2026-11-22")
    suppressions.suppress(D, "email", "sam@X.example", Cause.BOUNCE, "2026-11-23")
    sam, mum = api.get(SAM, as_="ann").json["people"]
    (stopped,) = mum["phones"][0]["suppressed"]
    assert (stopped["channel"], stopped["cause"], stopped["needs_consent"]) == ("sms", "opt_out", True)
    assert [each["suppressed"] for each in (mum["phones"][1], mum["emails"][0])] == [[], []]
    assert sam["emails"][0]["suppressed"][0]["cause"] == "bounce"


def test_they_are_shown_person_by_person(api: HttpApi, town: None) -> None:
    """CHAN-11: the student first, then the contacts, with every flag."""
    found = api.get(SAM, as_="ann").json
    student, mum = found["people"]
    assert (student["contact_id"], student["name"], student["email_opt_out"]) == ("", "Sam Miller", None)
    assert (mum["contact_id"], mum["relationship"], mum["custodial"]) == ("mum", "mother", True)
    phone = {"number": NUMBER, "kind": "unknown", "callout": True, "blocked": False, "sms": True}
    assert mum["phones"][0] == phone | {"unsubscribed": False, "suppressed": []}
    assert mum["emails"] == [{"address": "mum@home.example", "unsubscribed": False, "suppressed": []}]


def test_a_change_holds_for_all_children_of_the_contact(api: HttpApi, town: None) -> None:
    """CHAN-11, CHAN-05: also of one at a school that is not the caller's; only what was named changes."""
    body = {**flag(blocked=True), "emails": [{"address": "MUM@home.example", "unsubscribed": True}]}
    done = change(api, MUM, {**body, "email_opt_out": True})
    assert done.status == 200, done.text
    assert done.headers["etag"] == api.get(SAM, as_="ann").headers["etag"]
    assert done.json["people"][1]["phones"][0]["blocked"] is True
    for mum in mums("sam", "kim"):
        assert mum.phones == (Phone(NUMBER, sms=True, blocked=True), Phone("+12065550002"))
        assert (mum.emails[0].unsubscribed, mum.email_opt_out) == (True, True)
    assert change(api, MUM, flag(blocked=False)).status == 200
    assert [each.phones[0].blocked for each in mums("sam", "kim")] == [False, False]


def test_a_students_own_settings(api: HttpApi, town: None) -> None:
    """CHAN-11"""
    body = {"phones": [{"number": "+12065550009", "sms": True}]}
    email = {"emails": [{"address": "sam@x.example", "unsubscribed": True}]}
    assert change(api, SAM, body | email).status == 200
    assert record().phone == Phone("+12065550009", sms=True)
    assert record().primary_email == EmailAddress("Sam@x.example", unsubscribed=True)
    assert change(api, SAM, {"email_opt_out": True}).fields == ["email_opt_out"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phones": [{"number": "+12065559999", "sms": True}]}, "phones.0.number"),
        ({"emails": [{"address": "dad@home.example", "unsubscribed": True}]}, "emails.0.address"),
        ({"phones": [{"number": NUMBER, "sms": "yes"}]}, "phones.0.sms"),
        ({"phones": [{"number": NUMBER, "colour": True}]}, "phones.0.colour"),
        ({"email_opt_out": 1}, "email_opt_out"),
    ],
)
def test_what_is_not_theirs_is_refused(api: HttpApi, town: None, body: Any, field: str) -> None:
    """CHAN-11: at the field, with nothing changed and nothing written down."""
    before = record()
    answer = change(api, MUM, body)
    assert (answer.status, answer.fields) == (400, [field])
    assert record() == before
    assert audit.newest(D, 10, None).items == ()


def test_view_shows_and_edit_changes(api: HttpApi, town: None) -> None:
    """CHAN-11: without the permission there is nothing to see."""
    access.put_profiles(D, [Profile("none", "None", Role.ADMIN, {Permission.COMMUNICATION: Level.VIEW})])
    store.put_users(D, [people.user("nobody", profiles=("none",))])
    assert api.get(SAM, as_="viewer").status == 200
    assert change(api, MUM, flag(sms=False), as_="viewer").status == 403
    assert api.get(SAM, as_="nobody").status == 403
    assert mums("sam")[0].phones[0].sms is True


def test_of_two_people_at_once_the_second_is_told(api: HttpApi, town: None) -> None:
    """CHAN-11"""
    tag = api.get(SAM, as_="ann").headers["etag"]
    assert change(api, MUM, flag(sms=False), tag=tag).status == 200
    assert change(api, MUM, flag(blocked=True), tag=tag).status == 412
    assert mums("kim")[0].phones[0] == Phone(NUMBER)


def test_each_change_is_written_down(api: HttpApi, town: None) -> None:
    """CHAN-11, ADMIN-16: who, of whom, which number, before and after; nothing when nothing changes."""
    change(api, MUM, flag(sms=False, callout=True))
    change(api, MUM, flag(sms=False))
    (entry,) = audit.newest(D, 10, None).items
    assert (entry.who.name, entry.about_id, entry.about) == ("Ann Miller", "mum", "Mum Miller (Sam Miller)")
    assert [(each.field, each.before, each.after) for each in entry.changes] == [(f"{NUMBER} sms", True, False)]


def test_what_a_crash_left_is_finished_by_the_queue_job(
    api: HttpApi, town: None, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHAN-11: the process dies after the first child; a minute later the other child's record follows."""
    copy = stored.copy_into

    def dying(district: str, student_id: str) -> Student | None:
        if student_id == "kim":
            raise RuntimeError("killed")
        return copy(district, student_id)

    with monkeypatch.context() as patch:
        patch.setattr(stored, "copy_into", dying)
        assert change(api, MUM, flag(sms=False)).status == 500
    assert [each.phones[0].sms for each in mums("sam", "kim")] == [False, True]
    later = FixedClock(clock.at + timedelta(days=3650))
    assert contact_settings.finish(D, later, lambda: 50.0) == 1
    assert [each.phones[0].sms for each in mums("sam", "kim")] == [False, False]
    assert contact_settings.finish(D, later, lambda: 50.0) == 0


def test_an_older_copy_never_goes_over_a_newer_one(
    api: HttpApi, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHAN-11: another writer between reading the record and writing it."""
    read = stored.flags
    times: list[int] = []

    def slow(district: str, people: Any) -> Any:
        found = read(district, people)
        if len(people) > 1 and not times:  # while copying, not while changing
            times.append(1)
            store.replace_students(D, {"sam": families.student("sam", mums("sam")[0], given_name="Samuel")})
        return found

    monkeypatch.setattr(stored, "flags", slow)
    assert change(api, MUM, flag(sms=False)).status == 200
    assert (record().given_name, mums("sam")[0].phones[0].sms) == ("Samuel", False)


def test_the_next_roster_keeps_what_was_set(imported: Importing, api: HttpApi) -> None:
    """CHAN-11: also for a child who comes later, and where the file changes the person; what was not set
    follows the file."""
    imported()
    store.put_users(D, [people.user("ann", profiles=("principal",), schools=("hill",))])
    number = store.students(D, ("s1",))["s1"].contacts[0].phones[0].number
    tag = api.get("/v1/students/s1/contact-settings", as_="ann").headers["etag"]
    body = {"phones": [{"number": number, "blocked": True, "sms": False}], "email_opt_out": True}
    done = change(api, "/v1/students/s1/contacts/amy", body, tag=tag)
    assert done.status == 200, done.text
    assert imported().status is Status.UNCHANGED
    tables = changed(changed(small(), "users", "amy", givenName="Amelia"), "users", "s3", agentSourcedIds="amy")
    assert imported(tables).status is Status.APPLIED
    for each in store.students(D, ("s1", "s2", "s3")).values():
        (amy,) = [contact for contact in each.contacts if contact.contact_id == "amy"]
        assert (amy.given_name, amy.email_opt_out) == ("Amelia", True)
        assert [(phone.blocked, phone.sms) for phone in amy.phones if phone.number == number] == [(True, False)]
