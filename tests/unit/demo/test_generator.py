"""The demo district's generator: the same people each time, as many as asked for, and every trait."""

import csv
import io
import zipfile
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import phonenumbers
import pytest

from infra.demo import plan
from infra.demo.addresses import AREA_CODES, Numbers
from infra.demo.columns import COLUMNS
from infra.demo.households import households
from infra.demo.people import DemoContact, DemoStudent, Household
from infra.demo.roster import write_zip
from infra.demo.staff import staff


@cache
def demo() -> tuple[Household, ...]:
    return tuple(households(plan.schools(plan.USUAL_TOTAL), seed=7))


def children() -> list[DemoStudent]:
    return [child for household in demo() for child in household.children]


def contacts() -> list[DemoContact]:
    return [tie.contact for household in demo() for tie in household.ties]


def rows(packed: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(packed) as file:
        return list(csv.DictReader(io.StringIO(file.read(name).decode())))


def test_the_usual_district_has_its_three_schools() -> None:
    made = plan.schools(plan.USUAL_TOTAL)

    assert [(school.name, school.students) for school in made] == [
        ("Lincoln High School", 1345),
        ("Roosevelt Middle School", 610),
        ("Maple Street Elementary School", 420),
    ]
    assert Counter(child.school for child in children()) == {"s001": 1345, "s002": 610, "s003": 420}


@pytest.mark.parametrize("students", [1, 2, 60, 777, 5000])
def test_any_size_is_met_exactly(students: int) -> None:
    schools = plan.schools(students)
    made = [child for household in households(schools, 1) for child in household.children]

    assert len(made) == sum(school.students for school in schools) == students
    assert len({child.student_id for child in made}) == students
    placed = Counter((child.school, child.grade) for child in made)
    assert all(placed[school.school_id, grade] == n for school in schools for grade, n in school.sizes.items())


def test_more_students_open_more_schools_with_names_of_their_own() -> None:
    schools = plan.schools(100_000)

    assert sum(school.students for school in schools) == 100_000
    assert max(school.students for school in schools) < 1_500
    assert len({school.name for school in schools}) == len(schools)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    first, again, other = tmp_path / "1.zip", tmp_path / "2.zip", tmp_path / "3.zip"
    write_zip(first, 200, seed=7)
    write_zip(again, 200, seed=7)
    write_zip(other, 200, seed=8)

    assert first.read_bytes() == again.read_bytes()
    assert first.read_bytes() != other.read_bytes()


def test_siblings_go_to_different_schools() -> None:
    apart = [home for home in demo() if len({child.school for child in home.children}) > 1]
    assert len(apart) > 100


def test_the_first_family_has_children_in_all_schools_and_a_parent_who_signs_in() -> None:
    """The demo's own parent: every channel on, two homes."""
    family = demo()[0]
    parent = family.ties[0].contact

    assert family.kind == "divorced"
    assert [child.school for child in family.children] == ["s001", "s002", "s003"]
    assert parent.username == "parent@riverbend.example"
    assert parent.phones[0].sms
    assert parent.email
    assert not parent.email_opt_out


def test_divorced_parents_have_two_homes_and_both_have_custody() -> None:
    divorced = [home for home in demo() if home.kind == "divorced"]

    assert len(divorced) > 100
    for home in divorced:
        mother, father = home.ties[:2]
        assert mother.custodial
        assert father.custodial
        assert mother.contact.phones != father.contact.phones or not mother.contact.phones


def test_somebody_without_custody_is_sometimes_first_in_order() -> None:
    """RCPT-03: primary contacts are chosen by custody, not by order."""
    assert any(min(home.ties, key=lambda tie: tie.order).custodial is False for home in demo() if home.ties)


def test_couples_share_addresses_and_telephones() -> None:
    together = [home for home in demo() if home.kind == "together"]
    pairs = [(home.ties[0].contact, home.ties[1].contact) for home in together]

    assert any(one.email and one.email == other.email for one, other in pairs)
    assert any({p.number for p in one.phones} & {p.number for p in other.phones} for one, other in pairs)


def test_data_are_missing_as_in_real_files() -> None:
    people = contacts()

    assert any(not home.ties for home in demo())
    assert any(not each.email and each.phones for each in people)
    assert any(each.email and not each.phones for each in people)
    assert any(not each.email and not each.phones for each in people)
    assert any(not each.username for each in people)
    assert any(each.username and not each.enabled for each in people)


def test_every_flag_of_a_telephone_occurs() -> None:
    phones = [phone for contact in contacts() for phone in contact.phones]

    assert any(phone.blocked for phone in phones)
    assert any(phone.unsubscribed for phone in phones)
    assert any(not phone.callout for phone in phones)
    assert any(phone.kind == "mobile" and not phone.sms for phone in phones)
    assert {phone.sms for phone in phones if phone.kind == "home"} == {False}
    assert any(contact.email_opt_out for contact in contacts())


def test_eight_languages_are_spoken() -> None:
    spoken = Counter(contact.language for contact in contacts())
    assert set(spoken) == {"en", "es", "vi", "zh", "ar", "so", "ht", "ru"}
    assert min(spoken.values()) > 20


def test_numbers_are_fictitious_well_formed_and_never_handed_out_twice() -> None:
    numbers = Numbers()
    taken = [numbers.take() for _ in range(len(AREA_CODES) * 100)]

    assert len(set(taken)) == len(taken)
    assert all("55501" in number for number in taken)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in taken[::37])
    beyond = [numbers.take() for _ in range(200_000)]
    assert len(set(beyond)) == len(beyond)
    assert all(number[5:8] == "555" and number[8:] != "1212" and len(number) == 12 for number in beyond)


def test_every_address_is_one_that_cannot_exist() -> None:
    addresses = [contact.email for contact in contacts()] + [child.email for child in children()]
    assert all(address.endswith(".example") for address in addresses if address)


def test_there_is_a_teacher_for_about_seventeen_students_and_none_is_in_two_rooms_at_once() -> None:
    for school in plan.schools(plan.USUAL_TOTAL):
        assert 15 <= school.students / school.teachers <= 18
        lessons = Counter((section.teacher, section.period) for section in school.sections())
        assert max(lessons.values()) == 1
    roles = Counter(person.role for person in staff(plan.schools(plan.USUAL_TOTAL), 7))
    assert roles["teacher"] == 141
    assert roles["principal"] == 3


def test_the_zip_holds_together(tmp_path: Path) -> None:
    """Every reference in the files points at a row, every id is there once."""
    packed = tmp_path / "demo.zip"
    write_zip(packed, 300, seed=3)
    tables = {name: rows(packed, name) for name in COLUMNS}
    ids = {
        name: [row["sourcedId"] for row in table]
        for name, table in tables.items()
        if "sourcedId" in COLUMNS[name]
    }
    users, orgs = set(ids["users.csv"]), set(ids["orgs.csv"])
    students = {row["userSourcedId"] for row in tables["roles.csv"] if row["role"] == "student"}

    assert all(len(found) == len(set(found)) for found in ids.values())
    assert len(students) == 300
    assert users == {row["userSourcedId"] for row in tables["roles.csv"]}
    assert {row["orgSourcedId"] for row in tables["roles.csv"]} <= orgs
    assert {row["classSourcedId"] for row in tables["enrollments.csv"]} == set(ids["classes.csv"])
    assert {row["userSourcedId"] for row in tables["enrollments.csv"]} <= users
    assert {row["studentSourcedId"] for row in tables["contacts.csv"]} <= students
    assert {row["linkedUserSourcedId"] for row in tables["contacts.csv"]} - {""} <= users
    agents = {agent for row in tables["users.csv"] for agent in row["agentSourcedIds"].split(",") if agent}
    assert agents <= users
    assert {row["siblingSourcedId"] for row in tables["siblings.csv"]} <= students


def test_classes_are_of_a_size_that_one_can_teach(tmp_path: Path) -> None:
    packed = tmp_path / "demo.zip"
    write_zip(packed, seed=7)
    sizes: dict[str, int] = defaultdict(int)
    for row in rows(packed, "enrollments.csv"):
        sizes[row["classSourcedId"]] += row["role"] == "student"

    assert 20 <= min(sizes.values()) <= max(sizes.values()) <= 25
