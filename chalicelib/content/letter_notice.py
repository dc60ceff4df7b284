"""The email about a secure message: that there is one, and where to sign in; nothing of what it says (COMP-06).

The subject, the student and why the reader is written to are left out too: they would say something of it.
"""

from html import escape

from chalicelib.kernel.values import value

from .letter import Letter, Letterhead, Reader, link, placed, values_for
from .letter_frame import TEXT
from .letter_places import Values
from .letter_words import words_in
from .text import one_line


@value
class Notice(Letter):
    """A letter of the same frame, of which even the heading differs by the reader's language."""

    def values_for(self, head: Letterhead, reader: Reader) -> Values:
        words, sender = words_in(reader.language), one_line(head.school or head.sender)
        subject, notice = (text.format(sender=sender) for text in (words.secure_subject, words.secure_notice))
        url = reader.inbox_url
        neutral = values_for(head, Reader(language=reader.language, unsubscribe_url=reader.unsubscribe_url))
        return neutral | {
            "subject": subject,
            "heading": escape(subject),
            "notice": f"<p>{escape(notice)}</p>" + (f"<p>{link(words.read_online, url)}</p>" if url else ""),
            "notice_text": notice + (f"\n\n{words.read_online}: {url}" if url else ""),
        }


def compose_notice(head: Letterhead) -> Notice:
    """The same for every secure message of a sender."""
    page = placed(head, title="{{heading}}", body="{{notice}}")
    letter = Notice("{{subject}}", page, TEXT.replace("[[body]]", "{{notice_text}}"), {})
    return Notice(letter.subject, letter.html, letter.text, head.values() | letter.values_for(head, Reader()))
