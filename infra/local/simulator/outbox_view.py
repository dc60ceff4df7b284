"""The page "What left the building": its frame, filter bar and list. `outbox_items` shows the single item.

Server-rendered; links are relative to /outbox, so that it works behind any front server. Nothing from outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from re import fullmatch, sub
from typing import Any
from urllib.parse import urlencode

from .core import HandedOver
from .outbox_items import icon, item_pane, phone, preview, recipient_name, time_of

PAGE_SIZE = 40
_TOLD = 8
KIND_NAMES = {"": "All", "email": "Emails", "text": "Texts", "call": "Calls", "push": "Pushes"}


@dataclass(frozen=True)
class View:
    """What the visitor asked for: a kind, a part of a recipient, an id to page from, an open item, its face,
    whether it was just answered."""

    kind: str = ""
    to: str = ""
    before: int = 0
    item: int = 0
    face: str = ""
    check: bool = False
    answered: bool = False

    @staticmethod
    def of(query: Mapping[str, str]) -> View:
        """Whatever is not understood is ignored: a page must not fail over a typed address."""

        def number(name: str) -> int:
            text = query.get(name, "")
            return int(text) if text.isdecimal() and len(text) < 16 else 0

        kind, to = query.get("kind", ""), query.get("to", "").strip()[:200]
        return View(
            kind=kind if kind in KIND_NAMES else "",
            to=to,
            before=number("before"),
            item=number("item"),
            face=query.get("face", ""),
            check=query.get("check") == "1",
            answered=query.get("answered") == "1",
        )

    @property
    def recipient(self) -> str:
        """What to look for: of a number as people write it, its digits."""
        return sub(r"\D", "", self.to) if fullmatch(r"[\d\s()+.-]*\d[\d\s()+.-]*", self.to) else self.to

    def link(self, **changes: Any) -> str:
        """A relative link to this view with changes; empty values are left out."""
        values = {"kind": self.kind, "to": self.to, "before": self.before, "item": self.item} | changes
        return "?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class Check:
    """Who was written to more than once: by the sender's reference (`twice`, a fault), or in the same words."""

    twice: Sequence[Mapping[str, Any]]
    alike: Sequence[Mapping[str, Any]]


def page(
    view: View,
    items: Sequence[HandedOver],
    counts: Mapping[str, int],
    opened: HandedOver | None,
    check: Check | None,
    can_speak: bool,
) -> str:
    """The whole document."""
    title = f"{_title_of(opened)} - What left the building" if opened else "What left the building"
    pane = (
        item_pane(opened, view.link(item=0), _faces(view), can_speak, answered=view.answered)
        if opened
        else _nothing_open(bool(items))
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="outbox/outbox.css">
<script src="outbox/outbox.js" defer></script>
</head>
<body{' class="has-item"' if opened else ""}>
<a class="skip" href="#list">Skip to the list</a>
{_header(view, counts)}
<main>
<section class="list" id="list" aria-label="Handed over, newest first" tabindex="-1">
{_checked(view, check)}
<div id="rows" data-newest="{items[0].id if items else 0}">
{rows(view, items)}
</div>
</section>
<section class="pane" aria-label="The opened item">
{pane}
</section>
</main>
</body>
</html>"""


def _header(view: View, counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    tabs = "".join(
        f'<a href="{escape(view.link(kind=kind, before=0, item=0))}"'
        f"{' aria-current=page' if kind == view.kind else ''}>{name} "
        f'<span class="count" data-count="{kind}">{total if not kind else counts.get(kind, 0):,}</span></a>'
        for kind, name in KIND_NAMES.items()
    )
    kept = f'<input type="hidden" name="kind" value="{view.kind}">' if view.kind else ""
    clear = f'<a class="quiet" href="{escape(view.link(to="", before=0))}">Clear</a>' if view.to else ""
    return f"""<header>
<div class="brand"><h1>What left the building</h1>
<p>Everything that was handed to the simulated carriers. Nothing reached a real person.</p></div>
<nav aria-label="Kind">{tabs}</nav>
<form role="search" action="" method="get">{kept}
<label for="to">Recipient</label>
<input id="to" name="to" type="search" value="{escape(view.to)}" placeholder="Address or number"
 autocomplete="off">
<button>Filter</button>{clear}
</form>
<label class="switch"><input type="checkbox" id="refresh" role="switch">
<span>Refresh <i>by itself</i></span></label>
</header>"""


def rows(view: View, items: Sequence[HandedOver]) -> str:
    """The list and its paging; also what the page fetches to refresh itself."""
    if not items:
        return _empty(view)
    body = "".join(_row(view, item) for item in items)
    newer = f'<a href="{escape(view.link(before=0, item=0))}">Newest</a>' if view.before else ""
    older = (
        f'<a href="{escape(view.link(before=items[-1].id, item=0))}">Older</a>'
        if len(items) == PAGE_SIZE
        else ""
    )
    paging = f'<nav class="paging" aria-label="Pages">{newer}{older}</nav>' if newer or older else ""
    return f"<ol>{body}</ol>{paging}"


def _row(view: View, item: HandedOver) -> str:
    current = " aria-current=true" if item.id == view.item else ""
    trouble = (
        '<span class="dot"><span class="unseen">Will not arrive:</span></span>' if item_fails(item) else ""
    )
    return (
        f'<li><a class="row" href="{escape(view.link(item=item.id))}"{current}>{icon(item.kind)}'
        f'<span class="who">{trouble}{escape(recipient_name(item))}</span>'
        f'<time datetime="{_iso(item.at)}">{_clock(item.at)}</time>'
        f'<span class="what">{preview(item)}</span></a></li>'
    )


def item_fails(item: HandedOver) -> bool:
    """Whether the provider will report that it did not arrive."""
    good = (
        "Send",
        "Delivery",
        "DeliveryDelay",
        "DELIVERED",
        "SUCCESSFUL",
        "INITIATED",
        "RINGING",
        "ANSWERED",
        "COMPLETED",
    )
    return any(not step.startswith(good) for step in item.outcome)


def _empty(view: View) -> str:
    if view.to or view.kind:
        return (
            '<div class="empty"><h2>Nothing here</h2><p>No hand-over matches. '
            f'<a href="{escape(View().link())}">Show everything</a></p></div>'
        )
    return (
        '<div class="empty"><h2>Nothing has left yet</h2><p>Send a message in Carillon; every email, text, '
        "call and push that it hands over appears here.</p></div>"
    )


def _nothing_open(any_items: bool) -> str:
    text = "Choose one to read it as its recipient would." if any_items else ""
    return f'<div class="empty">{f"<p>{text}</p>" if text else ""}</div>'


def _checked(view: View, check: Check | None) -> str:
    if check is None:
        return f'<p class="check"><a href="{escape(view.link(check=1))}">Was anybody written to twice?</a></p>'
    if check.twice:
        return _listed("bad", "The same delivery was handed over more than once to:", check.twice)
    good = '<p class="check good">No delivery was handed over twice.</p>'
    if not check.alike:
        return good
    return good + _listed(
        "",
        "The same words went in several deliveries, such as one for each child of a family "
        "(the district's setting “one text per phone” merges these), to:",
        check.alike,
    )


def _listed(look: str, what: str, found: Sequence[Mapping[str, Any]]) -> str:
    shown = "".join(
        f'<li><a href="{escape(View(kind=each["kind"], to=each["destination"]).link())}">'
        f"{escape(_short(each['destination']))}</a> {each['count']} times</li>"
        for each in found[:_TOLD]
    )
    more = f"<p>and {len(found) - _TOLD} more.</p>" if len(found) > _TOLD else ""
    return f'<div class="check {look}"><p>{what}</p><ul>{shown}</ul>{more}</div>'


def _short(destination: str) -> str:
    """A device's ARN by its end."""
    return f"Device …{destination[-12:]}" if destination.startswith("arn:") else phone(destination)


def _faces(view: View) -> dict[str, tuple[str, bool]]:
    """The faces of an email: name -> (link, whether it is shown)."""
    wanted = view.face if view.face in ("text", "headers") else ""
    return {
        name: (view.link(face=face), face == wanted)
        for name, face in (("As seen", ""), ("Plain text", "text"), ("Headers", "headers"))
    }


def _title_of(item: HandedOver | None) -> str:
    return "" if item is None else item.subject or recipient_name(item)


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")


def _clock(at: float) -> str:
    then, now = datetime.fromtimestamp(at).astimezone(), datetime.now().astimezone()
    return time_of(at) if then.date() == now.date() else f"{then:%b} {then.day}, {time_of(at)}"
