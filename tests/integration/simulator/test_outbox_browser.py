"""The page in a real browser: accessible, no sideways scrolling, quiet console, all colours and sizes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.simulator import served as parts
from tests.integration.simulator.served import Served
from tests.integration.simulator.test_eum import text
from tests.integration.simulator.test_outbox import fill, item_link

CHROMIUM = Path("/usr/bin/chromium")
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not parts.PYTHON.exists(), reason="needs .venv-engine (make setup)"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with parts.serve(tmp_path_factory.mktemp("outbox"), "http://127.0.0.1:9") as served:
        fill(served)
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_every_view_is_accessible_and_fits(page: Served, browser: Any, scheme: str, size: str) -> None:
    """A-78"""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme)
    tab, said = context.new_page(), list[str]()
    tab.on("console", lambda message: said.append(message.text))
    queries = ("?kind=email", "?kind=text", "?kind=call", "?kind=push")
    for path in (
        "/outbox",
        "/outbox?to=nobody",
        "/outbox?check=1",
        *(item_link(page, each) for each in queries),
    ):
        tab.goto(page.url + path)
        assert [each["id"] for each in Axe().run(tab).response["violations"]] == [], path
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert said == []
    context.close()


def test_a_new_hand_over_appears_by_itself_until_switched_off(page: Served, browser: Any) -> None:
    tab = browser.new_page()
    tab.goto(f"{page.url}/outbox")
    text(page.client("pinpoint-sms-voice-v2"), "+12065550188", ConfigurationSetName="carillon")
    tab.get_by_text("(206) 555-0188").wait_for(timeout=10_000)
    tab.get_by_role("switch", name="Refresh by itself").click()
    tab.reload()
    assert not tab.get_by_role("switch").is_checked(), "the choice is remembered"
    tab.close()


def test_a_mail_is_shown_whole_and_its_script_does_not_run(page: Served, browser: Any) -> None:
    mail = "<script>parent.document.title = 'run'</script>" + "<p>Line</p>" * 200 + "<p>The end</p>"
    content = {"Simple": {"Subject": {"Data": "Long"}, "Body": {"Html": {"Data": mail}}}}
    page.client("sesv2").send_email(
        FromEmailAddress="o@x.org", Destination={"ToAddresses": ["long@x.org"]}, Content=content
    )
    tab = browser.new_page()
    tab.goto(page.url + item_link(page, "?to=long"))
    tab.frame_locator("iframe").get_by_text("The end").wait_for()
    tab.wait_for_function("document.querySelector('iframe').offsetHeight > 3000")
    assert tab.title() == "Long - What left the building"
    tab.close()
