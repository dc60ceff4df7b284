"""Who answered by email without an account, and where staff's answers go."""

from collections.abc import Iterable

from chalicelib.kernel import dynamo

from ..correspondents import Correspondent, is_one
from . import keys


def keep(who: Correspondent) -> None:
    """Remember a correspondent; the name they were written to by first stays."""
    item = {
        "pk": keys.correspondent(who.district, who.user_id),
        "sk": keys.CORRESPONDENT,
        "email": who.email,
        "name": who.name,
        "student_id": who.student_id,
        "student_name": who.student_name,
        "language": who.language,
        "schools": list(who.schools),
    }
    dynamo.put(keys.table(), item, unless_exists=True)


def load(district: str, ids: Iterable[str]) -> dict[str, Correspondent]:
    """Those that are known, by id."""
    wanted = {keys.correspondent(district, each): each for each in ids if is_one(each)}
    found = dynamo.get_written_once(keys.table(), ((pk, keys.CORRESPONDENT) for pk in wanted))
    return {wanted[pk]: _correspondent(district, item) for (pk, _), item in found.items()}


def _correspondent(district: str, item: dynamo.Item) -> Correspondent:
    return Correspondent(
        district,
        item["email"],
        item["name"],
        item["student_id"],
        item["student_name"],
        item["language"],
        tuple(item["schools"]),
    )
