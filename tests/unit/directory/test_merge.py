"""What a file says and what is stored, made one record."""

from dataclasses import replace

from chalicelib.directory.model import EmailAddress, LinkedUser, Role
from chalicelib.directory.roster import merge
from chalicelib.directory.roster.merge import Reach
from tests.builders.people import student, user

HILL = Reach(frozenset({"hill"}))


def test_a_new_record_is_stored_as_it_is() -> None:
    """I2."""
    assert merge.user(user("a"), None, HILL) == user("a")
    assert merge.student(student("s"), None, {}, HILL) == student("s")


def test_a_student_keeps_the_schools_and_sections_that_the_file_does_not_decide_about() -> None:
    """I2."""
    old = student("s", schools=("hill", "mill"), sections=("c1", "c9"))
    reach = replace(HILL, sections=frozenset({"c9"}))
    merged = merge.student(student("s", schools=("hill",), sections=("c2",)), old, {}, reach)
    assert (merged.schools, merged.sections) == (("hill", "mill"), ("c2", "c9"))
    left = merge.remaining_student(old, reach)
    assert left is not None
    assert (left.schools, left.sections) == (("mill",), ("c9",))
    assert merge.remaining_student(student("s", schools=("hill",)), reach) is None


def test_of_an_account_stays_what_belongs_elsewhere() -> None:
    """I2: a teacher of two schools, a parent of children in two, the district's office, a student."""
    teacher = user("t", roles=(Role.TEACHER, Role.PARENT), schools=("hill", "mill"), students=("s1",))
    left = merge.remaining_user(teacher, HILL)
    assert left is not None
    assert (left.roles, left.schools, left.students) == ((Role.TEACHER,), ("mill",), ())
    parent = user("p", roles=(Role.PARENT,), schools=("hill",), students=("s1", "s2"))
    assert merge.remaining_user(parent, HILL) is None
    with_child = merge.remaining_user(parent, replace(HILL, children=frozenset({"s2"})))
    assert with_child is not None
    assert with_child.students == ("s2",)
    boss = user("b", schools=(), all_schools=True)
    assert merge.remaining_user(boss, HILL) == boss
    assert merge.remaining_user(boss, Reach(frozenset({"hill", ""}))) is None
    assert merge.remaining_user(user("s", roles=(Role.STUDENT,), schools=("hill",)), HILL) is None


def test_who_is_staff_in_one_file_and_family_in_another_reaches_where_they_work() -> None:
    """PERM-07: where the children learn was no reach, and does not become one."""
    old = user("p", roles=(Role.PARENT,), schools=("mill",), students=("s2",))
    new = user("p", roles=(Role.TEACHER,), schools=("hill",))
    merged = merge.user(new, old, replace(HILL, children=frozenset({"s2"})))
    assert (merged.schools, merged.roles) == (("hill",), (Role.TEACHER, Role.PARENT))
    teacher = user("p", roles=(Role.TEACHER,), schools=("mill",))
    parent = user("p", roles=(Role.PARENT,), schools=("hill",), students=("s1",))
    both = merge.user(parent, teacher, HILL)
    assert (both.schools, both.roles) == (("mill",), (Role.TEACHER, Role.PARENT))


def test_an_unsubscribed_address_is_known_in_any_case_and_a_new_one_is_free() -> None:
    """CHAN-01: for the student and the account behind a link."""
    old = student("s", primary_email=EmailAddress("Ann@Mail.example", unsubscribed=True))
    same = merge.student(student("s", primary_email=EmailAddress("ann@mail.example")), old, {}, HILL)
    assert same.primary_email == EmailAddress("ann@mail.example", unsubscribed=True)
    other = merge.student(student("s", primary_email=EmailAddress("new@mail.example")), old, {}, HILL)
    assert other.primary_email == EmailAddress("new@mail.example")
    stored = user(
        "s", email=EmailAddress("ann@mail.example", unsubscribed=True), profiles=("student-standard",)
    )
    linked = student("s", account=LinkedUser("s", EmailAddress("ann@mail.example")))
    account = merge.student(linked, None, {"s": stored}, HILL).account
    assert account is not None
    assert (account.email, account.profiles) == (stored.email, ("student-standard",))
