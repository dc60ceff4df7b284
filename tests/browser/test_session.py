"""Sessions in a real browser: links that ask for the password first, a second tab, a session that ends while
one writes, a reload, the other language, and no network."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from infra.local.engine import Place
from tests.browser.conftest import Look
from tests.browser.test_screens import check

pytestmark = pytest.mark.browser
OpenAs = Callable[[str, Look], Page]
DESK = Look("desktop", "light")
SignIns = dict[str, dict[str, str]]
NOT_SIGNED_IN = '{"type": "/problems/unauthenticated", "title": "Sign in", "status": 401, "detail": "Sign in."}'


def write_text(page: Page, place: Place, words: str) -> None:
    page.goto(f"{place.web_url}/compose")
    page.locator("label.check", has_text="Lincoln High School").click()
    page.get_by_role("tab", name="Text message").click()
    page.get_by_role("textbox", name="Text message").fill(words)


def test_a_link_leads_on_after_signing_in_and_a_second_tab_needs_no_password(
    browser: Browser, place: Place, sign_ins: SignIns
) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{place.web_url}/sent")
    page.get_by_label("Username or email").fill(sign_ins["principal"]["username"])
    page.get_by_label("Password", exact=True).fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not right", timeout=15_000)
    page.get_by_label("Password", exact=True).fill(sign_ins["principal"]["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sent", level=1)).to_be_visible(timeout=15_000)
    neighbour = context.new_page()
    neighbour.goto(f"{place.web_url}/compose")
    expect(neighbour.get_by_role("heading", name="Compose", level=1)).to_be_visible(timeout=15_000)
    context.close()


def test_a_session_that_ends_while_sending_costs_nothing(
    open_as: OpenAs, place: Place, sign_ins: SignIns
) -> None:
    """SEND-01: the password is asked over the page; then the same request goes on, nothing is typed twice."""
    page = open_as("principal", DESK)
    write_text(page, place, "The buses run late today.")
    refuse = ["first try", "after renewing"]

    def answer(route: Route) -> None:
        if not refuse:
            return route.continue_()
        refuse.pop()
        return route.fulfill(status=401, content_type="application/problem+json", body=NOT_SIGNED_IN)

    page.route("**/v1/messages", answer)
    page.route(
        "**/v1/sign-in/refresh",
        lambda route: route.fulfill(status=401, content_type="application/problem+json", body=NOT_SIGNED_IN),
    )
    page.get_by_role("button", name="Send", exact=True).click()
    again = page.get_by_role("dialog", name="Please sign in again")
    expect(again).to_be_visible()
    check(page, "sign-in-again-desktop-light")
    refuse.clear()
    again.get_by_label("Password", exact=True).fill(sign_ins["principal"]["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog")).to_contain_text(re.compile(r"[\d,]{3,} people"), timeout=15_000)
    page.get_by_role("button", name="Go Back").click()
    expect(page.get_by_role("textbox", name="Text message")).to_have_value("The buses run late today.")


def test_a_reload_brings_the_message_back(open_as: OpenAs, place: Place) -> None:
    """COMP-32: what is typed stays until it is sent or discarded, and discarding asks."""
    page = open_as("principal", DESK)
    write_text(page, place, "Half a message")
    page.reload()
    expect(page.locator(".chip")).to_contain_text("All of Lincoln High School")
    page.get_by_role("tab", name="Text message").click()
    expect(page.get_by_role("textbox", name="Text message")).to_have_value("Half a message")
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Discard").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_the_interface_speaks_spanish(open_as: OpenAs, place: Place) -> None:
    page = open_as("principal", DESK)
    page.goto(f"{place.web_url}/settings")
    page.get_by_role("textbox", name="Email signature").wait_for()  # what comes late moves what is below
    page.locator("label.segment", has_text="Español").click()
    expect(page.get_by_role("heading", name="Ajustes", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "es"
    page.goto(f"{place.web_url}/compose")
    page.locator(".ProseMirror").wait_for()
    check(page, "compose-spanish-desktop-light")


def test_without_network_the_page_says_so(open_as: OpenAs, place: Place) -> None:
    page = open_as("principal", DESK)
    page.goto(place.web_url)
    page.locator(".rail").wait_for()
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_contain_text("You are offline")
    check(page, "offline-desktop-light")
    page.context.set_offline(False)
    expect(page.locator(".offline")).to_have_count(0)
