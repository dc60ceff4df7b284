"""What can go wrong on purpose. `access.endpoint` turns each into a problem document (RFC 9457).

    CarillonError
    ├── Invalid               400  a field cannot be used; names it and the way out
    ├── Unauthenticated       401  no valid token
    ├── Forbidden             403  the role lacks the permission
    ├── NotFound              404  absent, or outside what the principal may see: the same answer
    ├── Conflict              409  the state of things does not allow it
    │   └── ConfirmationRequired  409  a person has to say yes to a number first (SEND-02)
    ├── Stale                 412  somebody else changed it since it was read
    ├── TooLarge              413  more bytes than accepted
    ├── Throttled             429  too many tries
    └── Unavailable           503  something that we need does not answer just now

Texts are for people: what is wrong and what to do. They never hold a person's data.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from chalicelib.kernel.values import value


@value
class FieldError:
    """One thing wrong with one field; `field` is a dotted path as sent, such as `parts.sms.text`."""

    field: str
    message: str

    def under(self, path: str) -> "FieldError":
        """As it is named where what has the field is itself a field."""
        return FieldError(f"{path}.{self.field}", self.message)


class CarillonError(Exception):
    """The root; never raised itself."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str = "", fields: tuple[FieldError, ...] = (), **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.fields = fields
        self.extra: Mapping[str, Any] = extra


class Invalid(CarillonError):
    """Input that cannot be used."""

    status = 400
    slug = "invalid"
    title = "Please correct the fields named below"

    @classmethod
    def one(cls, field: str, message: str) -> "Invalid":
        """One field, one sentence."""
        return cls(message, (FieldError(field, message),))


class Unauthenticated(CarillonError):
    status = 401
    slug = "unauthenticated"
    title = "Please sign in again"


class Forbidden(CarillonError):
    status = 403
    slug = "forbidden"
    title = "Your profile does not allow this"


class NotFound(CarillonError):
    status = 404
    slug = "not-found"
    title = "There is nothing here that you can see"


class Conflict(CarillonError):
    status = 409
    slug = "conflict"
    title = "This does not fit with what is already there"


class ConfirmationRequired(Conflict):
    slug = "confirmation-required"
    title = "Please confirm the number of recipients"


class Stale(CarillonError):
    status = 412
    slug = "stale"
    title = "Somebody else changed this in the meantime. Load it again, then make your change"


class TooLarge(CarillonError):
    status = 413
    slug = "too-large"
    title = "That is more than can be accepted at once"


class Throttled(CarillonError):
    status = 429
    slug = "throttled"
    title = "Too many tries; please wait a minute"


class Unavailable(CarillonError):
    status = 503
    slug = "unavailable"
    title = "Not available just now; please try again in a minute"


@contextmanager
def under(path: str) -> Iterator[None]:
    """What is wrong with a part of a request, named from its root: `subject` under `message` is
    `message.subject`."""
    try:
        yield
    except CarillonError as error:
        error.fields = tuple(each.under(path) for each in error.fields)
        raise
