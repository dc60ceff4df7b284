"""A parent writes to a teacher from a phone, the teacher answers at a desk, the parent reads it."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from infra.local.engine import Place
from tests.browser.conftest import Look
from tests.browser.test_screens import check

pytestmark = pytest.mark.browser
OpenAs = Callable[[str, Look], Page]
PATIENCE = 90  # seconds; the engine may be busy with what earlier tests sent


def arrived(page: Page, wanted: Locator) -> Locator:
    """Load the page again until something is there: the inbox itself looks once a minute."""
    until = time.monotonic() + PATIENCE
    while not wanted.first.is_visible() and time.monotonic() < until:
        page.reload()
        page.locator("main h1").first.wait_for()
        page.wait_for_timeout(700)
    expect(wanted.first).to_be_visible()
    return wanted.first


def test_a_parent_writes_a_teacher_answers_the_parent_reads(
    open_as: OpenAs, place: Place, sign_ins: dict[str, dict[str, str]]
) -> None:
    """RCPT-25, RPLY-01, RPLY-11, INBOX-04: one conversation, seen from both its sides."""
    parent, teacher = sign_ins["parent"]["name"], sign_ins["teacher"]["name"]
    subject = f"Late on Monday {int(time.time())}"
    phone = open_as("parent", Look("phone", "light"))
    phone.goto(f"{place.web_url}/write")
    phone.get_by_role("button", name="Write to somebody else at school").click()
    phone.get_by_role("searchbox").fill(teacher)
    phone.get_by_role("option", name=teacher).first.click()
    phone.get_by_label("Subject").fill(subject)
    phone.get_by_label("Your message").fill("We have an appointment.\n\nSee you at nine.")
    check(phone, "write-filled-phone-light")
    phone.get_by_role("button", name="Send", exact=True).click()
    phone.wait_for_url(f"{place.web_url}/inbox")
    expect(phone.get_by_text(subject).first).to_be_visible()

    desk = open_as("teacher", Look("desktop", "light"))
    desk.goto(f"{place.web_url}/inbox")
    arrived(desk, desk.locator(".thread", has_text=subject)).click()
    expect(desk.get_by_text("See you at nine.")).to_be_visible()
    desk.get_by_label(f"Answer {parent}").fill("Thank you for telling me.")
    check(desk, "answer-desktop-light")
    desk.get_by_role("button", name="Send answer").click()
    expect(desk.locator(".entry.mine", has_text="Thank you for telling me.")).to_be_visible()

    phone.locator(".thread", has_text=teacher).first.click()
    answer = arrived(phone, phone.locator(".entry:not(.mine)", has_text="Thank you for telling me."))
    expect(answer).to_contain_text(f"Re: {subject}")
    expect(phone.get_by_label(f"Answer {teacher}")).to_be_visible()
    check(phone, "answered-phone-light")
