"""People without an account who answered an email: contacts and imported recipients (RPLY-05, A-95). Pure.

A correspondent is one address about one student, or about nobody. For staff they are the other side of a
conversation like any other; what staff answer goes back to the address.
"""

from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value

_PREFIX = "mail-"


@value
class Correspondent:
    """`schools` is that of the message which was answered first; `language` as its letter spoke."""

    district: str
    email: str
    name: str
    student_id: str = ""
    student_name: str = ""
    language: str = ""
    schools: tuple[str, ...] = ()

    @property
    def user_id(self) -> str:
        """As whom conversations know them; no account has such an id."""
        return _PREFIX + hashed_id("correspondent", self.district, self.email.casefold(), self.student_id)

    @property
    def is_staff(self) -> bool:
        return False

    @property
    def enabled(self) -> bool:
        return True


def is_one(user_id: str) -> bool:
    """Whether this is a correspondent's id."""
    return user_id.startswith(_PREFIX)
