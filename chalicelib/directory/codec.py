"""Records as stored: one compact JSON text per person or section, without fields that hold their default. Pure.

A record is one attribute, not a map of DynamoDB values: 200,000 students pass through here for one send, and
JSON text is read some ten times faster. A field added later is simply absent from older texts.
"""

from .codec_values import (
    Fields,
    email_fields,
    email_of,
    kept,
    linked_fields,
    linked_of,
    phone_fields,
    phone_of,
    some_email,
    some_phone,
)
from .codec_values import text as text
from .model import (
    District,
    Period,
    Role,
    School,
    Section,
    Student,
    StudentContact,
    User,
)

# ---- students and their contacts ---------------------------------------------------------------------------


def contact_fields(contact: StudentContact) -> Fields:
    return kept(
        {
            "id": contact.contact_id,
            "given": contact.given_name,
            "family": contact.family_name,
            "relation": contact.relationship,
            "custodial": contact.custodial,
            "order": contact.sort_order,
            "emails": [email_fields(each) for each in contact.emails],
            "phones": [phone_fields(each) for each in contact.phones],
            "language": contact.language,
            "opt_out": contact.email_opt_out,
            "user": linked_fields(contact.linked_user),
            "ends": contact.end_date,
        }
    )


def contact_of(fields: Fields) -> StudentContact:
    get = fields.get
    return StudentContact(
        fields["id"],
        get("given", ""),
        get("family", ""),
        get("relation", ""),
        get("custodial", False),
        get("order", 0),
        tuple([some_email(each) for each in get("emails", ())]),
        tuple([some_phone(each) for each in get("phones", ())]),
        get("language", ""),
        get("opt_out", False),
        linked_of(get("user")),
        get("ends"),
    )


def student_fields(student: Student) -> Fields:
    return kept(
        {
            "id": student.student_id,
            "given": student.given_name,
            "family": student.family_name,
            "schools": list(student.schools),
            "grade": student.grade,
            "language": student.language,
            "gender": student.gender,
            "email": email_fields(student.primary_email),
            "personal": email_fields(student.personal_email),
            "phone": phone_fields(student.phone),
            "contacts": [contact_fields(each) for each in student.contacts],
            "linked": list(student.linked_students),
            "sections": list(student.sections),
            "user": linked_fields(student.account),
            "inactive": not student.active,
            "number": student.number,
            "extra": student.extra,
        }
    )


def student_of(fields: Fields) -> Student:
    get = fields.get
    return Student(
        fields["id"],
        get("given", ""),
        get("family", ""),
        tuple(get("schools", ())),
        get("grade", ""),
        get("language", ""),
        get("gender", ""),
        email_of(get("email")),
        email_of(get("personal")),
        phone_of(get("phone")),
        tuple([contact_of(each) for each in get("contacts", ())]),
        tuple(get("linked", ())),
        tuple(get("sections", ())),
        linked_of(get("user")),
        not get("inactive"),
        get("number", ""),
        get("extra", {}),
    )


# ---- users -------------------------------------------------------------------------------------------------


def user_fields(user: User) -> Fields:
    return kept(
        {
            "id": user.user_id,
            "given": user.given_name,
            "family": user.family_name,
            "roles": [role.value for role in user.roles],
            "schools": list(user.schools),
            "all_schools": user.all_schools,
            "profiles": list(user.profiles),
            "username": user.username,
            "email": email_fields(user.email),
            "phone": phone_fields(user.phone),
            "language": user.language,
            "students": list(user.students),
            "sections": list(user.sections),
            "opt_out": user.email_opt_out,
            "hidden": not user.searchable,
            "disabled": not user.enabled,
            "number": user.number,
            "pushed": user.push_always,
            "replies": user.allows_replies,
        }
    )


def user_of(fields: Fields) -> User:
    get = fields.get
    return User(
        fields["id"],
        get("given", ""),
        get("family", ""),
        tuple([Role(each) for each in get("roles", ())]),
        tuple(get("schools", ())),
        get("all_schools", False),
        tuple(get("profiles", ())),
        get("username", ""),
        email_of(get("email")),
        phone_of(get("phone")),
        get("language", ""),
        tuple(get("students", ())),
        tuple(get("sections", ())),
        get("opt_out", False),
        not get("hidden"),
        not get("disabled"),
        get("number", ""),
        get("pushed", False),
        get("replies", False),
    )


# ---- schools, sections, the district -----------------------------------------------------------------------


def section_fields(section: Section) -> Fields:
    return kept(
        {
            "id": section.section_id,
            "school": section.school_id,
            "title": section.title,
            "period": section.period,
            "teachers": list(section.teachers),
            "names": list(section.teacher_names),
            "students": list(section.students),
        }
    )


def section_of(fields: Fields) -> Section:
    get = fields.get
    return Section(
        fields["id"],
        get("school", ""),
        get("title", ""),
        get("period", ""),
        tuple(get("teachers", ())),
        tuple(get("names", ())),
        tuple(get("students", ())),
    )


def school_fields(school: School) -> Fields:
    """What a roster says of a school."""
    periods = [[each.period, each.title, each.start, each.end] for each in school.periods]
    return kept(
        {
            "id": school.school_id,
            "name": school.name,
            "students": school.students,
            "grades": dict(school.grades),
            "number": school.number,
            "staff": school.staff,
            "periods": periods,
        }
    )


def chosen_fields(school: School) -> Fields:
    """What people set in Carillon for a school."""
    return kept(
        {
            "zone": school.time_zone,
            "excluded": school.excluded,
            "first_year": school.first_year,
            "last_year": school.last_year,
            "settings": dict(school.settings),
        }
    )


def school_of(fields: Fields, chosen: Fields | None = None) -> School:
    """A school from both."""
    get, own = fields.get, (chosen or {}).get
    return School(
        fields["id"],
        get("name", ""),
        own("zone", ""),
        get("students", 0),
        get("grades", {}),
        get("number", ""),
        get("staff", 0),
        tuple(Period(*each) for each in get("periods", ())),
        own("excluded", False),
        own("first_year", ""),
        own("last_year", ""),
        own("settings", {}),
    )


def district_fields(district: District) -> Fields:
    return {
        "id": district.district_id,
        "name": district.name,
        "zone": district.time_zone,
        "settings": dict(district.settings),
    }


def district_of(fields: Fields) -> District:
    return District(fields["id"], fields["name"], fields["zone"], fields["settings"])
