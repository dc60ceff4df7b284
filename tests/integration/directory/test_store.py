"""Records, rolls and searches on moto."""

from dataclasses import replace

import pytest

from chalicelib.directory import store
from chalicelib.directory.model import Role, RollEntry
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import encode_cursor
from tests.builders.people import district, school, section, student, user

pytestmark = [pytest.mark.moto, pytest.mark.usefixtures("aws")]
D = "demo"


def names(
    *schools: str, q: str = "", grade: str = "", language: str = "", gender: str = "", **search: str
) -> list[str]:
    """All names of a search, gathered page by page."""
    traits = store.Traits(grade, language, gender)
    found: list[str] = []
    after = None
    while True:
        page = store.search_students(D, schools, q, traits, after=after, limit=2, **search)
        found += [row.name for row in page.items]
        after = page.next_cursor
        if after is None:
            return found


@pytest.fixture
def people() -> None:
    store.put_students(
        D,
        [
            student("s1", given_name="María", family_name="García López", grade="09"),
            student("s2", given_name="Marcus", family_name="Martin", grade="10"),
            student("s3", given_name="Zoë", family_name="O'Neill", grade="09", schools=("lincoln", "hill")),
            student("s4", given_name="Bo", family_name="Abel", grade="10", schools=("hill",)),
            student("s5", given_name="Gone", family_name="Martin", active=False),
        ],
    )


def test_records_come_back_by_id_and_unknown_ids_are_left_out() -> None:
    """PICK-01."""
    store.put_students(D, [student("a"), student("b")])
    assert set(store.students(D, ["a", "nobody", "b"])) == {"a", "b"}
    assert store.students("other", ["a"]) == {}


def test_districts_schools_and_sections() -> None:
    """PICK-02: what a district is made of."""
    store.put_district(district())
    store.put_school(D, school("lincoln"))
    store.put_sections(D, [section("c1"), section("c2", school_id="hill")])
    assert store.districts() == (D,)
    assert store.district(D).time_zone == "America/Denver"
    assert set(store.schools(D)) == {"lincoln"}
    assert [each.section_id for each in store.school_sections(D, "hill")] == ["c2"]
    store.put_sections(D, [section("c2", school_id="lincoln")])
    assert store.school_sections(D, "hill") == ()
    with pytest.raises(KeyError):
        store.district("nowhere")


def test_students_are_listed_by_family_name_without_the_inactive(people: None) -> None:
    """PICK-01, by name; PICK-14: inactive students cannot be picked."""
    assert names("lincoln") == ["María García López", "Marcus Martin", "Zoë O'Neill"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("mar", ["María García López", "Marcus Martin"]),
        ("MARÍ", ["María García López"]),
        ("lop gar", ["María García López"]),
        ("oneill", ["Zoë O'Neill"]),
        ("o'ne zoe", ["Zoë O'Neill"]),
        ("abel", []),
        ("!!", []),
        ("marc lopez", []),
    ],
)
def test_a_student_is_found_by_any_words_of_the_name(people: None, q: str, found: list[str]) -> None:
    """PICK-01: once each, though two of their words match."""
    assert sorted(names("lincoln", q=q)) == sorted(found)


def test_several_schools_follow_one_another_and_a_student_of_both_appears_once(people: None) -> None:
    """PICK-02."""
    assert names("lincoln", "hill") == ["María García López", "Marcus Martin", "Zoë O'Neill", "Bo Abel"]
    assert names("hill", "lincoln", grade="09") == ["Zoë O'Neill", "María García López"]


def test_a_section_lists_its_students(people: None) -> None:
    """PICK-01: a section of a school outside the list shows nobody."""
    store.put_sections(D, [section("c1", students=("s1", "s2", "s3", "s5"))])
    assert names("lincoln", section_id="c1") == ["María García López", "Marcus Martin", "Zoë O'Neill"]
    assert names("lincoln", section_id="c1", q="mar", grade="10") == ["Marcus Martin"]
    assert names("hill", section_id="c1") == []


def test_a_changed_name_leaves_nothing_behind(people: None) -> None:
    """PICK-01."""
    store.put_students(D, [student("s2", given_name="Mark", family_name="Young", schools=("hill",))])
    assert names("lincoln", q="martin") == []
    assert names("hill", q="you mar") == ["Mark Young"]
    store.replace_students(D, {"s2": None})
    assert names("hill", q="young") == []
    assert store.students(D, ["s2"]) == {}


def test_a_page_marker_of_another_list_is_refused(people: None) -> None:
    """PICK-02: whose list it is, the server decides."""
    foreign = encode_cursor({"s": "elsewhere", "k": "abel#bo#s4"})
    with pytest.raises(Invalid):
        store.search_students(D, ("lincoln",), after=foreign)
    with pytest.raises(Invalid):
        store.search_students(D, ("lincoln",), after=encode_cursor({"s": "lincoln", "k": 7}))


def test_staff_are_found_in_their_schools_and_the_district_office_everywhere() -> None:
    """PICK-08, PICK-09: those removed from messaging search and those disabled are absent."""
    store.put_users(
        D,
        [
            user("ann", given_name="Ann", family_name="Ames"),
            user(
                "tom", given_name="Tom", family_name="Ames", roles=(Role.TEACHER,), schools=("hill", "lincoln")
            ),
            user("sue", given_name="Sue", family_name="Perez", all_schools=True, schools=()),
            user("shy", given_name="Shy", family_name="Ames", searchable=False),
            user("off", given_name="Off", family_name="Ames", enabled=False),
            user("pat", given_name="Pat", family_name="Ames", roles=(Role.PARENT,)),
        ],
    )
    assert [row.name for row in store.search_staff(D, ("lincoln",)).items] == [
        "Ann Ames",
        "Tom Ames",
        "Sue Perez",
    ]
    assert [row.name for row in store.search_staff(D, ("hill", "lincoln"), "ames").items] == [
        "Tom Ames",
        "Ann Ames",
    ]
    teachers = store.search_staff(D, ("lincoln",), keep=lambda row: Role.TEACHER in row.roles)
    assert [row.user_id for row in teachers.items] == ["tom"]


def test_a_sign_in_name_leads_to_its_user_in_any_case_and_moves_with_it() -> None:
    """PERM-03: one name, one user; two users may swap names in one go."""
    store.put_users(D, [user("a", username="Ann@school"), user("b", username="bob")])
    found = store.user_by_login(D, "ann@SCHOOL")
    assert found is not None
    assert found.user_id == "a"
    store.put_users(D, [user("a", username="bob"), user("b", username="ann@school")])
    assert store.owners(D, ("bob", "ann@school", "free")) == {"bob": "a", "ann@school": "b"}
    store.replace_users(D, {"a": None})
    assert store.user_by_login(D, "bob") is None


def test_a_name_taken_over_by_another_stays_with_them() -> None:
    """PERM-03: removing who had it before does not lock out who has it now."""
    store.put_users(D, [user("a", username="desk")])
    store.put_users(D, [user("b", username="desk")])
    store.replace_users(D, {"a": None})
    assert store.owners(D, ("desk",)) == {"desk": "b"}


def test_a_roll_keeps_its_order_over_pages_and_shrinks() -> None:
    """RCPT-19: planning reads the roll as it was written."""
    entry = RollEntry("s0", "09", "s0", "digest", (("c1", True, 1), ("c2", False, 2)))
    entries = [replace(entry, student_id=f"s{n}", family=f"s{n - n % 2}") for n in range(450)]
    store.put_roll(D, "lincoln", entries)
    assert store.roll(D, "lincoln") == tuple(entries)
    store.put_roll(D, "lincoln", entries[:10])
    assert store.roll(D, "lincoln") == tuple(entries[:10])
    store.put_ledger(D, "lincoln", "staff", {"t1": "x"})
    assert store.ledger(D, "lincoln", "staff") == {"t1": "x"}


def test_a_page_of_a_roll_never_outgrows_an_item() -> None:
    """RCPT-19: however long the ids, and however many contacts."""
    contacts = tuple((f"{n:02}{'x' * 120}\u674e", True, n) for n in range(40))
    entries = [RollEntry(f"s{n}", "09", f"s{n}", "digest", contacts) for n in range(250)]
    store.put_roll(D, "lincoln", entries)
    assert store.roll(D, "lincoln") == tuple(entries)
