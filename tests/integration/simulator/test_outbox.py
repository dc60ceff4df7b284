"""The page "What left the building", as HTML: what it shows, filters, pages, and does not let out of a mail."""

import re
from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from tests.integration.simulator import served as parts
from tests.integration.simulator.served import Served
from tests.integration.simulator.test_eum import call, text
from tests.integration.simulator.test_ses import bulk, entry

pytestmark = pytest.mark.skipif(not parts.PYTHON.exists(), reason="needs .venv-engine (make setup)")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with parts.serve(tmp_path_factory.mktemp("outbox"), "http://127.0.0.1:9") as served:
        fill(served)
        yield served


def fill(served: Served) -> None:
    """45 mails, a text that is blocked, a call and a push; nothing is published."""
    people = [entry(f"family{n:02}@x.org", {"name": f"<i>Family {n}"}) for n in range(45)]
    bulk(served.client("sesv2"), people, ConfigurationSetName="")
    sms = served.client("pinpoint-sms-voice-v2")
    sms.create_configuration_set(ConfigurationSetName="carillon")
    text(sms, "+19075550113", MessageBody="See https://maple.example/m/1 <now>")
    call(sms, MessageBody="<speak>Hola<break/>Adiós</speak>", MessageBodyTextType="SSML", VoiceId="LUPE")
    sns = served.client("sns")
    app = sns.create_platform_application(Name="c", Platform="GCM", Attributes={})["PlatformApplicationArn"]
    device = sns.create_platform_endpoint(PlatformApplicationArn=app, Token="t", CustomUserData="Ana's phone")
    sns.publish(TargetArn=device["EndpointArn"], Message="Snow day")


def rows(html: str) -> list[str]:
    return re.findall(r'<span class="who">(?:<span class="dot">.*?</span></span>)?(.*?)</span>', html)


def item_link(page: Served, query: str) -> str:
    """The relative link of the first row of a view."""
    found = re.search(r'class="row" href="([^"]+)"', page.get(f"/outbox{query}")[1])
    assert found
    return "/outbox" + found[1].replace("&amp;", "&")


def test_newest_first_by_kind_and_recipient(page: Served) -> None:
    """A-78"""
    assert rows(page.get("/outbox")[1])[:3] == ["Ana&#x27;s phone", "(206) 555-0123", "(907) 555-0113"]
    assert rows(page.get("/outbox?kind=call")[1]) == ["(206) 555-0123"]
    assert rows(page.get("/outbox?to=family07")[1]) == ["family07@x.org"]
    assert rows(page.get("/outbox?to=%28907%29+555-0113")[1]) == ["(907) 555-0113"]
    assert rows(page.get("/outbox?to=Ana")[1]) == ["Ana&#x27;s phone"]
    assert "No hand-over matches" in page.get("/outbox?to=nobody")[1]


def test_older_and_newest(page: Served) -> None:
    first = page.get("/outbox?kind=email")[1]
    older = re.search(r'href="([^"]+)">Older', first)
    assert older
    second = page.get("/outbox" + older[1].replace("&amp;", "&"))[1]
    assert rows(first) + rows(second) == [f"family{n:02}@x.org" for n in reversed(range(45))]
    assert "Newest</a>" in second
    assert "Older</a>" not in second


def test_a_mail_in_its_frame_cannot_run_or_reach_anything(page: Served) -> None:
    html = page.get(item_link(page, "?to=family03"))[1]
    frame = re.search(r'<iframe[^>]*src="(outbox/email/\d+)"[^>]*sandbox="([^"]*)"', html, re.S)
    assert frame
    assert "allow-scripts" not in frame[2]
    assert "Hi &lt;i&gt;Family 3" in html, "the subject is text on our page"
    assert "<p>Dear <i>Family 3, closed</p>" in page.get(f"/{frame[1]}")[1]
    with urlopen(f"{page.url}/{frame[1]}") as answer:
        policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_other_faces_of_a_mail(page: Served) -> None:
    link = item_link(page, "?to=family03")
    assert '<pre class="plain" tabindex="0">Dear &lt;i&gt;Family 3</pre>' in page.get(link + "&face=text")[1]
    headers = page.get(link + "&face=headers")[1]
    assert "<dt>X-Lane</dt><dd>normal</dd>" in headers


def test_a_text_as_a_bubble_with_its_segments_and_fate(page: Served) -> None:
    html = page.get(item_link(page, "?kind=text"))[1]
    assert 'See <a href="https://maple.example/m/1" rel="noreferrer" target="_blank">' in html
    assert "&lt;now&gt;" in html
    assert "1 segment · 35 characters" in html
    assert '<li class="bad">Blocked</li>' in html


def test_a_text_is_answered_as_its_recipient_would(page: Served) -> None:
    html = page.get(item_link(page, "?kind=text"))[1]
    form = re.search(r'<form class="answer" method="post" action="(outbox/text/\d+/answer)"', html)
    assert form
    assert "Answer as (907) 555-0113" in html
    waiting = page.json("/_stats")["events_pending"]
    with urlopen(f"{page.url}/{form[1]}", b"text=STOP") as answered:
        assert "It comes in like any text" in answered.read().decode()
    assert page.json("/_stats")["events_pending"] == waiting + 1, "there is no engine to take it"


def test_a_call_as_a_script(page: Served) -> None:
    html = page.get(item_link(page, "?kind=call"))[1]
    assert '<blockquote class="script"><p>Hola</p><p>Adiós</p></blockquote>' in html
    assert "Lupe, Spanish (US)" in html
    assert "Heard to the end" in html


def test_a_push_as_a_card(page: Served) -> None:
    html = page.get(item_link(page, "?kind=push"))[1]
    assert "Push to Ana&#x27;s phone" in html
    assert "<p>Snow day</p>" in html


def test_every_link_is_relative_and_nothing_comes_from_outside(page: Served) -> None:
    for query in ("", "?kind=email", "?check=1"):
        html = page.get(f"/outbox{query}")[1]
        links = re.findall(r'(?:href|src|action)="([^"]*)"', html)
        assert links
        assert all(not link.startswith(("/", "http")) for link in links), links


def test_the_rows_that_the_page_fetches(page: Served) -> None:
    found = page.json("/outbox?kind=email&rows=1")
    assert found["counts"]["email"] == 45
    assert found["counts"][""] == 48
    assert "family44@x.org" in found["html"]


@pytest.mark.parametrize(
    "path",
    [
        "/outbox?kind=%3Cscript%3E",
        "/outbox?item=abc",
        "/outbox?item=999999",
        "/outbox?before=-1",
        "/outbox?to=%00",
    ],
)
def test_a_typed_address_never_breaks_the_page(page: Served, path: str) -> None:
    status, html = page.get(path)
    assert status == 200
    assert "<script>" not in html


@pytest.mark.parametrize("path", ["/outbox/email/999999", "/outbox/speech/1.wav", "/outbox/email/48"])
def test_what_is_not_there_is_not_found(page: Served, path: str) -> None:
    assert page.get(path)[0] == 404


def test_the_check_for_duplicates(page: Served) -> None:
    """Last, because it adds rows that the other tests would count."""
    assert "No delivery was handed over twice" in page.get("/outbox?check=1")[1]
    for number in range(10):
        for _ in range(2):
            text(page.client("pinpoint-sms-voice-v2"), f"+1206555010{number}")
    told = page.get("/outbox?check=1&kind=text")[1]
    assert "No delivery was handed over twice" in told
    assert "The same words went in several deliveries" in told
    assert 'href="?kind=text&amp;to=%2B12065550100">(206) 555-0100</a> 2 times' in told
    assert "and 2 more" in told
