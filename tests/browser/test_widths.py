"""Between phone and wide desk: each control can be hit at every width, and what must be read is in sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from infra.local.engine import Place
from tests.browser.conftest import Look

pytestmark = pytest.mark.browser
OpenAs = Callable[[str, Look], Page]
WIDTHS = (320, 390, 600, 768, 900, 1024, 1100, 1200, 1280, 1440, 1600)

# The names of the controls whose middle belongs to something else: that is what a mouse would hit.
COVERED = """() => {
  const controls = 'a, button, textarea, label, [role="tab"], input:not([type="radio"], [type="checkbox"])';
  return [...document.querySelectorAll('main')].flatMap((main) => [...main.querySelectorAll(controls)])
    .filter((control) => control.checkVisibility() && !control.closest('.visually-hidden, [aria-hidden]'))
    .filter((control) => {
      control.scrollIntoView({ block: 'center', inline: 'nearest' });
      const box = control.getBoundingClientRect();
      const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return !hit || !(control.contains(hit) || hit.contains(control));
    })
    .map((control) => control.getAttribute('aria-label') || control.textContent);
}"""


@pytest.mark.parametrize("who", ["administrator", "principal", "teacher"])
def test_no_control_of_compose_is_covered(who: str, open_as: OpenAs, place: Place) -> None:
    page = open_as(who, Look("desktop", "light"))
    page.goto(f"{place.web_url}/compose")
    page.locator(".ProseMirror").wait_for()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(100)
        assert (width, page.evaluate(COVERED)) == (width, [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
