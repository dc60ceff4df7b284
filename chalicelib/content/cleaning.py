"""HTML on its way in: what acts is refused, the rest is tidied to a short list of harmless tags.

    as sent --active_content, lost_picture--> refused with the name of what was found
            --clean_html (nh3)--> tags, attributes and addresses of the lists below; inert wherever it is shown

The refusal is a courtesy to the sender, who learns that something would be lost; safety rests on the lists.
"""

import re
from collections import Counter
from collections.abc import Iterator

from chalicelib.kernel.words import say

_BLOCK_TAGS = frozenset({"p", "br", "hr", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "div"})
_INLINE_TAGS = frozenset({"a", "strong", "b", "em", "i", "u", "s", "sub", "sup", "code", "span", "img"})
_TABLE_TAGS = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"})
TAGS = _BLOCK_TAGS | _INLINE_TAGS | _TABLE_TAGS
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
_ACTIVE_TAG = re.compile(rf"<({'|'.join(_ACTIVE_TAGS)})\b")
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "background", "poster", "data", "xlink:href"})
_ACTIVE_SCHEMES = frozenset({"javascript", "vbscript", "livescript", "data", "file", "blob"})
_PICTURE_SCHEMES = frozenset({"cid", "ftp", "content", "webkit-fake-url"})  # of pictures in pasted letters
_IGNORED_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_WITHOUT_CONTENT = frozenset(
    {"br", "hr", "img", "wbr", "input", "meta", "link", "base", "source", "param", "col"}
)
_ENDED_BY_THE_NEXT = frozenset({"p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "dt", "dd"})
_CLOSES_ITSELF = _WITHOUT_CONTENT | _ENDED_BY_THE_NEXT
DEEPEST = 500
# The parser opens these anew in every paragraph until they are closed: a few hundred of them, times a few
# thousand paragraphs, is minutes of work. Nobody writes twenty of them into each other.
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
MOST_FORMATTING = 20
_ABSOLUTE = re.compile(r"(?:https?://|mailto:|tel:)[^\s]", re.IGNORECASE)


def clean_html(html: str) -> str:
    """The HTML with only what the lists allow, links to full addresses only. Cleaning twice changes nothing."""
    return _clean(_clean(html))


def _clean(html: str) -> str:
    import nh3

    cleaned: str = nh3.clean(
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


def too_deep(html: str) -> bool:
    """Whether tags are nested beyond reason: the parser's time grows with the square of the depth.

    Looks at the text alone: tags opened and not closed, of those that do not close by themselves.
    """
    opened: Counter[str] = Counter()
    depth = formatting = 0
    for closing, name in _TAG.findall(html):
        tag = name.lower()
        step = -min(1, opened[tag]) if closing else int(tag not in _CLOSES_ITSELF)
        opened[tag] += step
        depth += step
        formatting += step if tag in _FORMATTING else 0
        if depth > DEEPEST or formatting > MOST_FORMATTING:
            return True
    return False


def active_content(html: str) -> str | None:
    """What would act if it were shown - a script, a form, an embedded page - in words, or None.

    The cleaner itself looks, with its lists opened wide, so that both see the same tags in the same text.
    """
    import nh3

    found: list[str] = []

    def note(tag: str, name: str, value: str) -> None:
        found.extend(_active_attribute(tag, name, value))

    bare = nh3.clean(
        html,
        tags={*TAGS, *_ACTIVE_TAGS, "svg", "math"},
        clean_content_tags={"style", "title"},
        attributes={"*": set(_ADDRESSES)},
        generic_attribute_prefixes={"on"},
        attribute_filter=note,
        url_schemes={*SCHEMES, *_ACTIVE_SCHEMES},
        strip_comments=True,
        link_rel=None,
    )
    # No attribute is left in `bare`, and text is escaped: what looks like a tag is one.
    tag = _ACTIVE_TAG.search(bare)
    return _ACTIVE_TAGS[tag[1]] if tag else next(iter(found), None)


def lost_picture(html: str) -> str | None:
    """The address of a picture that tidying would take out: one that does not begin with https. None where
    every picture stays. An `img` without an address shows nothing anyway."""
    if "<img" not in html.lower():
        return None
    import nh3

    found: list[str] = []

    def note(tag: str, name: str, value: str) -> str:
        if (tag, name) == ("img", "src") and value.strip() and not _kept_attribute(tag, name, value):
            found.append(value.strip())
        return value

    nh3.clean(
        html,
        tags={"img"},
        clean_content_tags=set(_WITH_CONTENT),
        attributes={"img": {"src"}},
        attribute_filter=note,
        url_schemes={*SCHEMES, *_ACTIVE_SCHEMES, *_PICTURE_SCHEMES},
        strip_comments=True,
    )
    return next(iter(found), None)


def _active_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield say("an action ({name})", name=name)
    address = _IGNORED_IN_ADDRESS.sub("", value).lower()
    scheme = address.split(":", 1)[0]
    if name in _ADDRESSES and scheme in _ACTIVE_SCHEMES and ":" in address:
        pasted = tag == "img" and address.startswith("data:image/")
        yield (
            say("a picture pasted into the text")
            if pasted
            else say("a link that runs something ({scheme}:)", scheme=scheme)
        )
