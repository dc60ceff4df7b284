"""What no longer goes to somebody's own address and number, and how they get it again."""

import pytest

from chalicelib.directory import store
from chalicelib.directory.model import EmailAddress, Role
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from tests.builders import families, people
from tests.support.api import Answer, HttpApi

D, MINE = "demo", "/v1/me/stopped"
EMAIL, NUMBER, AT = "mum@home.example", "+12065550142", "2026-11-23T15:00:00.000000+00:00"
pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def town(aws: None) -> None:
    """`mum` and `dad` have one child."""
    store.put_district(people.district())
    store.put_school(D, people.school())
    mum = people.user("mum", roles=(Role.PARENT,), email=EmailAddress(EMAIL), phone=families.phone(NUMBER))
    store.put_users(D, [mum, people.user("dad", roles=(Role.PARENT,))])


def stop(channel: str, address: str, cause: Cause) -> None:
    assert suppressions.suppress(D, channel, address, cause, AT)


def stops(api: HttpApi, as_: str = "mum") -> list[tuple[str, str, bool]]:
    rows = api.get(MINE, as_=as_).json["items"]
    return [(row["channel"], row["cause"], row["can_get_again"]) for row in rows]


def again(api: HttpApi, channel: str) -> Answer:
    return api.call("DELETE", f"{MINE}/{channel}", as_="mum")


def test_whoever_ended_emails_by_the_link_sees_it_and_gets_them_again(api: HttpApi) -> None:
    """CHAN-10, SET-07: also where the email with the link is gone; another address is nobody's business."""
    stop("email", EMAIL, Cause.OPT_OUT)
    stop("email", "somebody@else.example", Cause.OPT_OUT)
    (row,) = api.get(MINE, as_="mum").json["items"]
    assert (row["address"], row["since"]) == (EMAIL, AT)
    assert stops(api) == [("email", "opt_out", True)]
    assert stops(api, as_="dad") == []
    assert [again(api, "email").status for _ in range(2)] == [204, 204]
    assert suppressions.find(D, "email", EMAIL) is None
    assert suppressions.find(D, "email", "somebody@else.example")


@pytest.mark.parametrize(
    ("channel", "address", "cause", "way"),
    [
        ("sms", NUMBER, Cause.OPT_OUT, "Text START"),
        ("voice", NUMBER, Cause.OPT_OUT, "Text START"),
        ("email", EMAIL, Cause.COMPLAINT, "Ask the office"),
        ("sms", NUMBER, Cause.STAFF, "Ask the office"),
    ],
)
def test_what_only_a_text_or_the_school_begins_says_so(
    api: HttpApi, channel: str, address: str, cause: Cause, way: str
) -> None:
    """CHAN-10"""
    stop(channel, address, cause)
    assert stops(api) == [(channel, cause.value, False)]
    refused = again(api, channel)
    assert (refused.status, way in refused.text) == (409, True)
    assert suppressions.find(D, channel, address)


def test_nothing_is_stopped_by_a_name_that_is_no_channel(api: HttpApi) -> None:
    """CHAN-10"""
    stop("email", EMAIL, Cause.OPT_OUT)
    assert again(api, "EMAIL%20").status in (204, 404)
    assert suppressions.find(D, "email", EMAIL)
