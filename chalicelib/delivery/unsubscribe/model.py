"""Who follows the link, and what they may want. Pure."""

from enum import StrEnum

from chalicelib.directory.suppression import Suppression
from chalicelib.kernel.values import value


class Wish(StrEnum):
    """What the reader wants."""

    STOP = "stop"
    ALLOW = "allow"


@value
class Addressee:
    """An address that a district wrote to; `stopped` says why it gets no emails now, if it does not."""

    district: str
    district_name: str
    address: str
    stopped: Suppression | None = None

    @property
    def masked(self) -> str:
        """So that its owner knows it again, and whoever got the mail from them does not learn it."""
        local, _, domain = self.address.rpartition("@")
        return f"{local[:1]}•••@{domain}"
