"""A principal posts an announcement with a text; a parent reads it on Home; deleted, it is gone."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from infra.local.engine import Place
from tests.browser.conftest import Look
from tests.browser.test_families_journey import arrived
from tests.browser.test_screens import check

pytestmark = pytest.mark.browser
OpenAs = Callable[[str, Look], Page]


def test_an_announcement_is_posted_read_and_deleted(open_as: OpenAs, place: Place) -> None:
    """ANN-01, ANN-14, ANN-17, ANN-18, ANN-26, SEND-02: each of its screens passes axe on the way."""
    title = f"Early release {int(time.time())}"
    desk = open_as("principal", Look("desktop", "light"))
    desk.goto(f"{place.web_url}/announcements")
    desk.locator(".announcement-filters").wait_for()
    check(desk, "announcements-desktop-light")
    desk.get_by_role("link", name="New announcement").first.click()
    desk.wait_for_url(f"{place.web_url}/announcements/new")  # the list has a field for titles too
    desk.get_by_label("Title", exact=True).fill(title)
    desk.locator(".ProseMirror").fill("School ends at noon.")
    desk.get_by_text("Parents", exact=True).click()
    desk.get_by_role("button", name="Attach: Text message").click()
    desk.get_by_role("textbox", name="Text message").fill("School ends at noon today.")
    expect(desk.get_by_text("It shows from now on, without end.")).to_be_visible()
    expect(desk.locator(".headcount")).to_be_visible()
    check(desk, "announcement-new-desktop-light")
    desk.get_by_role("button", name="Post", exact=True).click()
    question = desk.get_by_role("alertdialog")
    expect(question).to_contain_text(re.compile(r"This goes to [\d,]{3,} people"))
    check(desk, "announcement-ask-desktop-light")
    question.get_by_role("button", name="Post", exact=True).click()
    desk.wait_for_url(f"{place.web_url}/announcements")
    expect(desk.get_by_role("link", name=title)).to_be_visible()

    phone = open_as("parent", Look("phone", "light"))
    phone.goto(f"{place.web_url}/")
    shown = arrived(phone, phone.get_by_role("article", name=title))
    expect(shown).to_contain_text("School ends at noon.")
    expect(shown).to_contain_text("Lincoln")
    check(phone, "announcement-home-phone-light")

    desk.get_by_role("button", name=f"Delete {title}").click()
    check(desk, "announcement-delete-desktop-light")
    desk.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(desk.get_by_role("link", name=title)).to_have_count(0)
    phone.reload()
    phone.locator("main h1").first.wait_for()
    expect(phone.get_by_role("article", name=title)).to_have_count(0)
