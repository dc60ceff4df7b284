"""What families write is flagged by the district's words: hidden from its readers until they look (FLAG)."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.access.profiles import STANDARD
from chalicelib.delivery import devices
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, Role
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages.store import keys
from tests.builders import families, people
from tests.support.api import Answer, HttpApi
from tests.support.ground import Ground
from tests.support.line import Line

D, WORDS = "demo", "/v1/settings/flagged-words"
Write = Callable[..., str]
RUDE = "<p>You are a bl<b>oo</b>per, Tom.</p>"
SHOWN = "Message content flagged"


@pytest.fixture
def line(api: HttpApi, ground: Ground, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Tom and Eve teach; Kim may not flag; the mother writes. The district flags one word and a phrase."""
    made = Line(ground, clock, monkeypatch)
    monkeypatch.setattr("chalicelib.access.endpoint.clock_source", lambda: clock)
    directory.put_district(people.district())
    directory.put_school(D, people.school())
    directory.put_students(D, [families.student("sam")])
    shy = {each: level for each, level in STANDARD[Role.TEACHER].grants.items() if each != "flag_messages"}
    access.put_profiles(D, [*STANDARD.values(), Profile("no-flags", "No flags", Role.TEACHER, shy)])
    directory.put_users(
        D,
        [
            people.user("boss", profiles=("district-administrator",), schools=(), all_schools=True),
            people.user("head", profiles=("principal",)),
            people.user(
                "tom", roles=(Role.TEACHER,), email=EmailAddress("tom@school.example"), push_always=True
            ),
            people.user("eve", roles=(Role.TEACHER,), language="es", email=EmailAddress("eve@school.example")),
            people.user("kim", roles=(Role.TEACHER,), profiles=("no-flags",)),
            people.user("mum", roles=(Role.PARENT,), students=("sam",), given_name="Mary"),
        ],
    )
    assert listed(api, ["blooper", "go away"]).status == 200
    return made


def listed(api: HttpApi, words: Any, as_: str = "boss", tag: str | None = None) -> Answer:
    known = tag or api.get(WORDS, as_=as_).headers.get("etag", '"none"')
    return api.call("PUT", WORDS, as_=as_, body={"words": words}, headers={"If-Match": known})


@pytest.fixture
def write(api: HttpApi, line: Line) -> Write:
    """Write and deliver; gives back the message's id."""
    numbers = iter(range(100))

    def post(html: str = RUDE, *to: str, as_: str = "mum", subject: str = "Today") -> str:
        body = {
            "school_id": "lincoln",
            "subject": subject,
            "audience": {"staff": {"users": list(to or ("tom",))}},
            "parts": {"email": {"html": html}},
        }
        headers = {"Idempotency-Key": f"message-{next(numbers)}"}
        answer = api.post("/v1/messages", body, as_=as_, headers=headers)
        assert answer.status == 202, answer.text
        line.clock.advance(seconds=1)
        line.run()
        return str(answer.json["message_id"])

    return post


def thread(api: HttpApi, as_: str = "tom") -> dict[str, Any]:
    (found,) = api.get("/v1/inbox", as_=as_).json["items"]
    return dict(found)


def entries(api: HttpApi, as_: str = "tom") -> list[dict[str, Any]]:
    """Oldest first."""
    found = api.get(f"/v1/inbox/{thread(api, as_)['thread_id']}", as_=as_).json["items"]
    return list(reversed(found))


def at(api: HttpApi, entry: dict[str, Any], as_: str = "tom") -> str:
    return f"/v1/inbox/{thread(api, as_)['thread_id']}/entries/{entry['entry_id']}"


# ---- hidden ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("html", "subject"), [(RUDE, "Today"), ("<p>Hello</p>", "GO away!")])
def test_a_flagged_message_is_hidden_in_list_and_conversation(
    api: HttpApi, write: Write, html: str, subject: str
) -> None:
    """FLAG-07, FLAG-02, A-65: subject and text; its author sees what they wrote."""
    write(html, subject=subject)
    shown = thread(api)
    assert (shown["flagged"], shown["subject"], shown["snippet"], shown["unread"]) == (True, "", "", 1)
    (entry,) = entries(api)
    assert (entry["flagged"], entry["subject"], entry["html"]) == (True, "", "")
    (own,) = entries(api, "mum")
    assert (own["flagged"], own["subject"], own["html"]) == (False, subject, html)
    assert thread(api, "mum")["flagged"] is False


def test_other_messages_are_not(api: HttpApi, write: Write) -> None:
    """FLAG-07, A-65, A-66: a part of a word is none, and staff are not flagged."""
    write("<p>Two bloopers went away.</p>")
    write(RUDE, as_="eve")
    threads = api.get("/v1/inbox", as_="tom").json["items"]
    assert [each["flagged"] for each in threads] == [False, False]


def test_an_answer_is_flagged_too(api: HttpApi, line: Line, write: Write) -> None:
    """FLAG-07, RPLY-01: in the app as well; what was said before stays as it is."""
    write("<p>Hello</p>")
    path = f"/v1/inbox/{thread(api)['thread_id']}/replies"
    assert (
        api.post(path, {"html": "<p>Yes?</p>"}, as_="tom", headers={"Idempotency-Key": "answer-1"}).status
        == 202
    )
    line.clock.advance(seconds=1)
    line.run()
    mine = f"/v1/inbox/{thread(api, 'mum')['thread_id']}/replies"
    assert api.post(mine, {"html": RUDE}, as_="mum", headers={"Idempotency-Key": "answer-2"}).status == 202
    line.clock.advance(seconds=1)
    line.run()
    assert [each["flagged"] for each in entries(api)] == [False, False, True]
    assert [each["html"] for each in entries(api)] == ["<p>Hello</p>", "<p>Yes?</p>", ""]


def test_an_answer_does_not_repeat_what_is_hidden(api: HttpApi, write: Write) -> None:
    """FLAG-02: not even the subject, in the list of the one who answers."""
    write(subject="You blooper")
    path = f"/v1/inbox/{thread(api)['thread_id']}/replies"
    answered = api.post(path, {"html": "<p>Please.</p>"}, as_="tom", headers={"Idempotency-Key": "answer-1"})
    assert answered.json["subject"] == "Re: New Message"
    assert thread(api)["subject"] == "Re: New Message"


def test_a_device_shows_that_it_was_flagged_and_nothing_of_it(line: Line, write: Write) -> None:
    """FLAG-02: in push previews too."""
    devices.register(D, "tom", "android", "token", "Phone", line.clock.now())
    write(subject="You blooper")
    (push,) = line.handed_over(kind="push")
    assert SHOWN in str(push)
    assert "per, Tom" not in str(push)
    assert "You blooper" not in str(push)


def test_the_email_carries_the_disclaimer_in_both_its_parts(line: Line, write: Write) -> None:
    """CHAN-14, FLAG-10, A-66: in the reader's language; an email that was not flagged has none."""
    write(RUDE, "tom", "eve")
    mails = {each.destination: each for each in line.handed_over(kind="email")}
    english, spanish = mails["tom@school.example"], mails["eve@school.example"]
    told = "has been automatically flagged for inappropriate content"
    for mail, words in ((english, told), (spanish, "se ha marcado automáticamente")):
        assert words in mail.html
        assert words in mail.text
    write("<p>Good morning</p>")
    newest = line.handed_over(kind="email")[0]
    assert "Disclaimer" not in newest.html + newest.text
    assert "{{" not in newest.html + newest.text


# ---- looking, and removing the flag ------------------------------------------------------------------------


def test_view_message_shows_it_and_it_stays_hidden(api: HttpApi, write: Write) -> None:
    """FLAG-05: a reload hides it again."""
    write()
    (entry,) = entries(api)
    looked = api.get(at(api, entry), as_="tom").json
    assert (looked["html"], looked["subject"], looked["flagged"]) == (RUDE, "Today", True)
    assert entries(api)[0]["html"] == ""
    assert api.get(at(api, entry).replace(entry["entry_id"], "bm90aGluZw"), as_="tom").status == 404


def test_remove_flag_shows_it_to_all_its_readers(api: HttpApi, write: Write) -> None:
    """FLAG-06: and again changes nothing; who removed it, and when, is kept."""
    message_id = write(RUDE, "tom", "eve")
    (entry,) = entries(api)
    assert [api.call("DELETE", f"{at(api, entry)}/flag", as_="tom").status for _ in range(2)] == [204, 204]
    for as_ in ("tom", "eve"):
        assert thread(api, as_)["flagged"] is False
        assert thread(api, as_)["subject"] == "Today"
        assert (entries(api, as_)[0]["html"], entries(api, as_)[0]["flagged"]) == (RUDE, False)
    kept = dynamo.get(keys.table(), keys.message(D, message_id), "FLAG")
    assert kept is not None
    assert (kept["flagged"], kept["automatic"], kept["removed_by"]) == (False, True, "tom")


def test_a_removed_flag_stands_in_the_record_of_changes(api: HttpApi, write: Write) -> None:
    """FLAG-06, ADMIN-16: who, when and of which message, once however often it is asked for."""
    message_id = write()
    (entry,) = entries(api)
    assert [api.call("DELETE", f"{at(api, entry)}/flag", as_="tom").status for _ in range(2)] == [204, 204]
    told = [each for each in api.get("/v1/audit", as_="boss").json["items"] if each["subject"] == "message"]
    assert [(each["user_id"], each["about_id"], each["about"]) for each in told] == [
        ("tom", message_id, "Today")
    ]
    assert told[0]["changes"] == [{"field": "flagged", "before": True, "after": False}]


def test_without_the_right_one_may_look_and_not_remove(api: HttpApi, write: Write) -> None:
    """FLAG-06, PERM-A32, PERM-T20"""
    write(RUDE, "kim")
    (entry,) = entries(api, "kim")
    assert api.get(at(api, entry, "kim"), as_="kim").status == 200
    assert api.call("DELETE", f"{at(api, entry, 'kim')}/flag", as_="kim").status == 403
    assert entries(api, "kim")[0]["flagged"] is True


def test_authors_and_strangers_reach_no_flag(api: HttpApi, write: Write) -> None:
    """FLAG-06: a family cannot, and another's conversation is not there."""
    write()
    (entry,) = entries(api)
    path = at(api, entry)
    assert api.get(path, as_="eve").status == 404
    assert api.call("DELETE", f"{path}/flag", as_="eve").status == 404
    (own,) = entries(api, "mum")
    assert api.call("DELETE", f"{at(api, own, 'mum')}/flag", as_="mum").status == 403
    assert entries(api)[0]["flagged"] is True


# ---- the list ----------------------------------------------------------------------------------------------


def test_an_administrator_maintains_the_list(api: HttpApi, write: Write) -> None:
    """FLAG-08: each entry once; it holds for what is written from then on, and the change is written down."""
    write("<p>What a Quagmire</p>")
    done = listed(api, ["Quagmire", "quàgmire", "  two   words ", "blooper"])
    assert (done.status, done.json["words"]) == (200, ["blooper", "Quagmire", "two words"])
    assert done.headers["etag"] == api.get(WORDS, as_="boss").headers["etag"]
    write("<p>What a QUÁGMIRE</p>")
    assert [each["flagged"] for each in entries(api)] == [False, True]
    changes = api.get("/v1/audit", as_="boss").json["items"][0]["changes"]
    assert {(each["before"], each["after"]) for each in changes} == {
        ("go away", None),
        (None, "Quagmire"),
        (None, "two words"),
    }
    assert listed(api, []).status == 200, "an empty list flags nothing"
    write()
    assert entries(api)[-1]["flagged"] is False


def test_a_district_begins_with_a_list(api: HttpApi) -> None:
    """FLAG-08: and can see it to go back to."""
    directory.put_district(people.district())
    access.put_profiles(D, STANDARD.values())
    directory.put_users(D, [people.user("boss", profiles=("district-administrator",), all_schools=True)])
    found = api.get(WORDS, as_="boss").json
    assert found["words"] == found["start_list"]
    assert len(found["words"]) > 20


@pytest.mark.parametrize(
    "words", [None, "blooper", [""], ["***"], ["x" * 61], [1], ["a"] * 1001, ["ok", "\u0000"], {"a": 1}]
)
def test_a_list_that_cannot_be_used_is_refused(api: HttpApi, line: Line, words: Any) -> None:
    """FLAG-08: nothing changes."""
    before = api.get(WORDS, as_="boss").json
    assert listed(api, words).status == 400
    assert api.get(WORDS, as_="boss").json == before


def test_of_two_who_change_it_the_second_is_told(api: HttpApi, line: Line) -> None:
    """FLAG-08"""
    seen = api.get(WORDS, as_="boss").headers["etag"]
    assert listed(api, ["one"], tag=seen).status == 200
    assert listed(api, ["two"], tag=seen).status == 412
    assert api.get(WORDS, as_="boss").json["words"] == ["one"]


def test_it_is_the_districts(api: HttpApi, line: Line) -> None:
    """FLAG-08: not a school's."""
    for as_ in ("head", "tom", "mum"):
        assert api.get(WORDS, as_=as_).status == 403
        assert listed(api, ["x"], as_=as_).status == 403
