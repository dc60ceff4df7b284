"""Frozen values that cost little to define.

`dataclass(frozen=True, slots=True)` writes and compiles six methods a class. A function of the line loads
a hundred such classes, and half of what its own code adds to a cold start went there (decision 0025). `value`
compiles one method, `__init__`, and that when it is first used; the others are the same few lines for all
classes.
"""

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, Never, TypeVar, cast, dataclass_transform

C = TypeVar("C", bound=type)

_UNSET: Any = object()


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: C) -> C:
    """The class as a frozen dataclass with slots, equal and hashed by type and fields.

    `dataclasses.replace`, `asdict` and `fields` take it like any other. Of `field` it knows `default` and
    `default_factory`; there is no `__post_init__`.
    """
    cls.__doc__ = cls.__doc__ or cls.__name__  # else `dataclass` writes one from the signature, slowly
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    read = _reader(made)

    def equal(self: Any, other: object) -> bool:
        return bool(read(self) == read(other)) if type(other) is type(self) else NotImplemented

    def hashed(self: Any) -> int:
        return hash(read(self))

    def reduced(self: Any) -> tuple[Any, ...]:
        return type(self), read(self)

    made.__init__ = _initialiser(made)
    made.__eq__, made.__hash__, made.__reduce__ = equal, hashed, reduced
    made.__repr__, made.__setattr__, made.__delattr__ = _repr, _refuse, _refuse
    return cast("C", made)


def _reader(cls: Any) -> Any:
    """Reads a value's fields as a tuple."""
    names = [each.name for each in fields(cls)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda made: tuple(getattr(made, name) for name in names)


def _initialiser(cls: Any) -> Any:
    """`__init__`, compiled when the first value is made: a start loads hundreds of classes, and uses a few."""

    def first(self: Any, *given: Any, **named: Any) -> None:
        cls.__init__ = _compiled(cls)
        cls.__init__(self, *given, **named)

    return first


def _compiled(cls: Any) -> Any:
    """`__init__` as `dataclass` writes it, with each field set by its slot: the class's own way is closed."""
    known: dict[str, Any] = {"_unset": _UNSET}
    asked, lines = ["self"], []
    for each in fields(cls):
        name = each.name
        known[f"_set_{name}"] = getattr(cls, name).__set__
        asked.append(name + _default(each, known))
        given = f"_make_{name}() if {name} is _unset else {name}" if f"_make_{name}" in known else name
        lines.append(f" _set_{name}(self, {given})")
    exec(f"def __init__({', '.join(asked)}):\n" + ("\n".join(lines) or " pass"), known)  # noqa: S102  # our own names
    return known["__init__"]


def _default(each: "Field[Any]", known: dict[str, Any]) -> str:
    """What stands behind a parameter's name; what it refers to goes to `known`."""
    if each.default_factory is not MISSING:
        known[f"_make_{each.name}"] = each.default_factory
        return "=_unset"
    if each.default is not MISSING:
        known[f"_default_{each.name}"] = each.default
        return f"=_default_{each.name}"
    return ""


def _repr(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, *_: object) -> Never:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed: make another with `replace`")
