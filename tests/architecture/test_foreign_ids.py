"""Whoever may not see a thing gets the same answer as if it did not exist (ABUSE-02): every route that takes
an id, asked for something of another school, account or district, and for something that is nowhere.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.announcements import store as announcements
from chalicelib.audience.imported import store as lists
from chalicelib.audience.imported.model import ImportedList, Person, Upload
from chalicelib.content.recordings import store as recordings
from chalicelib.delivery import devices
from chalicelib.directory import store as directory
from chalicelib.directory.groups import Group, GroupKind
from chalicelib.directory.model import EmailAddress, Role, RollEntry
from chalicelib.directory.roster.model import RosterImport
from chalicelib.directory.store import imports, suppressions
from chalicelib.directory.suppression import Cause, Suppression
from chalicelib.kernel import dynamo
from chalicelib.kernel.aws import s3
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import setting, table
from chalicelib.messages import store as messages
from chalicelib.messages.schedules import store as schedules
from chalicelib.messages.schedules.model import Schedule, Summary
from chalicelib.messages.schedules.recurrence import Recurrence
from tests.architecture.routes import routes
from tests.builders import imports as files
from tests.builders import people
from tests.builders.announcements import announcement
from tests.builders.messages import arrive, copy, counterpart, message, message_id, sender
from tests.support.api import Answer, HttpApi
from tests.support.calling import can_call

pytestmark = pytest.mark.moto

NOWHERE = "nowhere"
Body = Callable[[str], Mapping[str, Any]]


@dataclass(frozen=True)
class Probe:
    """One way to name a thing: in the path, or in a `query` or `body` made from its id. `foreign` is the id of
    something out of the caller's reach; `own` of something within it, which shows that the probe works."""

    route: str
    place: str
    foreign: str
    own: str = ""
    query: Body | None = None
    body: Body | None = None
    as_: str = "ann"
    status: int = 404  # 200: a filter, which gives an empty list; 204: what is not there need not be removed


def to_students(name: str, wrap: Callable[[str], Any] = lambda each: each) -> Body:
    """A body whose audience names schools, grades, sections or students."""

    def body(each: str) -> Mapping[str, Any]:
        students = {"recipient_type": "students", name: [wrap(each)]}
        return {**SENDING, "audience": {"students": students, "staff": None}}

    return body


def counted(of: Body) -> Body:
    """The same audience, for the count."""
    return lambda each: {**of(each), "parts": ["sms"]}


def named(of: Body) -> Body:
    """The same audience, for its names."""
    return lambda each: {"audience": of(each)["audience"], "school_id": "lincoln"}


def to_staff(user_id: str) -> Mapping[str, Any]:
    return {**SENDING, "audience": {"students": None, "staff": {"users": [user_id]}}}


def written_to(user_id: str) -> Mapping[str, Any]:
    """As a family writes."""
    return {**to_staff(user_id), "parts": {"email": {"html": "<p>Hello</p>"}}}


def to_staff_group(group_id: str) -> Mapping[str, Any]:
    return {**SENDING, "audience": {"students": None, "staff": {"groups": [group_id]}}}


def group_of(*members: str, kind: str = "students", **more: Any) -> Mapping[str, Any]:
    return {"kind": kind, "name": f"Group of {members} {more}", "members": members, **more}


def working_at(school_id: str) -> Mapping[str, str]:
    return {"session_school_id": school_id}


def counted_at(school_id: str) -> Mapping[str, Any]:
    return {"audience": {"students": None, "staff": None}, "school_id": school_id}


def to_imported(list_id: str) -> Mapping[str, Any]:
    return {**SENDING, "audience": {"imported": {"list_id": list_id}}}


def suppressed(address: str) -> str:
    """The id of an address's suppression."""
    return Suppression("email", address, Cause.BOUNCE, "").suppression_id


def lifting_for(student_id: str) -> Mapping[str, str]:
    return {"cause": "bounce", "note": "The mailbox works again", "student_id": student_id}


def of_file(_: str) -> Mapping[str, Any]:
    return files.body(files.csv())


def from_school(school_id: str) -> Mapping[str, Any]:
    body = to_students("students")("sam")
    return {**body, "school_id": school_id}


def grade_of(school_id: str) -> Mapping[str, str]:
    return {"school_id": school_id, "grade": "09"}


def of_section(section_id: str) -> Mapping[str, str]:
    return {"section_id": section_id}


def scheduled(of: Body) -> Body:
    """The same message, for a day to come."""
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    return lambda each: {"message": of(each), "schedule": {"date": day, "time": "05:30"}}


def answering(thread_id: str) -> Mapping[str, Any]:
    """An answer in a conversation, likewise."""
    return {
        **scheduled(to_staff)("eve"),
        "message": None,
        "answer": {"thread_id": thread_id, "html": "<p>Yes</p>"},
    }


SENDING: Mapping[str, Any] = {"school_id": "lincoln", "subject": "Hello", "parts": {"sms": {"text": "Hello"}}}
ALL_STAFF_BODIES = [
    ("schools", to_students("schools"), "roosevelt", "lincoln"),
    ("grades", to_students("grades", grade_of), "roosevelt", "lincoln"),
    ("sections", to_students("sections"), "latin", "algebra"),
    ("students", to_students("students"), "ros", "sam"),
    ("users", to_staff, "rob", "eve"),
    ("groups", to_students("groups"), "robs-students", "anns-students"),
    ("groups", to_staff_group, "robs-staff", "anns-staff"),
    ("list_id", to_imported, "robs-list", "anns-list"),
]
COUNTING = [
    Probe(route, place, foreign, own, body=counted(body))
    for route in ("POST /v1/audience/count", "POST /v1/audience/unreachable")
    for place, body, foreign, own in ALL_STAFF_BODIES
]
NAMING = [
    Probe("POST /v1/audience/names", place, foreign, own, body=named(body), status=200)
    for place, body, foreign, own in ALL_STAFF_BODIES
]
SENDS = [
    Probe("POST /v1/messages", place, foreign, own, body=body) for place, body, foreign, own in ALL_STAFF_BODIES
]
PREVIEWS = [
    Probe("POST /v1/preview", place, foreign, own, body=body) for place, body, foreign, own in ALL_STAFF_BODIES
]
TEACHING = [
    Probe("POST /v1/messages", "students", "sid", "sam", body=to_students("students"), as_="tom"),
    Probe("POST /v1/messages", "sections", "chemistry", "algebra", body=to_students("sections"), as_="tom"),
    Probe(
        "GET /v1/students",
        "section_id",
        "chemistry",
        "algebra",
        query=of_section,
        as_="tom",
        status=200,
    ),
]
FAMILIES = [
    Probe("POST /v1/messages", "users", "rob", "eve", body=written_to, as_="pat"),
    Probe(
        "GET /v1/staff", "school_id", "roosevelt", "lincoln", query=lambda each: {"school_id": each}, as_="pat"
    ),
]
GROUPS = [
    Probe("GET /v1/groups/{group_id}", "group_id", "robs-students", "anns-students"),
    Probe("GET /v1/groups/{group_id}/members", "group_id", "robs-students", "anns-students"),
    Probe(
        "GET /v1/groups/{group_id}/members",
        "session_school_id",
        "roosevelt",
        query=lambda each: {"session_school_id": each},
    ),
    Probe("PATCH /v1/groups/{group_id}", "group_id", "robs-students", body=lambda _: {"name": "Mine"}),
    Probe("PATCH /v1/groups/{group_id}", "group_id", "shared-staff", body=lambda _: {"name": "Mine"}),
    Probe("PATCH /v1/groups/{group_id}", "session_school_id", "roosevelt", body=working_at),
    Probe("DELETE /v1/groups/{group_id}", "group_id", "robs-students"),
    Probe("DELETE /v1/groups/{group_id}", "group_id", "shared-staff"),
    Probe("POST /v1/groups", "members", "ros", "sam", body=group_of),
    Probe("POST /v1/groups", "members", "rob", "eve", body=lambda each: group_of(each, kind="staff")),
    Probe("POST /v1/groups", "profiles", "parent-standard", body=lambda each: group_of("sam", profiles=[each])),
    Probe(
        "POST /v1/groups",
        "session_school_id",
        "roosevelt",
        "lincoln",
        body=lambda each: group_of("sam", **working_at(each)),
    ),
]
SESSIONS = [
    Probe(route, "session_school_id", "roosevelt", "lincoln", query=working_at)
    for route in ("GET /v1/schools", "GET /v1/sections", "GET /v1/students", "GET /v1/staff")
]
PROBES = [
    *GROUPS,
    *SESSIONS,
    *COUNTING,
    *NAMING,
    *SENDS,
    *PREVIEWS,
    *TEACHING,
    *FAMILIES,
    Probe("POST /v1/messages", "school_id", "roosevelt", "lincoln", body=from_school),
    Probe("POST /v1/preview", "school_id", "roosevelt", "lincoln", body=from_school),
    Probe("GET /v1/estimate", "school_id", "roosevelt", "lincoln", query=lambda each: {"school_id": each}),
    Probe("GET /v1/schools/{school_id}/grades", "school_id", "roosevelt", "lincoln"),
    Probe("GET /v1/schools/{school_id}/settings", "school_id", "roosevelt", "lincoln", as_="mia"),
    Probe("PATCH /v1/schools/{school_id}/settings", "school_id", "roosevelt", body=lambda _: {}, as_="mia"),
    Probe("GET /v1/students/{student_id}/contact-settings", "student_id", "ros", "sam"),
    Probe("PATCH /v1/students/{student_id}/contact-settings", "student_id", "ros", body=lambda _: {}),
    Probe("PATCH /v1/students/{student_id}/contacts/{contact_id}", "student_id", "ros", body=lambda _: {}),
    Probe("PATCH /v1/students/{student_id}/contacts/{contact_id}", "contact_id", "ros-mum", body=lambda _: {}),
    Probe("GET /v1/sections", "school_id", "roosevelt", "lincoln", query=lambda each: {"school_id": each}),
    Probe("GET /v1/students", "school_id", "roosevelt", "lincoln", query=lambda each: {"school_id": each}),
    Probe("GET /v1/students", "section_id", "latin", "algebra", query=of_section, status=200),
    Probe("GET /v1/staff", "school_id", "roosevelt", "lincoln", query=lambda each: {"school_id": each}),
    Probe(
        "GET /v1/staff",
        "profile_id",
        "hidden",
        "principal",
        query=lambda each: {"profile_id": each},
        status=200,
    ),
    *(
        Probe(route, "school_id", "roosevelt", "lincoln", body=counted_at)
        for route in ("POST /v1/audience/count", "POST /v1/audience/names", "POST /v1/audience/unreachable")
    ),
    Probe(
        "GET /v1/reports/history", "school_id", "roosevelt", "lincoln", query=lambda each: {"school_id": each}
    ),
    *(
        Probe(
            f"GET /v1/reports/contactability{name}",
            "school_id",
            "roosevelt",
            "lincoln",
            query=lambda each: {"school_id": each},
        )
        for name in ("", "/numbers", "/file")
    ),
    Probe("GET /v1/messages/{message_id}", "message_id", message_id(2), message_id(1)),
    Probe("GET /v1/messages/{message_id}/recipients", "message_id", message_id(2), message_id(1)),
    Probe("GET /v1/messages/{message_id}/reached-by-nothing", "message_id", message_id(2), message_id(1)),
    Probe("GET /v1/messages/{message_id}/resend", "message_id", message_id(2), message_id(1)),
    Probe(
        "POST /v1/messages/{message_id}/resend",
        "message_id",
        message_id(2),
        body=lambda _each: {"number": 1},
    ),
    *(
        Probe(f"POST /v1/messages/{{message_id}}/{name}", "message_id", message_id(2), message_id(1))
        for name in ("pause", "resume", "cancellation")
    ),
    Probe("GET /v1/scheduled-messages/{schedule_id}", "schedule_id", "robs-schedule", "anns-schedule"),
    Probe("DELETE /v1/scheduled-messages/{schedule_id}", "schedule_id", "robs-schedule"),
    Probe(
        "PUT /v1/scheduled-messages/{schedule_id}",
        "schedule_id",
        "robs-schedule",
        body=lambda _: scheduled(to_students("students"))("sam"),
    ),
    Probe("POST /v1/scheduled-messages", "students", "ros", "sam", body=scheduled(to_students("students"))),
    Probe("POST /v1/scheduled-messages", "thread_id", counterpart(id="rob").thread_id, body=answering),
    Probe("GET /v1/inbox/{thread_id}", "thread_id", counterpart(id="rob").thread_id, counterpart().thread_id),
    Probe(
        "POST /v1/inbox/{thread_id}/read", "thread_id", counterpart(id="rob").thread_id, counterpart().thread_id
    ),
    Probe(
        "POST /v1/inbox/{thread_id}/replies",
        "thread_id",
        counterpart(id="rob").thread_id,
        body=lambda _: {"html": "<p>Yes</p>"},
    ),
    *(
        Probe(route, place, foreign)
        for route in (
            "GET /v1/inbox/{thread_id}/entries/{entry_id}",
            "DELETE /v1/inbox/{thread_id}/entries/{entry_id}/flag",
        )
        for place, foreign in (("thread_id", counterpart(id="rob").thread_id), ("entry_id", "cm9i"))
    ),
    Probe("POST /v1/inbox/{thread_id}/entries/{entry_id}/unread", "thread_id", counterpart(id="rob").thread_id),
    Probe("POST /v1/inbox/{thread_id}/entries/{entry_id}/unread", "entry_id", "cm9i"),
    Probe("DELETE /v1/devices/{device_id}", "device_id", "robs-phone", "anns-phone"),
    Probe("GET /v1/roster/imports/{import_id}", "import_id", "their-import", "our-import", as_="clerk"),
    Probe("GET /v1/roster/imports/{import_id}/rows", "import_id", "their-import", "our-import", as_="clerk"),
    Probe("POST /v1/roster/imports/{import_id}/approve", "import_id", "their-import", as_="clerk"),
    Probe("POST /v1/roster/imports/{import_id}/reject", "import_id", "their-import", as_="clerk"),
]
PROBES += [
    Probe(
        "POST /v1/suppressions/{suppression_id}/lift",
        "suppression_id",
        suppressed("ros@x.example"),
        body=lambda _: lifting_for("sam"),
    ),
    Probe("POST /v1/suppressions/{suppression_id}/lift", "student_id", "ros", body=lifting_for),
    Probe("GET /v1/imported-lists/{list_id}", "list_id", "robs-list", "anns-list"),
    Probe("GET /v1/imported-lists/{list_id}/entries", "list_id", "robs-list", "anns-list"),
    Probe("POST /v1/imported-lists/{list_id}/files", "list_id", "robs-list", "anns-second", body=of_file),
    Probe("DELETE /v1/imported-lists/{list_id}/entries/{entry_id}", "list_id", "robs-list"),
    Probe("DELETE /v1/imported-lists/{list_id}/entries/{entry_id}", "entry_id", "robs-file-0"),
    Probe("DELETE /v1/imported-lists/{list_id}", "list_id", "robs-list", "anns-second"),
]


def calling_from(caller_id: str) -> Mapping[str, Any]:
    voice = {"text": "Hello", "caller_id": caller_id}
    return {**to_students("students")("sam"), "parts": {"voice": voice}}


def playing(recording_id: str) -> Mapping[str, Any]:
    voice = {"kind": "recorded", "recording_id": recording_id}
    return {**to_students("students")("sam"), "parts": {"voice": voice}}


def tried_at(school_id: str) -> Mapping[str, Any]:
    return {"school_id": school_id, "number": "+12065550123", "voice": {"text": "Hello"}}


def numbers_at(school_id: str) -> Mapping[str, Any]:
    return {"items": [{"title": "Desk", "number": "+13035550142", "schools": [school_id]}]}


PROBES += [
    Probe("GET /v1/caller-ids/{caller_id}", "caller_id", "robs-number", "mias-number", as_="mia"),
    Probe("PATCH /v1/caller-ids/{caller_id}", "caller_id", "robs-number", body=lambda _: {}, as_="mia"),
    Probe("DELETE /v1/caller-ids/{caller_id}", "caller_id", "robs-number", as_="mia"),
    Probe("POST /v1/caller-ids", "schools", "elsewhere", "lincoln", body=numbers_at, as_="mia"),
    Probe("GET /v1/me/caller-ids", "session_school_id", "roosevelt", "lincoln", query=working_at),
    Probe("POST /v1/messages", "caller_id", "robs-number", "everybodys-number", body=calling_from),
    Probe(
        "POST /v1/scheduled-messages",
        "caller_id",
        "robs-number",
        "everybodys-number",
        body=scheduled(calling_from),
    ),
]
PROBES += [
    Probe("POST /v1/recordings/{recording_id}/keep", "recording_id", "robs-recording", "anns-recording"),
    Probe("GET /v1/recordings/{recording_id}", "recording_id", "robs-recording", "anns-recording"),
    Probe("POST /v1/messages", "recording_id", "robs-recording", "anns-recording", body=playing),
    Probe("POST /v1/test-calls", "school_id", "roosevelt", body=tried_at),
    Probe("GET /v1/messages/{message_id}/audio", "message_id", message_id(2)),
]


def announced(school_id: str) -> Mapping[str, Any]:
    return {"school_id": school_id, "title": "Picture day", "html": "<p>Smile.</p>", "roles": ["parent"]}


def counted_again(announcement_id: str) -> Mapping[str, Any]:
    return {"school_id": "lincoln", "roles": ["parent"], "announcement_id": announcement_id}


def counted_for(school_id: str) -> Mapping[str, Any]:
    return {"school_id": "lincoln", "roles": ["parent"], "school_ids": [school_id]}


def announced_at(school_id: str) -> Mapping[str, Any]:
    return {"school_id": school_id, "roles": ["parent"]}


def announced_for(school_id: str) -> Mapping[str, Any]:
    return {**announced("lincoln"), "school_ids": [school_id]}


PROBES += [
    Probe("POST /v1/announcements", "school_id", "roosevelt", "lincoln", body=announced),
    Probe("POST /v1/announcements", "school_ids", "roosevelt", "lincoln", body=announced_for),
    Probe("POST /v1/announcements/count", "school_id", "roosevelt", "lincoln", body=announced_at),
    Probe("POST /v1/announcements/count", "school_ids", "roosevelt", "lincoln", body=counted_for),
    Probe("POST /v1/announcements/count", "announcement_id", "robs-notice", "anns-notice", body=counted_again),
    Probe("GET /v1/announcements/{announcement_id}", "announcement_id", "robs-notice", "anns-notice"),
    Probe(
        "PUT /v1/announcements/{announcement_id}",
        "announcement_id",
        "robs-notice",
        body=lambda _: announced("lincoln"),
    ),
    Probe("PUT /v1/announcements/{announcement_id}", "school_id", "roosevelt", body=announced),
    Probe("DELETE /v1/announcements/{announcement_id}", "announcement_id", "robs-notice"),
    *(
        Probe(route, "school_id", "roosevelt", "lincoln", query=lambda each: {"school_id": each})
        for route in ("GET /v1/announcements", "GET /v1/announcements/shown")
    ),
]
# A user of the report's filter who is out of reach gives no rows, as one who does not exist. A link that stops
# emails is its own key: tests/integration/delivery/unsubscribe/test_unsubscribe.py alters it.
WITHOUT_REFUSAL = {
    ("GET /v1/reports/history", "user_id"),
    ("GET /v1/unsubscribe/{token}", "token"),
    ("POST /v1/unsubscribe/{token}", "token"),
    ("POST /v1/providers/{channel}/resume", "channel"),  # a word of ours
    ("DELETE /v1/me/stopped/{channel}", "channel"),
}


@pytest.fixture
def town(aws: None) -> None:
    """Lincoln with Ann, Eve and Tom, who teaches algebra; Roosevelt with Rob; another district beside them."""
    for district in ("demo", "other"):
        directory.put_district(people.district(district))
    _demo_district()
    suppressions.suppress("demo", "email", "ros@x.example", Cause.BOUNCE, "2026-11-23")
    directory.put_school("other", people.school("elsewhere"))
    directory.put_users(
        "other", [people.user("oda", profiles=("district-administrator",), schools=(), all_schools=True)]
    )
    for district, name in (("demo", "our-import"), ("other", "their-import")):
        imports.begin(
            RosterImport(name, district, "export.zip", datetime(2026, 11, 23, tzinfo=UTC).isoformat())
        )


def _demo_district() -> None:
    for each in ("lincoln", "roosevelt"):
        directory.put_school("demo", people.school(each))
    directory.put_users(
        "demo",
        [
            people.user("ann", profiles=("principal",)),
            people.user("eve", profiles=("principal",)),
            people.user("mia", profiles=("district-administrator",)),
            people.user("clerk", profiles=("data-clerk",), all_schools=True),
            people.user("tom", roles=(Role.TEACHER,), sections=("algebra",)),
            people.user("rob", profiles=("principal",), schools=("roosevelt",)),
            people.user("pat", roles=(Role.PARENT,), students=("sam",)),
        ],
    )
    section = people.section
    directory.put_sections(
        "demo",
        [section("algebra", students=("sam",)), section("chemistry"), section("latin", school_id="roosevelt")],
    )
    directory.put_students(
        "demo",
        [
            people.student("sam", sections=("algebra",)),
            people.student("sid", sections=("chemistry",)),
            people.student(
                "ros", schools=("roosevelt",), sections=("latin",), primary_email=EmailAddress("ros@x.example")
            ),
        ],
    )
    for school, student in (("lincoln", "sam"), ("roosevelt", "ros")):
        directory.put_roll("demo", school, [RollEntry(student, "09", student, "digest")])
    _groups()
    _messages()


def _groups() -> None:
    """Groups of Ann's and of Rob's, and one of Rob's that principals may use."""
    for owner, student, staff in (("ann", "sam", "eve"), ("rob", "ros", "rob")):
        for kind, member in ((GroupKind.STUDENTS, student), (GroupKind.STAFF, staff)):
            group = Group(f"{owner}s-{kind.value}", kind, "Group", owner, owner.title(), (member,))
            directory.create_group("demo", group)
    shared = Group("shared-staff", GroupKind.STAFF, "Shared", "rob", "Rob", ("eve",), ("principal",))
    directory.create_group("demo", shared)


def _messages() -> None:
    """A message, a conversation and a device of Ann's and of Rob's each."""
    for number, user, school in ((1, "ann", "lincoln"), (2, "rob", "roosevelt")):
        by = sender(user_id=user, school_id=school)
        messages.accept(message(number, sender=by, schools=(school,)))
        _schedule(user)
        announcements.add(announcement(f"{user}s-notice", author_id=user, schools=(school,), school_id=school))
        phone = {
            "platform": "web",
            "name": "Phone",
            "endpoint": f"{user}s-phone",
            "registered_at": "2026-11-23",
        }
        key = {"pk": district_key("demo", "USER", user), "sk": "DEVICES", "version": 1}
        dynamo.put(table("deliveries"), key | {"devices": {f"{user}s-phone": phone}})
    for owner in ("ann", "rob"):
        _imported_list(f"{owner}s-list", owner)
    _imported_list("anns-second", "ann")
    for user in ("ann", "rob"):
        _recording(user)
    private = {"public": False, "district_default": False}
    can_call(
        people.caller_id("everybodys-number"),
        people.caller_id("mias-number", creator="mia", **private),
        people.caller_id("robs-number", creator="rob", **private),
    )
    arrive(copy(1, "ann"), copy(2, "rob", counterpart=counterpart(id="rob")))


def _schedule(user: str) -> None:
    """A message of somebody's that waits for tomorrow."""
    rule = Recurrence(date(2026, 11, 24), time(5, 30), "America/New_York")
    schedule = Schedule(f"{user}s-schedule", "demo", user, Summary("Hello"), rule, rule.on(rule.first))
    schedules.add(schedule, json.dumps(SENDING))


def _recording(user: str) -> None:
    named = recordings.Named("demo", user, f"{user}s-recording")
    s3().put_object(Bucket=setting("RECORDINGS_BUCKET"), Key=named.upload, Body=b"")
    recordings.keep(named, 3)


def _imported_list(list_id: str, owner: str) -> None:
    """A list of one imported person."""
    empty = ImportedList(list_id, "demo", owner, datetime(2026, 11, 23, tzinfo=UTC))
    lists.begin(empty)
    upload, person = Upload(f"{owner}s-file", 1), Person("Ana Ruiz", phone="+15055550101")
    lists.put_pages(empty, upload, [person])
    lists.save(empty, empty.with_upload(upload, [person]))


def ask(api: HttpApi, probe: Probe, each: str) -> Answer:
    method, path = probe.route.split()
    path = path.replace(f"{{{probe.place}}}", each)
    path = re.sub(r"{\w+}", NOWHERE, path)
    return api.call(
        method,
        path,
        as_=probe.as_,
        query=probe.query(each) if probe.query else None,
        body=probe.body(each) if probe.body else None,
        headers={"Idempotency-Key": f"{probe.place}-{each}"},
    )


def test_what_is_out_of_reach_looks_as_if_it_were_nowhere(api: HttpApi, town: None) -> None:
    """ABUSE-02, PERM-07: 404, with the same words, for another school's and for no thing."""
    for probe in PROBES:
        foreign, nothing = ask(api, probe, probe.foreign), ask(api, probe, NOWHERE)
        where = f"{probe.route} {probe.place} as {probe.as_}"
        assert (foreign.status, foreign.text) == (nothing.status, nothing.text), where
        assert foreign.status == probe.status, (where, foreign.text)
        if probe.status == 200:
            assert foreign.json["items"] == [], where
        if probe.status == 404:
            assert foreign.json["type"] == "/problems/not-found", where
    assert [each.device_id for each in devices.of("demo", "rob")] == ["robs-phone"]


def test_nothing_of_a_district_is_seen_from_another(api: HttpApi, town: None) -> None:
    """ABUSE-02: an administrator of everything in the other district."""
    there = replace(api, district="other")
    for probe in PROBES:
        mine = replace(probe, as_="oda")
        foreign, nothing = ask(there, mine, probe.own or probe.foreign), ask(there, mine, NOWHERE)
        if probe.foreign != "their-import":
            assert (foreign.status, foreign.text) == (nothing.status, nothing.text), probe.route
            assert foreign.status in (204, 404) or foreign.json["items"] == [], probe.route


def test_the_same_questions_about_ones_own_things_are_answered(api: HttpApi, town: None) -> None:
    """Otherwise the test above would prove nothing."""
    for probe in PROBES:
        if probe.own:
            answer = ask(api, probe, probe.own)
            assert answer.status < 300, (probe.route, probe.place, answer.text)


def test_every_id_that_a_route_takes_is_probed() -> None:
    """A new route with an id fails here until it has a probe."""
    probed = {(probe.route, probe.place) for probe in PROBES} | WITHOUT_REFUSAL
    for route in routes():
        taken = set(re.findall(r"{(\w+)}", route.path))
        if route.query:
            taken |= {name for name in route.query.model_json_schema()["properties"] if name.endswith("_id")}
        if route.body:
            schema = route.body.model_json_schema()
            taken |= {name for name in schema["properties"] if name.endswith("_id")}
            if "audience" in schema["properties"]:
                taken |= {"schools", "grades", "sections", "students", "users", "groups", "list_id"}
        missing = {name for name in taken if (route.name, name) not in probed}
        assert not missing, f"{route.name}: {missing}"
