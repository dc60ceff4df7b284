"""Records go into the table's text and come back the same."""

import json

from hypothesis import given
from hypothesis import strategies as some

from chalicelib.directory import codec
from chalicelib.directory.model import (
    EmailAddress,
    LinkedUser,
    Period,
    Phone,
    PhoneKind,
    Role,
    School,
    Section,
    Student,
    StudentContact,
    User,
)

text = some.text(max_size=12)
ids = some.text(min_size=1, max_size=12)
emails = some.builds(EmailAddress, some.text(min_size=1, max_size=9), some.booleans())
phones = some.builds(Phone, text, some.sampled_from(PhoneKind), *[some.booleans()] * 4)
names = some.lists(text, max_size=3).map(tuple)
accounts = some.none() | some.builds(
    LinkedUser, ids, some.none() | emails, some.none() | phones, names, some.booleans(), some.booleans()
)
contacts = some.builds(
    StudentContact,
    contact_id=ids,
    given_name=text,
    family_name=text,
    relationship=text,
    custodial=some.booleans(),
    sort_order=some.integers(0, 99),
    emails=some.lists(emails, max_size=2).map(tuple),
    phones=some.lists(phones, max_size=2).map(tuple),
    language=text,
    email_opt_out=some.booleans(),
    linked_user=accounts,
    end_date=some.none() | some.just("2027-06-30"),
)
students = some.builds(
    Student,
    student_id=ids,
    given_name=text,
    family_name=text,
    schools=names,
    grade=text,
    language=text,
    gender=text,
    primary_email=some.none() | emails,
    personal_email=some.none() | emails,
    phone=some.none() | phones,
    contacts=some.lists(contacts, max_size=2).map(tuple),
    linked_students=names,
    sections=names,
    account=accounts,
    active=some.booleans(),
    number=text,
    extra=some.dictionaries(text, text, max_size=2),
)
users = some.builds(
    User,
    user_id=ids,
    given_name=text,
    family_name=text,
    roles=some.lists(some.sampled_from(Role), max_size=2).map(tuple),
    schools=names,
    all_schools=some.booleans(),
    profiles=names,
    username=text,
    email=some.none() | emails,
    phone=some.none() | phones,
    language=text,
    students=names,
    sections=names,
    email_opt_out=some.booleans(),
    searchable=some.booleans(),
    enabled=some.booleans(),
    number=text,
)


@given(students)
def test_a_student_comes_back_the_same(student: Student) -> None:
    """PICK-01: every field of the record, flags and all."""
    assert codec.student_of(json.loads(codec.text(codec.student_fields(student)))) == student


@given(users)
def test_a_user_comes_back_the_same(user: User) -> None:
    """PICK-08: every field of the record."""
    assert codec.user_of(json.loads(codec.text(codec.user_fields(user)))) == user


def test_a_school_and_a_section_come_back_the_same() -> None:
    """PICK-02: counts, periods and people."""
    school = School("s", "Hill", "", 3, {"09": 3}, "101", 4, (Period("1", "First", "08:00", "08:45"),))
    section = Section("c", "s", "Algebra", "1", ("t",), ("Ann Lee",), ("a", "b"))
    assert codec.school_of(json.loads(codec.text(codec.school_fields(school)))) == school
    assert codec.section_of(json.loads(codec.text(codec.section_fields(section)))) == section


def test_what_is_set_in_carillon_for_a_school_stands_beside_the_roster() -> None:
    """XSCH-01: excluded, years, time zone and preferences come back, and no roster field holds them."""
    settings: dict[str, str | int | bool] = {"always_confirm": True}
    school = School(
        "s", "Hill", "America/Denver", excluded=True, first_year="2020", last_year="2026", settings=settings
    )
    assert codec.school_of(codec.school_fields(school), codec.chosen_fields(school)) == school
    assert codec.school_of(codec.school_fields(school)) == School("s", "Hill")


def test_what_a_record_does_not_have_takes_no_room() -> None:
    """PICK-01: a picker's lists stay small."""
    bare = Student("s1", "Ann", "Lee", ("lincoln",))
    assert (
        codec.text(codec.student_fields(bare))
        == '{"id":"s1","given":"Ann","family":"Lee","schools":["lincoln"]}'
    )
