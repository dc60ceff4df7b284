"""What an order makes at a moment, before anything of it is stored."""

from collections.abc import Callable

from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.values import value

from ..model import Message
from ..store import NOTHING_KEPT, Kept


def _nothing(_: Message) -> Kept:
    return NOTHING_KEPT


@value
class Ready:
    """The message, what its author should know before (`warnings`) and after (`note`), and what is stored with
    it once it has its id."""

    message: Message
    warnings: tuple[FieldError, ...] = ()
    note: str = ""
    kept: Callable[[Message], Kept] = _nothing
