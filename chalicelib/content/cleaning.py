"""HTML on its way in: what acts is refused, the rest is tidied to a short list of harmless tags.

    as sent --active_content--> refused with the name of what was found
            --clean_html (nh3)--> tags, attributes and addresses of the lists below; inert wherever it is shown

The refusal is a courtesy to the sender, who learns that something would be lost; safety rests on the lists.
"""

import re
from html.parser import HTMLParser

_TEXT_TAGS = [
    "p",
    "br",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "a",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "hr",
    "pre",
    "code",
    "span",
    "div",
]
_TABLE_TAGS = ["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"]
TAGS = frozenset({*_TEXT_TAGS, *_TABLE_TAGS, "img"})
_EVERYWHERE = frozenset({"dir", "lang"})
ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set(_EVERYWHERE) for tag in TAGS},
    "a": {"href", "title", *_EVERYWHERE},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope", *_EVERYWHERE},
    "td": {"colspan", "rowspan", *_EVERYWHERE},
    "ol": {"start", *_EVERYWHERE},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Dropped with everything inside; of other unknown tags only the tag goes.
_WITH_CONTENT = frozenset({"script", "style", "title", "template", "noscript", "textarea", "select"})

_ACTIVE_TAGS = {
    "script": "a script",
    "iframe": "an embedded page",
    "frame": "an embedded page",
    "frameset": "an embedded page",
    "object": "an embedded object",
    "embed": "an embedded object",
    "applet": "an embedded object",
    "base": "a tag that redirects links",
    "form": "a form",
    "input": "a form",
    "button": "a form",
    "textarea": "a form",
    "select": "a form",
}
_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "xlink:href", "background", "poster", "data", "srcset"}
)
_ACTIVE_SCHEME = re.compile(r"(?:javascript|vbscript|livescript|data|file|blob):", re.IGNORECASE)
_IGNORED_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")
_ABSOLUTE = re.compile(r"(?:https?://|mailto:|tel:)[^\s]", re.IGNORECASE)


def clean_html(html: str) -> str:
    """The HTML with only what the lists allow, links to full addresses only. Cleaning twice changes nothing."""
    import nh3

    once = _clean(nh3, html)
    return _clean(nh3, once)


def _clean(nh3: object, html: str) -> str:
    cleaned: str = nh3.clean(  # type: ignore[attr-defined]  # imported late, for the cold start
        html,
        tags=set(TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes=ATTRIBUTES,
        attribute_filter=_kept_attribute,
        url_schemes=set(SCHEMES),
        strip_comments=True,
        link_rel="noopener noreferrer",
    )
    return cleaned.strip()


def _kept_attribute(_tag: str, name: str, value: str) -> str | None:
    """Links and pictures only with a full address: a relative one would lead into our own pages."""
    if name == "href":
        return value.strip() if _ABSOLUTE.match(value.strip()) else None
    if name == "src":
        return value.strip() if value.strip().lower().startswith("https://") else None
    if name == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    return value


def active_content(html: str) -> str | None:
    """What would act if it were shown - a script, a form, an embedded page - in words, or None."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return finder.found


class _Finder(HTMLParser):
    """Remembers the first active thing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `svg:script` and the like act as `script` does.
        self.found = self.found or _ACTIVE_TAGS.get(tag.rsplit(":", 1)[-1]) or _active_attribute(tag, attrs)


def _active_attribute(tag: str, attrs: list[tuple[str, str | None]]) -> str | None:
    for name, value in attrs:
        if re.fullmatch(r"on[a-z]+", name):
            return f"an action ({name})"
        address = _IGNORED_IN_ADDRESS.sub("", value or "")
        if name in _ADDRESSES and _ACTIVE_SCHEME.match(address):
            return _in_words(tag, address)
    return None


def _in_words(tag: str, address: str) -> str:
    if tag == "img" and address.lower().startswith("data:image/"):
        return "a picture pasted into the text"
    return f"a link that runs something ({address.split(':', 1)[0].lower()}:)"
