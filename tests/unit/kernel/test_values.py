"""Values are frozen dataclasses in all that a reader would expect of one."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace

import pytest

from chalicelib.kernel.values import value


@value
class Place:
    name: str
    rows: tuple[int, ...] = ()
    seen: list[str] = field(default_factory=list)


@value
class Town(Place):
    people: int = 0


@value
class Nothing:
    pass


@value
class One:
    only: tuple[str, int]


def test_a_value_is_made_by_position_and_by_name_with_its_defaults() -> None:
    assert Place("Elm", (1,)) == Place(name="Elm", rows=(1,), seen=[])
    assert Town("Elm", people=3).people == 3
    assert Place("Elm").seen is not Place("Elm").seen
    assert Nothing() == Nothing()


def test_what_is_missing_or_unknown_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="name"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Place("Elm", colour="red")  # type: ignore[call-arg]


def test_equal_only_to_its_own_kind() -> None:
    assert Place("Elm") != Place("Oak")
    assert Place("Elm") != Town("Elm")
    pair: object = ("a", 1)
    assert One(("a", 1)) != pair


def test_equal_values_are_one_key() -> None:
    assert len({One(("a", 1)), One(("a", 1)), One(("b", 1))}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(Place("Elm"))


def test_nothing_of_a_value_can_be_changed() -> None:
    place = Place("Elm")
    with pytest.raises(FrozenInstanceError, match=r"Place\.name cannot be changed"):
        place.name = "Oak"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del place.name
    with pytest.raises(FrozenInstanceError):
        place.colour = "red"  # type: ignore[attr-defined]
    assert place == Place("Elm")


def test_what_dataclasses_offer_takes_values() -> None:
    town = Town("Elm", (1, 2), people=3)
    assert replace(town, people=4) == Town("Elm", (1, 2), people=4)
    assert asdict(town) == {"name": "Elm", "rows": (1, 2), "seen": [], "people": 3}
    assert [each.name for each in fields(town)] == ["name", "rows", "seen", "people"]
    assert repr(town) == "Town(name='Elm', rows=(1, 2), seen=[], people=3)"


@pytest.mark.parametrize("made", [Town("Elm", (1,), people=3), One(("a", 1)), Nothing()])
def test_a_copy_and_a_pickle_are_equal(made: object) -> None:
    assert copy.copy(made) == made
    assert copy.deepcopy(made) == made
    assert pickle.loads(pickle.dumps(made)) == made


def test_a_pattern_takes_a_value_apart() -> None:
    match Place("Elm", (7,)):
        case Place(name, (row,)):
            assert (name, row) == ("Elm", 7)
        case _:
            pytest.fail("a value did not match its own fields")
