"""What the columns of a file probably hold, so that the person only has to look (IMPT-03). Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from chalicelib.directory import addresses
from chalicelib.kernel.sheets import Row

from .model import Column

LOOKED_AT = 20  # rows

# Headings without case, blanks and punctuation, in English and Spanish.
_HEADINGS: Mapping[str, Column] = {
    **dict.fromkeys(("firstname", "first", "givenname", "given", "forename", "fname"), Column.FIRST_NAME),
    **dict.fromkeys(("nombre", "nombres", "primernombre"), Column.FIRST_NAME),
    **dict.fromkeys(("lastname", "last", "surname", "familyname", "family", "lname"), Column.LAST_NAME),
    **dict.fromkeys(("apellido", "apellidos"), Column.LAST_NAME),
    **dict.fromkeys(("name", "fullname", "displayname", "contactname"), Column.FULL_NAME),
    **dict.fromkeys(("nombrecompleto", "nombreyapellido", "nombreyapellidos"), Column.FULL_NAME),
    **dict.fromkeys(("email", "emailaddress", "mail", "primaryemail", "contactemail"), Column.EMAIL),
    **dict.fromkeys(("correo", "correoelectronico", "correoelectrónico"), Column.EMAIL),
    **dict.fromkeys(("phone", "phonenumber", "telephone", "tel", "mobile", "mobilephone"), Column.PHONE),
    **dict.fromkeys(("cell", "cellphone", "primaryphone", "contactphone"), Column.PHONE),
    **dict.fromkeys(("telefono", "teléfono", "celular", "movil", "móvil"), Column.PHONE),
}


def has_header(rows: Sequence[Row]) -> bool:
    """Whether the first row looks like headings: it names something we know, and holds no address."""
    first = rows[0][1]
    return any(map(_named, first)) and not any(addresses.email(cell) for cell in first)


def columns(rows: Sequence[Row], *, texting: bool) -> dict[Column, int]:
    """Where each field probably stands; fields that nothing points to are missing."""
    header = has_header(rows)
    found: dict[Column, int] = {}
    doubled = _doubled(rows[0][1]) if header else set()
    if header:
        for place, cell in enumerate(rows[0][1]):
            if (field := _named(cell)) and field not in doubled:
                found.setdefault(field, place)
    body = [cells for _, cells in rows[1 if header else 0 :][:LOOKED_AT]]
    found = _names_settled(_with_addresses(found, body, len(rows[0][1])), body, len(rows[0][1]), header)
    left_out = doubled if texting else doubled | {Column.PHONE}
    return {field: place for field, place in found.items() if field not in left_out}


def _doubled(headings: Sequence[str]) -> set[Column]:
    """Fields of which two columns bear the same heading: which of them is meant, only the person knows."""
    bare = [_bare(each) for each in headings]
    return {_HEADINGS[each] for each in bare if bare.count(each) > 1 and each in _HEADINGS}


def _named(heading: str) -> Column | None:
    return _HEADINGS.get(_bare(heading))


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


def _with_addresses(found: dict[Column, int], body: Sequence[Sequence[str]], width: int) -> dict[Column, int]:
    """Columns whose cells are addresses, whatever their heading."""
    for field, check in ((Column.EMAIL, addresses.email), (Column.PHONE, addresses.phone)):
        for place in range(width):
            if field not in found and place not in found.values() and _mostly(check, _cells(body, place)):
                found[field] = place
    return found


def _names_settled(
    found: dict[Column, int], body: Sequence[Sequence[str]], width: int, header: bool
) -> dict[Column, int]:
    """Spanish files call the first name "nombre", also when it is the whole one. Without headings the columns
    that are no addresses are names: one is the full name, of more the first two are first and last."""
    if Column.FIRST_NAME in found and Column.LAST_NAME not in found and Column.FULL_NAME not in found:
        found[Column.FULL_NAME] = found.pop(Column.FIRST_NAME)
    if header:
        return found
    rest = [place for place in range(width) if place not in found.values() and any(_cells(body, place))]
    if len(rest) == 1:
        return found | {Column.FULL_NAME: rest[0]}
    return found | dict(zip((Column.FIRST_NAME, Column.LAST_NAME), rest, strict=False))


def _cells(body: Sequence[Sequence[str]], place: int) -> list[str]:
    """The filled cells of a column."""
    return [cells[place].strip() for cells in body if place < len(cells) and cells[place].strip()]


def _mostly(check: Callable[[str], str | None], cells: Iterable[str]) -> bool:
    found = [check(cell) is not None for cell in cells]
    return bool(found) and sum(found) * 2 > len(found)
