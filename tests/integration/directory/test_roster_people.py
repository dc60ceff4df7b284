"""What an export makes of its people: contacts, custody, families, accounts, sections, schools."""

from dataclasses import replace

from chalicelib.directory import store
from chalicelib.directory.model import EmailAddress, Phone, PhoneKind, Role, Student, StudentContact
from tests.builders import exports
from tests.builders.exports import changed, export, more, small
from tests.builders.people import user

from .conftest import Importing

D = "demo"


def one(student_id: str) -> Student:
    return store.students(D, (student_id,))[student_id]


def contact(student_id: str, contact_id: str) -> StudentContact:
    return next(each for each in one(student_id).contacts if each.contact_id == contact_id)


def test_a_student_with_contacts_section_and_language(imported: Importing) -> None:
    """PICK-01, RCPT-03: parents and guardians count as custodial, in the order in which they appear."""
    imported(changed(small(), "users", "s1", **{"metadata.language": "Spanish", "metadata.bus": "7"}))
    found = one("s1")
    assert (found.name, found.grade, found.gender, found.language) == ("Ann Ames", "09", "female", "es")
    assert (found.schools, found.sections, found.extra) == (("hill",), ("c1",), {"bus": "7"})
    assert found.primary_email == EmailAddress("ann@pupils.example")
    assert [
        (each.contact_id, each.relationship, each.custodial, each.sort_order) for each in found.contacts
    ] == [
        ("amy", "Parent", True, 1),
        ("bob", "Guardian", True, 2),
    ]
    assert found.account is not None


def test_a_number_in_the_sms_column_takes_texts(imported: Importing) -> None:
    """CHAN-01, A-21: another takes calls only."""
    imported()
    assert contact("s1", "amy").phones == (Phone("+15055550101", PhoneKind.MOBILE, sms=True),)
    assert contact("s1", "bob").phones == (Phone("+15055550102", PhoneKind.UNKNOWN, sms=False),)


def test_adults_are_linked_whichever_of_the_two_names_the_other(imported: Importing) -> None:
    """RCPT-03: a relative is a contact without custody."""
    imported(changed(small(), "users", "amy", agentSourcedIds="s1"))
    assert [each.contact_id for each in one("s1").contacts] == ["amy", "bob"]
    assert (contact("s3", "cleo").custodial, contact("s3", "cleo").relationship) == (False, "Relative")


def test_adults_have_accounts_with_their_children(imported: Importing) -> None:
    """RCPT-20: the linked user of a contact is a parent with the children's school; a disabled one is none."""
    imported(changed(small(), "users", "bob", enabledUser="false"))
    linked = contact("s1", "amy").linked_user
    assert linked is not None
    assert (linked.user_id, linked.email) == ("amy", EmailAddress("amy@m.example"))
    assert contact("s1", "bob").linked_user is None
    accounts = store.users(D, ("amy", "bob", "s1"))
    assert (accounts["amy"].roles, accounts["amy"].students) == ((Role.PARENT,), ("s1", "s2"))
    assert (accounts["s1"].roles, accounts["s1"].schools) == ((Role.STUDENT,), ("hill",))
    assert "bob" not in accounts
    assert store.user_by_login(D, "AMY") == accounts["amy"]


def test_staff_and_their_sections(imported: Importing) -> None:
    """PICK-08: teachers of sections, administrators of schools; one of the district reaches all schools."""
    tables = more(small(), "users", exports.user("sue", "administrator", "Sue", "Top", org="d"))
    imported(tables)
    found = store.users(D, ("tim", "eve", "sue"))
    assert (found["tim"].roles, found["tim"].sections, found["tim"].schools) == (
        (Role.TEACHER,),
        ("c1",),
        ("hill",),
    )
    assert (found["eve"].roles, found["eve"].all_schools) == ((Role.ADMIN,), False)
    assert (found["sue"].all_schools, found["sue"].schools) == (True, ())
    assert [row.user_id for row in store.search_staff(D, ("hill",)).items] == ["eve", "tim", "sue"]
    (section,) = store.school_sections(D, "hill")
    assert (section.title, section.period, section.teachers, section.teacher_names) == (
        "Algebra 1",
        "2",
        ("tim",),
        ("Tim Hart",),
    )
    assert section.students == ("s1", "s3")


def test_a_teacher_who_is_a_parent_is_both(imported: Importing) -> None:
    """PERM-03: their reach is where they teach, not where the child learns."""
    tables = more(small(), "orgs", {"sourcedId": "mill", "name": "Mill", "type": "school"})
    tables = more(tables, "users", exports.student("s4", org="mill", agents="tim"))
    imported(tables)
    tim = store.users(D, ("tim",))["tim"]
    assert (tim.roles, tim.schools, tim.students) == ((Role.TEACHER, Role.PARENT), ("hill",), ("s4",))


def test_schools_count_their_people(imported: Importing) -> None:
    """PICK-02: totals come from the school's record."""
    imported()
    school = store.schools(D)["hill"]
    assert (school.students, school.grades, school.staff, school.number) == (3, {"09": 2, "10": 1}, 2, "HILL")
    assert set(store.schools(D)) == {"hill"}


def test_children_with_the_very_same_custodial_contacts_are_linked(imported: Importing) -> None:
    """RCPT-09: then nobody is forgotten when a family is written to once. Half siblings are not linked."""
    tables = more(small(), "users", exports.student("s4", agents="amy"))
    imported(tables)
    assert (one("s1").linked_students, one("s2").linked_students) == (("s2",), ("s1",))
    assert one("s4").linked_students == ()
    families = {entry.student_id: entry.family for entry in store.roll(D, "hill")}
    assert families == {"s1": "s1", "s2": "s1", "s3": "s3", "s4": "s4"}


def test_a_placeholder_shared_by_many_makes_no_family(imported: Importing) -> None:
    """RCPT-09."""
    crowd = [exports.student(f"x{n:02}", agents="cleo") for n in range(13)]
    tables = changed(more(small(), "users", *crowd), "users", "cleo", role="parent")
    imported(tables)
    assert one("x00").linked_students == ()


def test_siblings_csv_decides_alone(imported: Importing) -> None:
    """RCPT-09: pairs link directly and by way of others; unknown students are problems."""
    tables = more(small(), "users", exports.student("s4", family="Cole"))
    tables["siblings"] = [
        {"studentSourcedId": "s1", "siblingSourcedId": "s3"},
        {"studentSourcedId": "s4", "siblingSourcedId": "s3"},
        {"studentSourcedId": "s4", "siblingSourcedId": "nobody"},
    ]
    assert imported(tables).problems == 1
    assert one("s1").linked_students == ("s3", "s4")
    assert one("s2").linked_students == ()


CONTACT_ROW = {"studentSourcedId": "s1", "contactSourcedId": "amy"}


def test_contacts_csv_decides_alone_for_the_students_it_names(imported: Importing) -> None:
    """RCPT-03: leaving a parent out there is meant, custody and order are as it says."""
    tables = small()
    tables["contacts"] = [
        CONTACT_ROW
        | {"custodial": "true", "sortOrder": "2", "relationship": "Mother", "email1": "a@m.example"},
        {
            "studentSourcedId": "s1",
            "contactSourcedId": "gran",
            "givenName": "Gran",
            "sortOrder": "1",
            "custodial": "",
        },
    ]
    imported(tables)
    assert [(each.contact_id, each.custodial, each.sort_order) for each in one("s1").contacts] == [
        ("gran", False, 1),
        ("amy", True, 2),
    ]
    assert contact("s1", "amy").emails == (EmailAddress("a@m.example"),)
    assert contact("s1", "gran").linked_user is None
    assert [each.contact_id for each in one("s2").contacts] == ["amy", "bob"]


def test_contacts_csv_carries_phones_with_flags(imported: Importing) -> None:
    """A-21: a flag that is not said is Callout on, Blocked off, SMS off."""
    tables = small()
    tables["contacts"] = [
        CONTACT_ROW
        | {"phone1": "505-555-0111", "phone1Type": "mobile", "phone1Sms": "true", "emailOptOut": "true"}
        | {"phone2": "505-555-0112", "phone2Type": "work", "phone2Callout": "false", "phone2Blocked": "yes"}
        | {"phone3": "505-555-0113"}
    ]  # fmt: skip
    imported(tables)
    found = contact("s1", "amy")
    assert found.phones == (
        Phone("+15055550111", PhoneKind.MOBILE, sms=True),
        Phone("+15055550112", PhoneKind.WORK, callout=False, blocked=True),
        Phone("+15055550113"),
    )
    assert found.email_opt_out
    assert found.emails == (EmailAddress("amy@m.example"),), (
        "no email column in contacts.csv: users.csv is asked"
    )


def test_a_contact_may_have_an_account_of_another_id_and_an_end(imported: Importing) -> None:
    """RCPT-20: a contact whose end date has passed is none."""
    tables = small()
    tables["contacts"] = [
        {"studentSourcedId": "s1", "contactSourcedId": "p9", "givenName": "Amy", "linkedUserSourcedId": "amy"},
        {"studentSourcedId": "s1", "contactSourcedId": "p8", "givenName": "Past", "endDate": "2026-01-31"},
        {"studentSourcedId": "s1", "contactSourcedId": "p7", "givenName": "Next", "endDate": "2027-01-31"},
    ]
    imported(tables)
    assert [each.contact_id for each in one("s1").contacts] == ["p9", "p7"]
    linked = contact("s1", "p9").linked_user
    assert linked is not None
    assert linked.user_id == "amy"
    assert contact("s1", "p7").end_date == "2027-01-31"
    assert store.users(D, ("amy",))["amy"].students == ("s1", "s2")


def test_periods_csv(imported: Importing) -> None:
    """PICK-01: a later file without it leaves the periods as they are."""
    tables = small()
    tables["periods"] = [
        {"schoolSourcedId": "hill", "period": "1", "title": "First", "startTime": "8:05", "endTime": "08:50"}
    ]
    imported(tables)
    imported(changed(small(), "users", "s1", givenName="Anna"))
    assert [(each.period, each.start, each.end) for each in store.schools(D)["hill"].periods] == [
        ("1", "08:05", "08:50")
    ]


def test_roles_of_version_1_2(imported: Importing) -> None:
    """I4: several roles in several schools with dates; the primary school comes first."""
    tables = small()
    tables["orgs"].append({"sourcedId": "mill", "name": "Mill", "type": "school"})
    roles = [
        ("r1", "s1", "secondary", "student", "hill", ""),
        ("r2", "s1", "primary", "student", "mill", ""),
        ("r3", "s2", "primary", "student", "mill", "2026-06-30"),
        ("r4", "amy", "primary", "parent", "hill", ""),
        ("r5", "tim", "primary", "teacher", "hill", ""),
        ("r6", "tim", "secondary", "principal", "mill", ""),
        ("r7", "ghost", "primary", "teacher", "mill", ""),
    ]
    names = ("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId", "endDate")
    tables["roles"] = [dict(zip(names, row, strict=True)) for row in roles]
    tables["users"] = [
        {name: text for name, text in row.items() if name not in ("role", "orgSourcedIds")}
        for row in tables["users"]
    ]
    done = imported(export(tables, version="1.2"))
    assert one("s1").schools == ("mill", "hill")
    assert "s2" not in store.students(D, ("s2",))
    tim = store.users(D, ("tim",))["tim"]
    assert (tim.roles, tim.schools) == ((Role.ADMIN, Role.TEACHER), ("hill", "mill"))
    assert tim.profiles == ("principal", "teacher-standard")
    assert "roles.csv: rows that have ended: 1." in done.ignored


def test_enrollments_begin_and_end(imported: Importing) -> None:
    """PICK-14: future-dated is not yet, ended is no more."""
    tables = changed(small(), "enrollments", "e2", beginDate="2026-12-01T00:00:00Z")
    imported(changed(tables, "enrollments", "e3", endDate="2026-11-23"))
    assert store.school_sections(D, "hill")[0].students == ()
    assert one("s1").sections == ()


def test_what_people_set_in_carillon_is_kept(imported: Importing) -> None:
    """PICK-09, CHAN-01: opt-outs, profiles and unsubscribed addresses outlive an import."""
    imported()
    amy = store.users(D, ("amy",))["amy"]
    store.put_users(D, [replace(amy, email_opt_out=True, profiles=("parent-inbox-only",), searchable=False)])
    ann = one("s1")
    first, second = ann.contacts
    gone = replace(
        first,
        emails=(EmailAddress("amy@m.example", unsubscribed=True),),
        phones=(replace(first.phones[0], unsubscribed=True),),
        email_opt_out=True,
    )
    store.put_students(D, [replace(ann, contacts=(gone, second))])
    tables = changed(small(), "users", "amy", givenName="Amelia", phone="505-555-0177", sms="505-555-0101")
    imported(tables)
    found = contact("s1", "amy")
    assert (found.given_name, found.email_opt_out) == ("Amelia", True)
    assert found.emails == (EmailAddress("amy@m.example", unsubscribed=True),)
    assert [(each.number, each.unsubscribed) for each in found.phones] == [
        ("+15055550177", False),
        ("+15055550101", True),
    ]
    kept = store.users(D, ("amy",))["amy"]
    assert (kept.email_opt_out, kept.profiles, kept.searchable) == (True, ("parent-inbox-only",), False)
    assert found.linked_user is not None
    assert (found.linked_user.profiles, found.linked_user.email_opt_out) == (("parent-inbox-only",), True)


def test_usernames_are_one_persons(imported: Importing) -> None:
    """PERM-03: nobody is signed in as another, in the file or in the rest of the district."""
    store.put_users(D, [user("operator", username="tim")])
    done = imported(changed(small(), "users", "eve", username="AMY"))
    assert done.problems == 2
    found = store.users(D, ("eve", "tim", "amy"))
    assert sorted((each.user_id, each.username) for each in found.values()) == [
        ("amy", "amy"),
        ("eve", ""),
        ("tim", ""),
    ]
    owner = store.user_by_login(D, "tim")
    assert owner is not None
    assert owner.user_id == "operator"
