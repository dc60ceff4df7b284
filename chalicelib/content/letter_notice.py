"""The email about a secure message: that there is one, and where to sign in; nothing of what it says (COMP-06).

It names whom the mail is from: the author, be it a parent who answers, or the school or the district. The
subject, the student and why the reader is written to are left out too: they would say something of it. Who may
answer is asked to do it there; what comes by email all the same is filed (RPLY-02), and goes on as secure.
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
        words, sender = words_in(reader.language), one_line(head.sender or head.school)
        subject, notice = (text.format(sender=sender) for text in (words.secure_subject, words.secure_notice))
        answer = words.secure_answer if reader.answerable else ""
        url = reader.inbox_url
        neutral = values_for(head, Reader(language=reader.language, unsubscribe_url=reader.unsubscribe_url))
        return neutral | {
            "subject": subject,
            "heading": escape(subject),
            "notice": _paragraphs(escape(notice), link(words.read_online, url) if url else "", escape(answer)),
            "notice_text": "\n\n".join(
                filter(None, (notice, f"{words.read_online}: {url}" if url else "", answer))
            ),
        }


def _paragraphs(*said: str) -> str:
    return "".join(f"<p>{each}</p>" for each in said if each)


def compose_notice(head: Letterhead) -> Notice:
    """The same for every secure message of a sender."""
    page = placed(head, title="{{heading}}", body="{{notice}}")
    letter = Notice("{{subject}}", page, TEXT.replace("[[body]]", "{{notice_text}}"), {})
    return Notice(letter.subject, letter.html, letter.text, head.values() | letter.values_for(head, Reader()))
