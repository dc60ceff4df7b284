"""A real browser on the e2e Carillon: Debian's Chromium through Playwright, signed in through the form."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from infra.local.engine import Place
from infra.local.run import Carillon

CHROMIUM = shutil.which("chromium")
expect.set_options(timeout=30_000)  # the engine may be busy with what earlier tests sent
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"] + [
    f"--disable-{feature}" for feature in ("background-networking", "component-update", "sync", "quic")
]


@dataclass(frozen=True)
class Look:
    """How somebody looks at the app."""

    device: str
    scheme: str

    @property
    def size(self) -> tuple[int, int]:
        return (390, 844) if self.device == "phone" else (1440, 900)


DEVICES = ("desktop", "phone")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def signed_in(
    browser: Browser, carillon: Carillon, place: Place, sign_ins: dict[str, dict[str, str]]
) -> Callable[[str], str]:
    """What the app keeps in its session after `who` signed in by the form; each role signs in once."""
    kept: dict[str, str] = {}

    def sign_in(who: str) -> str:
        if who not in kept:
            page = browser.new_page()
            page.goto(f"{place.web_url}/sign-in")
            page.get_by_label("Username or email").fill(sign_ins[who]["username"])
            page.get_by_label("Password", exact=True).fill(sign_ins[who]["password"])
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{place.web_url}/")
            kept[who] = page.evaluate("JSON.stringify(sessionStorage)")
            page.close()
        return kept[who]

    return sign_in


@pytest.fixture
def open_as(browser: Browser, signed_in: Callable[[str], str]) -> Iterator[Callable[[str, Look], Page]]:
    """Open a page as somebody, in a context of its own."""
    contexts: list[BrowserContext] = []

    def opened(who: str, look: Look) -> Page:
        width, height = look.size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if look.scheme == "dark" else "light",
            locale="en-US",
            timezone_id="America/New_York",
            is_mobile=look.device == "phone",
            has_touch=look.device == "phone",
        )
        contexts.append(context)
        if who:
            state = signed_in(who)
            context.add_init_script(f"if (!sessionStorage.length) Object.assign(sessionStorage, {state});")
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield opened
    for context in contexts:
        context.close()
