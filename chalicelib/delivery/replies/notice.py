"""The one polite notice to who answers a message that takes no answers, or none from them (RPLY-04)."""

from chalicelib.content.letter_words import words_in
from chalicelib.kernel.aws import client
from chalicelib.kernel.settings import setting
from chalicelib.messages.model import Message

from .. import known
from ..channels.email import inbox_url, sender_address
from ..store import notices
from .file import takes_answers
from .mail import Mail
from .writer import Writer


def say_that_nobody_reads(message: Message, writer: Writer, mail: Mail) -> None:
    """Tell the writer, once for each delivery that was answered. Marked as automatic, so that no machine
    answers it (RFC 3834)."""
    ref = writer.delivery.ref
    if not mail.sender or not notices.note(ref.district, ref.message_id, ref.delivery_id):
        return
    words = words_in(writer.language)
    said = words.not_from_you if writer.account and takes_answers(message) else words.nobody_reads
    text = said.format(sender=known.sender_name(message))
    url = inbox_url(writer.account)
    body = text + (f"\n\n{words.read_online}: {url}" if url else "")
    client("sesv2").send_email(
        FromEmailAddress=sender_address(known.sender_name(message)),
        ConfigurationSetName=setting("EMAIL_CONFIGURATION_SET"),
        Destination={"ToAddresses": [mail.sender]},
        Content={
            "Simple": {
                "Subject": {"Data": words.not_delivered, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": body, "Charset": "UTF-8"}},
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-replied"}],
            }
        },
    )
