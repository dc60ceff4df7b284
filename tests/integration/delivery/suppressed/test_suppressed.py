"""Suppressed addresses over HTTP: looked through, entered by hand, lifted, and what that means for messages."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.delivery.suppressed import provider_lists
from chalicelib.directory import store as directory
from chalicelib.directory.audit import Entry, Subject
from chalicelib.directory.model import EmailAddress, Role
from chalicelib.directory.store import audit, suppression_lists, suppressions
from chalicelib.directory.suppression import Cause, Suppression
from chalicelib.kernel import aws, dynamo
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.api import Answer, HttpApi
from tests.support.line import Line, settle_district

from ..test_dispatch import TEXT_ONLY, only, send
from ..test_whole_line import to

LIST = "/v1/suppressions"
NUMBER, EMAIL = "+12065550101", "sam-mum@home.example"
NOTE = "Called the office on Nov 23"


@pytest.fixture
def line(line: Line) -> Line:
    """Sam of Lincoln; Dana looks after the district, Ann after Lincoln, Rob after Roosevelt."""
    settle_district(
        families.reached_at("sam", EMAIL, NUMBER),
        staff=(
            people.user("dana", profiles=("district-administrator",), schools=(), all_schools=True),
            people.user("ann", profiles=("principal",), email=EmailAddress("ann@x.example")),
            people.user("rob", profiles=("principal",), schools=("roosevelt",)),
            people.user("viewer", profiles=()),
            people.user("tom", roles=(Role.TEACHER,)),
        ),
    )
    return line


def suppress(cause: Cause, address: str = NUMBER, channel: str = "sms", at: str = "2026-11-20") -> Suppression:
    suppressions.suppress("demo", channel, address, cause, at)
    found = suppressions.find("demo", channel, address)
    assert found
    return found


def listed(api: HttpApi, **query: Any) -> list[dict[str, Any]]:
    answer = api.get(LIST, as_="dana", query={"channel": "sms"} | query)
    assert answer.status == 200, answer.text
    return list(answer.json["items"])


def told() -> list[Entry]:
    """What the record of changes says of suppressions."""
    return [each for each in audit.newest("demo", 10, None).items if each.subject is Subject.SUPPRESSION]


def lift(api: HttpApi, what: Suppression, as_: str = "dana", **changes: Any) -> Answer:
    body = {"cause": what.cause, "note": NOTE} | changes
    return api.post(f"{LIST}/{what.suppression_id}/lift", body, as_=as_)


# ---- Looking ------------------------------------------------------------------------------------------------


def test_the_list_is_by_channel_newest_first_page_by_page(api: HttpApi, line: Line) -> None:
    """CHAN-10: with the reason and the day; another district's are not there."""
    for at in range(5):
        suppress(Cause.OPT_OUT, f"+1206555010{at}", at=f"2026-11-2{at}")
    suppress(Cause.BOUNCE, EMAIL, "email")
    suppressions.suppress("other", "sms", "+12065550999", Cause.OPT_OUT, "2026-11-22")
    first = api.get(LIST, as_="dana", query={"channel": "sms", "limit": 3}).json
    second = api.get(
        LIST, as_="dana", query={"channel": "sms", "limit": 3, "cursor": first["next_cursor"]}
    ).json
    found = [row["address"] for row in (*first["items"], *second["items"])]
    assert found == [f"+1206555010{at}" for at in (4, 3, 2, 1, 0)]
    assert second["next_cursor"] is None
    for another in ({"channel": "email"}, {"channel": "sms", "q": "lee"}):
        asked = api.get(LIST, as_="dana", query={**another, "cursor": first["next_cursor"]})
        assert asked.fields == ["cursor"]
    assert (first["items"][0]["cause"], first["items"][0]["since"]) == ("opt_out", "2026-11-24")
    assert [row["address"] for row in listed(api, channel="email")] == [EMAIL]
    assert listed(api, channel="voice") == []


def test_one_cause_alone(api: HttpApi, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a rare cause may be short and has a next one."""
    monkeypatch.setattr(suppression_lists, "EXAMINED", 2)
    suppress(Cause.CARRIER, "+12065550100", at="2026-11-01")
    for at in range(12):
        suppress(Cause.OPT_OUT, f"+120655502{at:02}", at=f"2026-11-{10 + at}")
    page = api.get(LIST, as_="dana", query={"channel": "sms", "cause": "carrier"}).json
    assert page["items"] == []
    more = {"channel": "sms", "cause": "carrier", "cursor": page["next_cursor"]}
    assert [row["address"] for row in api.get(LIST, as_="dana", query=more).json["items"]] == ["+12065550100"]


@pytest.mark.parametrize(
    "q", [NUMBER, "(206) 555-0101", "0101", "5550", "miller", "Sam-M", "mum mil", "sam 101"]
)
def test_a_name_or_a_part_of_the_number_finds_it(api: HttpApi, line: Line, q: str) -> None:
    """CHAN-10: the owner's own name, and that of the student in whose record it stands."""
    suppress(Cause.OPT_OUT)
    (row,) = listed(api, q=q)
    assert (row["address"], row["names"], row["students"]) == (NUMBER, ["Sam-Mum Miller"], ["Sam Miller"])


@pytest.mark.parametrize("q", ["nobody of that name", "+12065550177", "sam nobody", "01", "#", "ller"])
def test_others_names_and_numbers_find_nothing(api: HttpApi, line: Line, q: str) -> None:
    suppress(Cause.OPT_OUT)
    assert listed(api, q=q) == []


@pytest.mark.parametrize("q", [EMAIL, "SAM-MUM@HOME", "mum@home", "home.example", "mum"])
def test_a_part_of_an_email_address_finds_it(api: HttpApi, line: Line, q: str) -> None:
    suppress(Cause.BOUNCE, EMAIL, "email")
    suppress(Cause.BOUNCE, "dad@work.example", "email")
    assert [row["address"] for row in listed(api, channel="email", q=q)] == [EMAIL]


def test_what_a_search_finds_comes_in_pages_of_one_query(
    api: HttpApi, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each address once, however many of its words begin so."""
    addresses = [f"lee{at:02}.leeson@x.example" for at in range(25)]
    for each in addresses:
        suppress(Cause.BOUNCE, each, "email")
    seen: list[str] = []
    queries: list[str] = []
    monkeypatch.setattr(dynamo, "query", noting(queries, dynamo.query))
    cursor, pages = "", 0
    while cursor or not pages:
        query = {"channel": "email", "q": "lee", "limit": 10, "cursor": cursor}
        page = api.get(LIST, as_="dana", query=query).json
        seen += [row["address"] for row in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
    assert seen == addresses
    assert [each for each in queries if "SUPPRESSED" in each] == ["D#demo#SUPPRESSED#email#WORDS"] * pages


def noting(asked: list[str], query: Callable[..., Any]) -> Callable[..., Any]:
    def noted(table: str, pk: str, **options: Any) -> Any:
        asked.append(pk)
        return query(table, pk, **options)

    return noted


def test_who_has_left_is_still_found_by_name(api: HttpApi, line: Line) -> None:
    """CHAN-10: an opt-out outlives the record."""
    suppress(Cause.OPT_OUT)
    directory.replace_students("demo", {"sam": None})
    assert [row["address"] for row in listed(api, q="mum miller")] == [NUMBER]
    suppress(Cause.OPT_OUT, "+12065550144")
    assert listed(api, q="miller")[0]["address"] == NUMBER


def test_who_comes_to_a_suppressed_address_is_found_by_name(api: HttpApi, line: Line) -> None:
    """CHAN-10: the number was known before its owner; and somebody with another number is not found."""
    suppress(Cause.CARRIER, "+12065550144")
    assert listed(api, q="kim") == []
    directory.put_students(
        "demo", (families.reached_at("kim", "", "+12065550144"), families.reached_at("kit", "", "+12065550145"))
    )
    (row,) = listed(api, q="kim")
    assert (row["address"], row["cause"], row["names"]) == ("+12065550144", "carrier", ["Kim-Mum Miller"])
    stopped = suppressions.find("demo", "sms", "+12065550144")
    assert stopped
    assert lift(api, stopped).status == 204
    assert listed(api, q="kim") == listed(api, q="0144") == []


def test_a_colleague_is_found_by_name(api: HttpApi, line: Line) -> None:
    suppress(Cause.COMPLAINT, "ann@x.example", "email")
    (row,) = listed(api, channel="email", q="ann")
    assert (row["address"], row["names"], row["needs_consent"]) == ("ann@x.example", ["Ann Miller"], True)


@pytest.mark.parametrize(("query", "field"), [({"channel": "push"}, "channel"), ({"cause": "x"}, "cause")])
def test_bad_questions_name_the_field(api: HttpApi, line: Line, query: dict[str, str], field: str) -> None:
    answer = api.get(LIST, as_="dana", query={"channel": "sms"} | query)
    assert (answer.status, answer.fields) == (400, [field])


def test_only_who_looks_after_the_whole_district_sees_the_list(api: HttpApi, line: Line) -> None:
    """PERM-07: the addresses are those of every school."""
    for who in ("ann", "viewer", "tom"):
        assert api.get(LIST, as_=who, query={"channel": "sms"}).status == 403
    body = {"channel": "sms", "address": NUMBER, "note": NOTE}
    assert api.post(LIST, body, as_="ann").status == 403


# ---- Entering -----------------------------------------------------------------------------------------------


def test_what_is_entered_binds_the_next_message_and_is_written_down(api: HttpApi, line: Line) -> None:
    """CHAN-10, ADMIN-16: an owner who asked at the office."""
    answer = api.post(LIST, {"channel": "sms", "address": "206-555-0101", "note": NOTE}, as_="dana")
    assert answer.status == 201
    assert (answer.json["address"], answer.json["cause"], answer.json["by"]) == (NUMBER, "staff", "Dana Miller")
    message = line.send(text_to_sam(line))
    line.run()
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "stopped_by_staff")
    (entry,) = told()
    assert (entry.who.user_id, entry.subject, entry.about) == ("dana", "suppression", NUMBER)
    assert {each.field: each.after for each in entry.changes} == {"sms": "staff", "note": NOTE}
    again = api.post(LIST, {"channel": "sms", "address": NUMBER, "note": NOTE}, as_="dana")
    assert again.status == 409
    assert len(told()) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"address": "12"}, "address"),
        ({"address": "206-555-0101 x4"}, "address"),  # it would stop the line of everybody behind it
        ({"channel": "email"}, "address"),
        ({"channel": "portal"}, "channel"),
        ({"note": ""}, "note"),
        ({"note": "\u202e   \n"}, "note"),
    ],
)
def test_what_cannot_be_entered_names_the_field(
    api: HttpApi, line: Line, changes: dict[str, str], field: str
) -> None:
    answer = api.post(LIST, {"channel": "sms", "address": NUMBER, "note": NOTE} | changes, as_="dana")
    assert (answer.status, answer.fields) == (400, [field])
    assert listed(api) == []


# ---- Lifting ------------------------------------------------------------------------------------------------


def text_to_sam(line: Line, number: int = 1) -> Any:
    content = build.content(**TEXT_ONLY)
    return build.message(number, accepted_at=line.clock.now(), content=content, selection=to("sam"))


def test_an_opt_out_takes_the_owners_consent(api: HttpApi, line: Line) -> None:
    """CHAN-10, A-21, ADMIN-16: said by who lifts it, with a note, and written down."""
    stopped = suppress(Cause.OPT_OUT)
    refused = lift(api, stopped)
    assert (refused.status, refused.fields) == (400, ["consent"])
    assert listed(api)
    assert lift(api, stopped, consent=True).status == 204
    assert listed(api) == []
    message = line.send(text_to_sam(line))
    line.run()
    assert only(line, message, Channel.SMS) == (DeliveryStatus.SENT, "")
    (entry,) = told()
    assert {each.field: (each.before, each.after) for each in entry.changes} == {
        "sms": ("opt_out", None),
        "note": (None, NOTE),
        "consent": (None, True),
    }


def test_a_bounce_takes_a_note_alone_and_comes_off_the_providers_list(api: HttpApi, line: Line) -> None:
    """CHAN-10: otherwise the provider would refuse the next mail, and suppress it again."""
    ses = aws.client("sesv2")
    ses.put_suppressed_destination(EmailAddress=EMAIL, Reason="BOUNCE")
    assert lift(api, suppress(Cause.BOUNCE, EMAIL, "email"), note="").status == 400
    assert lift(api, suppress(Cause.BOUNCE, EMAIL, "email")).status == 204
    assert ses.list_suppressed_destinations()["SuppressedDestinationSummaries"] == []
    message = send(line, families.reached_at("sam", EMAIL), sms=None)
    line.run()
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.SENT, "")


def test_a_number_comes_off_the_providers_list(api: HttpApi, line: Line) -> None:
    eum = aws.client("pinpoint-sms-voice-v2")
    eum.put_opted_out_number(OptOutListName="Default", OptedOutNumber=NUMBER)
    message = line.send(text_to_sam(line))
    line.run()
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "opted_out")
    stopped = suppressions.find("demo", "sms", NUMBER)
    assert stopped
    assert lift(api, stopped, consent=True).status == 204
    again = line.send(text_to_sam(line, 2))
    line.run()
    assert only(line, again, Channel.SMS) == (DeliveryStatus.SENT, "")


@pytest.mark.parametrize(("code", "status"), [("ConflictException", 409), ("InternalServerException", 503)])
def test_while_the_provider_refuses_nothing_is_lifted(
    api: HttpApi, line: Line, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    """A number leaves its list once in 30 days."""

    class Provider:
        def delete_opted_out_number(self, **_: str) -> None:
            raise ClientError({"Error": {"Code": code}}, "DeleteOptedOutNumber")

    stopped = suppress(Cause.OPT_OUT)
    monkeypatch.setattr("chalicelib.delivery.suppressed.provider_lists.client", lambda _: Provider())
    assert lift(api, stopped, consent=True).status == status
    assert listed(api)
    assert told() == []


def test_what_became_an_opt_out_meanwhile_is_not_lifted_as_a_dead_number(api: HttpApi, line: Line) -> None:
    """412: a STOP came while somebody looked at the list."""
    seen = suppress(Cause.CARRIER)
    suppress(Cause.OPT_OUT)
    assert lift(api, seen).status == 412
    assert listed(api)[0]["cause"] == "opt_out"


def test_of_two_who_lift_at_once_one_is_told(api: HttpApi, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = suppress(Cause.CARRIER)
    monkeypatch.setattr(provider_lists, "forget", lambda *_: suppressions.lift("demo", stopped))
    assert lift(api, stopped).status == 412
    assert told() == []


def test_a_school_lifts_what_stands_in_its_students_records(api: HttpApi, line: Line) -> None:
    """PERM-07: with the student named; others get the answer of what is not there."""
    stopped, foreign = suppress(Cause.CARRIER), suppress(Cause.CARRIER, "+12065550199")
    assert lift(api, stopped, "ann").status == 403
    assert lift(api, stopped, "viewer", student_id="sam").status == 403
    for who, what, student in (
        ("rob", stopped, "sam"),
        ("ann", foreign, "sam"),
        ("ann", stopped, "nobody"),
        ("ann", Suppression("sms", "+12065550123", Cause.CARRIER, ""), "sam"),
    ):
        assert lift(api, what, who, student_id=student).status == 404
    assert lift(api, stopped, "ann", student_id="sam").status == 204
    assert [row["address"] for row in listed(api)] == ["+12065550199"]


@pytest.mark.parametrize("name", ["nowhere", "sms-", "SMS-aaaaaaaaaaaaaaaaaaaaaaaaaa", "sms-" + "a" * 26])
def test_a_name_of_nothing_is_not_found(api: HttpApi, line: Line, name: str) -> None:
    body = {"cause": "bounce", "note": NOTE}
    assert api.post(f"{LIST}/{name}/lift", body, as_="dana").status == 404
    assert directory.students("demo", ("sam",))
