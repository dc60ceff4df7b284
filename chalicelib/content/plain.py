"""Clean HTML as plain text: the email's twin without formatting, and the snippet in lists."""

import re
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]

_APART = frozenset({"p", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol", "pre"})
_BLOCKS = _APART | {"div", "li", "caption", "tr", "hr"}
_CELLS = frozenset({"td", "th"})
_SPACES = re.compile(r"[ \t\r\n\f]+")


def plain_text(html: str) -> str:
    """The text that a reader sees: a line per block, lists with dashes or numbers, links as text (address)."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects text. Breaks between blocks do not add up: the widest one counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.breaks = 0  # line ends to write before the next text
        self.after_bullet = False
        self.lists: list[int | None] = []  # the next number of each open list, None for one with dashes
        self.links: list[tuple[str, int]] = []  # address, and where its text begins
        self.preformatted = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._break(tag)
        if tag in {"ul", "ol"}:
            self.lists.append(_start(attrs) if tag == "ol" else None)
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.pieces)))
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "li":
            self._write(self._bullet())
            self.after_bullet = True
        elif tag in {"br", "img", "hr"}:
            self._write({"br": "\n", "hr": "----"}.get(tag) or dict(attrs).get("alt") or "")

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
            self._write(f" ({shown})")

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS and not self.after_bullet:
            self.breaks = max(self.breaks, 2 if tag in _APART and not self.lists else 1)

    def handle_data(self, data: str) -> None:
        text = data if self.preformatted else _SPACES.sub(" ", data)
        if self.preformatted or text != " ":
            self._write(text)
        elif not self.breaks:
            self.pieces.append(text)

    def _write(self, text: str) -> None:
        self.pieces += ["\n" * self.breaks, text]
        self.breaks, self.after_bullet = 0, False

    def text(self) -> str:
        joined = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(self.pieces))
        return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", joined)).strip()


def _start(attrs: Attributes) -> int:
    given = dict(attrs).get("start") or ""
    return int(given) if re.fullmatch(r"\d{1,6}", given) else 1
