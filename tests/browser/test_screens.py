"""Every screen, on a desk and on a phone, light and dark: axe finds nothing, nothing is wider than the window,
and no error is in the console. With CARILLON_SHOTS set, a picture of each is left in that folder."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from infra.local.engine import Place
from tests.browser.conftest import DEVICES, Look
from tests.e2e.sending import SnowDay

pytestmark = pytest.mark.browser
OpenAs = Callable[[str, Look], Page]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast", "link-in-text-block"]  # the rules that colours decide; no other sees the dark
SCREENS: dict[str, tuple[str, str, str]] = {  # name -> (who, path, what shows that it is there)
    "sign-in": ("", "/sign-in", "h1"),
    "home": ("principal", "/", ".home-list"),
    "compose": ("principal", "/compose", ".ProseMirror"),
    "sent": ("principal", "/sent", ".grid"),
    "sent-message": ("principal", "/sent/{message}", ".parts"),
    "inbox": ("parent", "/inbox", ".thread"),
    "write": ("parent", "/write", ".whom"),
    "reports": ("principal", "/reports", ".filters"),
    "contactability": ("principal", "/reports/contactability", ".contact-numbers"),
    "print": ("clerk", "/compose", ".ProseMirror"),
    "roster": ("clerk", "/roster", "h1"),
    "settings": ("principal", "/settings", "form .check"),
    "settings-district": ("administrator", "/settings/district", "form"),
    "settings-schools": ("administrator", "/settings/schools", ".settings-schools"),
    "settings-contacts": ("principal", "/settings/contacts", ".select-button"),
    "settings-do-not-contact": ("administrator", "/settings/do-not-contact", "h1"),
    "settings-caller-ids": ("administrator", "/settings/caller-ids", "h1"),
    "settings-flagged": ("administrator", "/settings/flagged-words", "textarea"),
    "settings-changes": ("administrator", "/settings/changes", "h1"),
    "not-found": ("principal", "/nowhere", ".empty"),
}


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_accessible_and_fits(
    screen: str, device: str, open_as: OpenAs, place: Place, sent: SnowDay
) -> None:
    """By day with all rules; then it gets dark, and the colours are looked at once more."""
    who, path, sign = SCREENS[screen]
    page = open_as(who, Look(device, "light"))
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(place.web_url + path.format(message=sent.message["message_id"]))
    page.locator(sign).first.wait_for()
    check(page, f"{screen}-{device}-light")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    check(page, f"{screen}-{device}-dark", COLORS)
    assert complaints == []


def check(page: Page, name: str, rules: list[str] = RULES) -> None:
    """axe finds nothing, and nothing is wider than the window."""
    page.wait_for_timeout(150)  # colours settle
    if folder := os.environ.get("CARILLON_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0
    found = Axe().run(page, options={"runOnly": rules}).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found] == []
