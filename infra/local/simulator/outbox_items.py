"""One hand-over as its recipient sees it: a mail, a text bubble, a spoken script, a card on a locked phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from html import escape, unescape
from itertools import chain
from re import sub

from .core import HandedOver
from .speech import begins_after, language_of, recordings, spoken_words

_PATHS = {
    "email": "M3 5h18v14H3zM3 6l9 7 9-7",
    "text": "M4 4h16v12H9l-5 4z",
    "call": "M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z",
    "push": "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4",
}
_KINDS = {"email": "Email", "text": "Text", "call": "Call", "push": "Push"}
_STEPS = {
    "Send": "Accepted",
    "Delivery": "Delivered",
    "DELIVERED": "Delivered",
    "SUCCESSFUL": "Accepted by the carrier",
    "INITIATED": "Dialled",
    "RINGING": "Rang",
    "ANSWERED": "Answered",
    "COMPLETED": "Heard to the end",
    "BUSY": "Busy",
    "NO_ANSWER": "No answer",
    "FAILED": "Failed",
}
_GOOD = ("Send", "Delivery", "DELIVERED", "SUCCESSFUL", "INITIATED", "RINGING", "ANSWERED", "COMPLETED")
_ANSWERS = {"email": "mail", "text": "text"}
_HINTS = {
    "email": "Answer as its recipient would",
    "text": "Answer as its recipient would: STOP, AYUDA, or anything else",
}
Faces = Mapping[str, tuple[str, bool]]


def icon(kind: str) -> str:
    return (
        f'<svg class="icon {kind}" viewBox="0 0 24 24" role="img" aria-label="{_KINDS[kind]}">'
        f'<path d="{_PATHS[kind]}"/></svg>'
    )


def recipient_name(item: HandedOver) -> str:
    """An address or number as people write it; a device by its owner or the end of its token."""
    if item.kind == "push":
        token = str(item.detail.get("token", ""))
        return str(item.detail.get("user_data") or f"Device …{token[-8:]}")
    return phone(item.destination) if item.destination.startswith("+") else item.destination


def phone(number: str) -> str:
    """`+12065550123` -> `(206) 555-0123`; anything else as it is."""
    us = number.startswith("+1") and len(number) == 12
    return f"({number[2:5]}) {number[5:8]}-{number[8:]}" if us else number


def preview(item: HandedOver) -> str:
    """Subject and first words, as HTML."""
    words = (
        spoken_words(item.speech, str(item.detail.get("text_type", ""))) if item.kind == "call" else item.text
    )
    if item.kind == "email" and not words:
        words = unescape(sub(r"<[^>]*>", " ", sub(r"(?is)<(style|script|title)\b.*?</\1>", " ", item.html)))
    short = escape(" ".join(words.split())[:140])
    return f"<b>{escape(item.subject)}</b> {short}" if item.subject else short


def item_pane(item: HandedOver, back: str, faces: Faces, can_speak: bool, *, answered: bool = False) -> str:
    """The reading pane."""
    bodies: dict[str, Callable[[], str]] = {
        "email": lambda: _email(item, faces) + _answer(item, answered=answered),
        "text": lambda: _text(item) + _answer(item, answered=answered),
        "call": lambda: _call(item, can_speak),
        "push": lambda: _push(item),
    }
    return (
        f'<p class="back"><a href="{escape(back)}">Back to the list</a></p>'
        f'<article class="item {item.kind}">{bodies[item.kind]()}{_report(item)}{_details(item)}</article>'
    )


def _lines(pairs: list[tuple[str, str]]) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in pairs if value)
        + "</dl>"
    )


def _when(at: float) -> str:
    then = datetime.fromtimestamp(at).astimezone()
    return f"{then:%A, %B} {then.day}, {time_of(at)}, {then:%Z}"


def time_of(at: float) -> str:
    """The time of day on this machine: "5:00:12 AM", as the web app writes it."""
    then = datetime.fromtimestamp(at).astimezone()
    return f"{then.hour % 12 or 12}:{then:%M:%S %p}"


def _email(item: HandedOver, faces: Faces) -> str:
    tabs = "".join(
        f'<a href="{escape(link)}"{" aria-current=true" if shown else ""}>{name}</a>'
        for name, (link, shown) in faces.items()
    )
    shown = next((name for name, (_, current) in faces.items() if current), "As seen")
    head = _lines(
        [
            ("From", str(item.detail.get("from", item.sender))),
            ("To", ", ".join(item.detail.get("to", ())) or item.destination),
            ("Reply to", ", ".join(item.detail.get("reply_to", ()))),
            ("Sent", _when(item.at)),
            (
                "Attached",
                ", ".join(f"{name} ({size:,} bytes)" for name, size in item.detail.get("attachments", ())),
            ),
        ]
    )
    return (
        f'<header class="letterhead"><h2>{escape(item.subject) or "(no subject)"}</h2>{head}</header>'
        f'<nav class="faces" aria-label="Ways to see this email">{tabs}</nav>{_email_face(item, shown)}'
    )


def _answer(item: HandedOver, *, answered: bool) -> str:
    """A form to answer an email or text as its recipient would; mails that name no address for answers have
    none."""
    if item.kind == "email" and not item.detail.get("reply_to"):
        return ""
    told = (
        f'<p class="note" role="status">Answered. It comes in like any {_ANSWERS[item.kind]}, in a moment.</p>'
        if answered
        else ""
    )
    return (
        f'<form class="answer" method="post" action="outbox/{item.kind}/{item.id}/answer">'
        f'<label for="answer">Answer as {escape(recipient_name(item))}</label>'
        f'<textarea id="answer" name="text" rows="3" required placeholder="{_HINTS[item.kind]}">'
        f"</textarea><button>Answer</button></form>{told}"
    )


def _email_face(item: HandedOver, face: str) -> str:
    if face == "Headers":
        return _lines(list(item.headers)) if item.headers else '<p class="note">No headers of its own.</p>'
    if face == "Plain text" or not item.html:
        words = item.text or "This email has no plain text alternative."
        return f'<pre class="plain" tabindex="0">{escape(words)}</pre>'
    return (
        f'<iframe class="paper" title="The email" src="outbox/email/{item.id}" '
        'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )


def _text(item: HandedOver) -> str:
    count = int(item.detail.get("parts", 1))
    alphabet = "plain alphabet" if item.detail.get("encoding") == "GSM" else "Unicode"
    size = f"{count} segment{'s' * (count > 1)} · {len(item.text)} characters · {alphabet}"
    return (
        f'<h2>Text to {escape(recipient_name(item))}</h2><div class="phone"><p class="from">'
        f'{escape(phone(item.sender))}</p><p class="day">{_when(item.at)}</p>'
        f'<p class="bubble">{_linked(item.text)}</p></div><p class="note">{size}</p>'
    )


def _linked(text: str) -> str:
    """Web addresses made clickable, as phones do."""
    return sub(r"(https?://[^\s<]+)", r'<a href="\1" rel="noreferrer" target="_blank">\1</a>', escape(text))


def _call(item: HandedOver, can_speak: bool) -> str:
    voice, text_type = str(item.detail.get("voice", "")), str(item.detail.get("text_type", "TEXT"))
    words = spoken_words(item.speech, text_type)
    player = (
        f'<audio controls preload="none" src="outbox/speech/{item.id}.wav" aria-label="Hear the call"></audio>'
        if can_speak or item.sound
        else '<p class="note">Install espeak-ng to hear it.</p>'
    )
    about = [
        ("From", phone(item.sender)),
        ("Voice", f"{voice.title()}, {language_of(voice)}"),
        ("Placed", _when(item.at)),
        ("Begins", f"{begins_after(item.speech):g} s after the pick-up"),
    ]
    played = "".join(
        f'<li><a href="{escape(link)}">{escape(link)}</a></li>' for link in recordings(item.speech)
    )
    script = "".join(f"<p>{escape(line)}</p>" for line in words.splitlines() if line.strip())
    marks = f'<details><summary>As sent (SSML)</summary><pre tabindex="0">{escape(item.speech)}</pre></details>'
    return (
        f"<h2>Call to {escape(recipient_name(item))}</h2>"
        f"{_lines(about)}"
        f'<blockquote class="script">{script}</blockquote>{player}'
        f"{f'<h3>Plays the recording</h3><ul>{played}</ul>' if played else ''}"
        f"{marks if text_type == 'SSML' else ''}"
    )


def _push(item: HandedOver) -> str:
    title = f"<b>{escape(item.subject)}</b>" if item.subject else ""
    payload = item.payload
    with suppress(ValueError):  # a payload may also be plain words
        payload = json.dumps(json.loads(payload), indent=2, ensure_ascii=False)
    return (
        f'<h2>Push to {escape(recipient_name(item))}</h2><div class="phone locked">'
        f'<p class="clock" aria-hidden="true">{datetime.fromtimestamp(item.at).astimezone():%H:%M}</p>'
        f'<div class="card"><p class="app">{icon("push")}<span>Carillon</span><span>now</span></p>'
        f"<p>{title}{escape(item.text)}</p></div></div>"
        f"<details><summary>Payload ({escape(str(item.detail.get('platform', '')))})</summary>"
        f'<pre tabindex="0">{escape(payload)}</pre></details>'
    )


def _report(item: HandedOver) -> str:
    """What the provider says of it, step by step."""
    if item.kind == "push":
        return ""
    if not item.outcome:
        return '<h3>The carrier reports</h3><p class="note">Nothing: this destination stays silent.</p>'
    steps = "".join(
        f'<li class="{"good" if step.startswith(_GOOD) else "bad"}">{escape(_step_name(step))}</li>'
        for step in item.outcome
    )
    return f'<h3>The carrier reports</h3><ol class="steps">{steps}</ol>'


def _step_name(step: str) -> str:
    name, _, detail = step.partition(" ")
    words = _STEPS.get(name, name.replace("_", " ").capitalize() if name.isupper() else name)
    return f"{words}: {detail.replace('/', ', ')}" if detail else words


def _details(item: HandedOver) -> str:
    pairs = [
        ("Message id", item.message_id),
        ("Configuration set", str(item.detail.get("configuration_set", ""))),
    ]
    tags = chain(pairs, sorted(item.tags.items()))
    return f"<details><summary>Message id and tags</summary>{_lines(list(tags))}</details>"
