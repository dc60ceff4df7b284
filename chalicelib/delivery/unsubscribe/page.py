"""The page behind the link, in both of our languages at once: its reader is signed in nowhere. Pure."""

from html import escape

from chalicelib.directory.suppression import Cause
from chalicelib.kernel.words import LANGUAGES, say, spoken

from .model import Addressee, Wish

_FRAME = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ margin: 0; background: #f1f5f9; color: #0f172a; font: 16px/1.55 system-ui, sans-serif; }}
main {{ max-width: 34rem; margin: 0 auto; padding: 2rem 1rem; }}
section {{ background: #fff; border-radius: 10px; padding: 1.25rem 1.5rem 1.5rem; margin-bottom: 1rem; }}
h1, h2 {{ font-size: 1.25rem; line-height: 1.3; margin: 0 0 .5rem; }}
p {{ margin: 0 0 1rem; overflow-wrap: anywhere; }}
button {{ font: inherit; font-weight: 600; min-height: 44px; padding: 0 1.25rem; border: 0; border-radius: 8px;
  background: #1d4ed8; color: #fff; cursor: pointer; }}
button:focus-visible {{ outline: 3px solid #f59e0b; outline-offset: 2px; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #0f172a; color: #f1f5f9; }}
  section {{ background: #1e293b; }}
  button {{ background: #93c5fd; color: #0f172a; }}
}}
</style>
</head>
<body>
<main>
{sections}
</main>
</body>
</html>
"""


def page(who: Addressee | None, first: str) -> str:
    """What somebody sees who follows the link: how it stands, and a button for the other way. `first` is the
    language that comes first."""
    languages = (first, *(each for each in LANGUAGES if each != first))
    title, text, wish, button = _unknown() if who is None else _known(who)
    sections = [
        _section(language, "h1" if language == first else "h2", title, text, wish, button)
        for language in languages
    ]
    shown = escape(spoken(title, first))
    return _FRAME.format(language=first, title=shown, sections="\n".join(sections))


def _section(language: str, tag: str, title: str, text: str, wish: Wish | None, button: str) -> str:
    title, text, button = (escape(spoken(each, language)) for each in (title, text, button))
    form = f'<form method="post"><button name="do" value="{wish}">{button}</button></form>' if wish else ""
    return f'<section lang="{language}"><{tag}>{title}</{tag}><p>{text}</p>{form}</section>'


_Words = tuple[str, str, Wish | None, str]


def _unknown() -> _Words:
    told = say(
        "It was changed on the way, or the email is too old. Please use the link in a newer email, or ask your "
        "school."
    )
    return say("This link does not work"), told, None, ""


def _known(who: Addressee) -> _Words:
    names = {"district": who.district_name, "address": who.masked}
    if who.stopped is None:
        told = say(
            "No more emails from {district} will go to {address}, not about emergencies either. Texts, calls "
            "and the inbox on the web stay as they are.",
            **names,
        )
        return say("Stop emails from {district}?", **names), told, Wish.STOP, say("Stop emails")
    if who.stopped.cause is Cause.OPT_OUT:
        told = say("{district} sends no more emails to {address}. You can change your mind here.", **names)
        return say("Emails are stopped"), told, Wish.ALLOW, say("Get emails again")
    told = say("{district} sends no emails to {address} at the moment. Please ask your school why.", **names)
    return say("Emails are stopped"), told, Wish.STOP, say("Stop emails for good")
