"""The journey that all else is for: a principal writes to a school and watches it arrive; and the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from infra.local.engine import Place
from tests.browser.conftest import Look
from tests.browser.test_screens import check

pytestmark = pytest.mark.browser
OpenAs = Callable[[str, Look], Page]


def write(page: Page, place: Place, subject: str) -> None:
    page.goto(f"{place.web_url}/compose")
    page.locator("label.check", has_text="Lincoln High School").click()
    page.get_by_label("Subject").fill(subject)
    editor = page.locator(".ProseMirror")
    editor.click()
    page.keyboard.type("All schools open two hours late because of ice.")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_send_asks_for_the_number_goes_back_and_sends(device: str, open_as: OpenAs, place: Place) -> None:
    """SEND-02, COMP-31: the number is shown, Go back loses nothing, Send shows the progress to its end."""
    page = open_as("principal", Look(device, "light"))
    subject = f"Ice on the roads ({device})"
    write(page, place, subject)
    page.get_by_role("button", name="Send", exact=True).click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text(re.compile(r"[\d,]{3,} people"))
    check(page, f"confirm-{device}-light")
    dialog.get_by_role("button", name="Go back").click()
    expect(page.get_by_label("Subject")).to_have_value(subject)
    expect(page.locator(".ProseMirror")).to_contain_text("two hours late")
    page.get_by_role("button", name="Send", exact=True).click()
    dialog.get_by_role("button", name=re.compile("^Send to")).click()
    page.wait_for_url(re.compile(r"/sent/\w+"))
    expect(page.get_by_text(re.compile("^Done")).first).to_be_visible(timeout=120_000)
    check(page, f"progress-{device}-light")


def test_a_message_without_recipients_is_refused_beside_the_field(open_as: OpenAs, place: Place) -> None:
    """COMP-01, COMP-35: the summary takes the focus and leads to what is missing."""
    page = open_as("principal", Look("desktop", "light"))
    page.goto(f"{place.web_url}/compose")
    page.locator(".ProseMirror").wait_for()
    page.get_by_role("button", name="Send", exact=True).click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    check(page, "compose-errors-desktop-light")


def test_the_reports_lead_to_who_was_not_reached(open_as: OpenAs, place: Place) -> None:
    """REPT-02, REPT-20, REPT-25: nothing until Search; the number under Errors opens who and why."""
    page = open_as("principal", Look("desktop", "dark"))
    page.goto(f"{place.web_url}/reports")
    page.locator(".filters").wait_for()
    expect(page.locator(".grid")).to_have_count(0)
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator(".grid").wait_for()
    page.locator(".grid a, .grid button", has_text=re.compile(r"^\d+$")).last.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".grid")).to_be_visible()
    check(page, "recipients-desktop-dark")


def test_everything_is_reached_by_keyboard(open_as: OpenAs, place: Place) -> None:
    """The command palette opens by key, and the skip link is the first stop."""
    page = open_as("principal", Look("desktop", "light"))
    page.goto(place.web_url)
    page.locator(".home-list").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Control+k")
    page.locator(".palette").wait_for()
    page.keyboard.type("comp")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/compose"))
