"""The link that ends emails to an address, good for one delivery's reader and nobody else (RFC 8058).

It stands in the mail's header, for the mail program's own button, and at its foot. Behind it only a POST acts:
scanners follow every link that they see.
"""

from chalicelib.kernel.settings import setting

from ..refs import DeliveryRef
from ..signed import signed_name

PURPOSE = "unsubscribe"
PATH = "/v1/unsubscribe"
HEADER = "List-Unsubscribe"
ONE_CLICK = {"Name": "List-Unsubscribe-Post", "Value": f"{HEADER}=One-Click"}  # the same in every mail


def offered() -> bool:
    """Whether mails carry the link at all: somebody has to know the web app's address."""
    return bool(setting("PUBLIC_URL", ""))


def url_of(ref: DeliveryRef) -> str:
    """The link of one delivery; empty where none is offered."""
    return f"{setting('PUBLIC_URL')}{PATH}/{signed_name(PURPOSE, ref)}" if offered() else ""


def header(url: str) -> dict[str, str]:
    """The header of one mail."""
    return {"Name": HEADER, "Value": f"<{url}>"}
