"""What a sender does before Send: imports people from a file, and looks at what will go out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from infra.local.engine import Place
from tests.browser.conftest import Look
from tests.browser.test_screens import check
from tests.builders import imports
from tests.e2e.sending import handed_over

pytestmark = pytest.mark.browser
OpenAs = Callable[[str, Look], Page]
# The middle column holds the addresses, whatever the heading says; the last row has none that mail can go to.
FILE = imports.csv(
    "Ina Import,ina.import@mail.example,front row",
    "Otto Import,otto.import@mail.example,back row",
    "Bad Row,not-an-address,aisle",
    header="Guest,Reached at,Seat",
)


def test_people_are_imported_from_a_file_and_get_the_message(open_as: OpenAs, place: Place) -> None:
    """IMPT-01, IMPT-03, IMPT-04, IMPT-05: columns chosen, a bad row told by its number, the others sent to."""
    page = open_as("principal", Look("desktop", "light"))
    page.goto(f"{place.web_url}/compose")
    page.get_by_role("button", name="Import recipients").click()
    window = page.get_by_role("dialog", name="Imported recipients")
    with page.expect_file_chooser() as chooser:
        window.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(FilePayload(name="guests.csv", mimeType="text/csv", buffer=FILE))
    window.locator("label.check", has_text="Header").click()  # no heading that is known, so it is not guessed
    choose(page, "First name", "Not in the file")
    choose(page, "Last name", "Not in the file")
    choose(page, "Full name", "Guest")
    choose(page, "Email", "Reached at")
    check(page, "import-columns-desktop-light")
    window.get_by_role("button", name="Import", exact=True).click()
    expect(window.get_by_text(re.compile("Row 4"))).to_be_visible()
    expect(window.get_by_text("Ina Import")).to_be_visible()
    expect(window.get_by_text("Bad Row")).to_have_count(0)
    window.get_by_role("button", name="Done").click()
    page.get_by_label("Subject").fill("Seats for the concert")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Dear {{recipient.first_name}}, your seat is kept.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(re.compile(r"/sent/\w+"))
    expect(page.get_by_text(re.compile("^Done")).first).to_be_visible(timeout=120_000)
    mailed = {each["destination"] for each in handed_over(place)["items"] if each["kind"] == "email"}
    assert {"ina.import@mail.example", "otto.import@mail.example"} <= mailed
    assert "not-an-address" not in mailed


def choose(page: Page, field: str, column: str) -> None:
    """What a column of the file holds."""
    page.get_by_role("button", name=re.compile(f"{field}$")).click()
    page.get_by_role("option", name=re.compile(column)).click()


@pytest.mark.parametrize("look", [Look("desktop", "light"), Look("phone", "dark")], ids=["desktop", "phone"])
def test_what_will_go_out_is_seen_before(look: Look, open_as: OpenAs, place: Place) -> None:
    """COMP-33, SEND-14: the letter in its frame, for one reader after another; how many; who is not reached."""
    page = open_as("principal", look)
    page.goto(f"{place.web_url}/compose")
    page.locator("label.check", has_text="Lincoln High School").click()
    page.locator(".ProseMirror").click()
    page.keyboard.type("Dear {{recipient.first_name}}, school begins two hours late.")
    page.get_by_role("button", name="Preview", exact=True).click()
    drawer = page.get_by_role("dialog", name="Preview")
    letter = drawer.frame_locator("iframe.letter-frame")
    expect(letter.get_by_text(re.compile(r"Dear \w+, school begins"))).to_be_visible()
    check(page, f"preview-message-{look.device}-{look.scheme}")
    drawer.get_by_role("button", name="The next one").click()
    expect(drawer.get_by_text(re.compile(r"^2 of [\d,]+"))).to_be_visible()
    drawer.get_by_role("tab", name="Who gets it").click()
    expect(drawer.get_by_text(re.compile("If you send it now"))).to_be_visible()
    check(page, f"preview-people-{look.device}-{look.scheme}")
    drawer.get_by_role("tab", name="Not reached").click()
    expect(drawer.get_by_text(re.compile("No email address on file")).first).to_be_visible()
    check(page, f"preview-unreachable-{look.device}-{look.scheme}")
