"""The email around a message: the school's head, the content, whom it is about, and why one gets it (CHAN-01).

Pure. SES fills in `{{...}}`; what people typed never takes part in that: the subject and the plain text are
values of variables, and in the HTML an opening pair of braces is written as character references.
"""

import re
from dataclasses import dataclass
from html import escape

LONGEST_TEXT = 60_000  # characters of the plain text; with the other values it must fit SES's 262,144 bytes
_BRACES = re.compile(r"\{(?=\{)")
_LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
<title>{title}</title></head>
<body style="margin:0;padding:0;background:#f3f4f6">
<div style="max-width:640px;margin:0 auto;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',\
Roboto,Arial,sans-serif;color:#1f2933">
<p style="margin:0 0 16px;font-size:14px;font-weight:600;color:#35507a">{head}</p>
<div style="background:#ffffff;border:1px solid #e2e6ec;border-radius:8px;padding:24px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">{title}</h1>
{about}<div>{body}</div>
</div>
<p style="margin:16px 0 0;font-size:13px;color:#52606d">{foot}</p>
</div></body></html>"""
_ABOUT = '<p style="margin:0 0 16px;font-size:14px;color:#52606d">About {{about}}</p>\n'


@dataclass(frozen=True, slots=True)
class Letter:
    """An inline template of SES, and the values that are the same for everybody."""

    subject: str
    html: str
    text: str
    values: dict[str, str]


def compose(subject: str, html: str, plain: str, sender: str, school: str, *, about: bool) -> Letter:
    """The letter of one message. With `about`, each recipient brings the value `about`: `values_for`."""
    title, foot = one_line(subject), _foot(school)
    page = _PAGE.format(
        language="en",
        title=_inert(escape(title)),
        head=_inert(escape(_head(sender, school))),
        about=_ABOUT if about else "",
        body=_inert(html),
        foot=_inert(escape(foot)),
    )
    text = "{{head}}\n\n" + ("About {{about_text}}\n\n" if about else "") + "{{text}}\n\n-- \n{{foot}}\n"
    values = {"subject": title, "head": _head(sender, school), "text": _shortened(plain), "foot": foot}
    return Letter("{{subject}}", page, text, values | values_for(""))


def values_for(student_name: str) -> dict[str, str]:
    """One recipient's own values: whom the message is about."""
    return {"about": escape(student_name), "about_text": student_name}


def one_line(text: str) -> str:
    """Text for a header: no line breaks or control characters, which could begin another header."""
    return _LINE_BREAKS.sub(" ", text).strip()


def _inert(html: str) -> str:
    """HTML that reads the same and holds no template of SES's."""
    return _BRACES.sub("&#123;", html)


def _head(sender: str, school: str) -> str:
    return one_line(sender if sender == school or not school else f"{sender}, {school}")


def _foot(school: str) -> str:
    return (
        f"You receive this because {one_line(school) or 'your school'} has this address on file for messages."
    )


def _shortened(plain: str) -> str:
    if len(plain) <= LONGEST_TEXT:
        return plain
    return plain[:LONGEST_TEXT] + "\n\n[The rest is in the formatted version of this email and in your inbox.]"
