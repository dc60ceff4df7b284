"""Clean HTML as plain text: the email's twin without formatting, the snippet in lists, the test for empty."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    ["p", "div", "ul", "ol", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "caption", "tr", "pre", "hr"]
)
_CELLS = frozenset({"td", "th"})
_APART = frozenset(
    ["p", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol", "pre"]
)  # an empty line around them


def plain_text(html: str) -> str:
    """The text that a reader sees: a line per block, lists with dashes or numbers, links as text (address)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects text; `\\n` and `\\n\\n` pieces are breaks, which `text` joins into one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.lists: list[int | None] = []  # the next number of each open list, None for one with dashes
        self.links: list[tuple[str, int]] = []  # address, and where its text begins
        self.preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        if tag in {"ul", "ol"}:
            self.lists.append(_start(attrs) if tag == "ol" else None)
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.pieces)))
        elif tag == "pre":
            self.preformatted += 1
        else:
            self.pieces += self._sign(tag, attrs)

    def _sign(self, tag: str, attrs: list[tuple[str, str | None]]) -> list[str]:
        """What stands for a tag that is not only around text."""
        if tag == "br":
            return ["\n"]
        if tag == "li":
            return [self._bullet()]
        if tag == "img":
            return [dict(attrs).get("alt") or ""]
        return ["----", "\n"] if tag == "hr" else []

    def _bullet(self) -> str:
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "- "
        self.lists[-1] = number + 1
        return f"{number}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag == "a" and self.links:
            self._end_link(*self.links.pop())
        elif tag == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        elif tag in _CELLS:
            self.pieces.append(" ")
        self._break(tag)

    def _end_link(self, address: str, begin: int) -> None:
        shown = re.sub(r"^(mailto|tel):", "", address)
        if shown and shown not in "".join(self.pieces[begin:]):
            self.pieces.append(f" ({shown})")

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n\n" if tag in _APART and not self.lists else "\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data if self.preformatted else re.sub(r"[ \t\r\n\f]+", " ", data))

    def text(self) -> str:
        joined = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(self.pieces))
        return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", joined)).strip()


def _start(attrs: list[tuple[str, str | None]]) -> int:
    given = dict(attrs).get("start") or ""
    return int(given) if re.fullmatch(r"\d{1,6}", given) else 1
