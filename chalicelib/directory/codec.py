"""Records as stored: one compact JSON text per person or section, without fields that hold their default. Pure.

A record is one attribute, not a map of DynamoDB values: 200,000 students pass through here for one send, and
JSON text is read some ten times faster. A field added later is simply absent from older texts.
"""

import json
from collections.abc import Mapping
from typing import Any

from .model import (
    District,
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

Fields = dict[str, Any]


def text(fields: Mapping[str, Any]) -> str:
    """A record's JSON text; the same record always gives the same text."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _kept(fields: Fields) -> Fields:
    """Without what is empty: the default of every field here."""
    return {name: value for name, value in fields.items() if value}


# ---- phones, addresses, accounts ---------------------------------------------------------------------------

_CALLOUT, _BLOCKED, _SMS, _UNSUBSCRIBED = 1, 2, 4, 8
_KINDS = {kind.value[0]: kind for kind in PhoneKind}


def phone_fields(phone: Phone | None) -> list[Any] | None:
    """`[number, kind's initial, flags]`."""
    if phone is None:
        return None
    flags = phone.callout * _CALLOUT + phone.blocked * _BLOCKED + phone.sms * _SMS
    return [phone.number, phone.kind.value[0], flags + phone.unsubscribed * _UNSUBSCRIBED]


def phone_of(fields: list[Any] | None) -> Phone | None:
    return _phone(fields) if fields else None


def _phone(fields: list[Any]) -> Phone:
    number, kind, flags = fields
    return Phone(
        number,
        _KINDS[kind],
        bool(flags & _CALLOUT),
        bool(flags & _BLOCKED),
        bool(flags & _SMS),
        bool(flags & _UNSUBSCRIBED),
    )


def email_fields(email: EmailAddress | None) -> str | list[str] | None:
    """The address as text, or in a list of one when its owner opted out."""
    if email is None:
        return None
    return [email.address] if email.unsubscribed else email.address


def email_of(fields: str | list[str] | None) -> EmailAddress | None:
    return _email(fields) if fields else None


def _email(fields: str | list[str]) -> EmailAddress:
    return EmailAddress(fields) if isinstance(fields, str) else EmailAddress(fields[0], True)


def linked_fields(user: LinkedUser | None) -> Fields | None:
    if user is None:
        return None
    return _kept(
        {
            "id": user.user_id,
            "email": email_fields(user.email),
            "phone": phone_fields(user.phone),
            "profiles": list(user.profiles),
            "opt_out": user.email_opt_out,
            "disabled": not user.enabled,
        }
    )


def linked_of(fields: Fields | None) -> LinkedUser | None:
    if not fields:
        return None
    get = fields.get
    return LinkedUser(
        fields["id"],
        email_of(get("email")),
        phone_of(get("phone")),
        tuple(get("profiles", ())),
        get("opt_out", False),
        not get("disabled"),
    )


# ---- students and their contacts ---------------------------------------------------------------------------


def contact_fields(contact: StudentContact) -> Fields:
    return _kept(
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
        tuple([_email(each) for each in get("emails", ())]),
        tuple([_phone(each) for each in get("phones", ())]),
        get("language", ""),
        get("opt_out", False),
        linked_of(get("user")),
        get("ends"),
    )


def student_fields(student: Student) -> Fields:
    return _kept(
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
    return _kept(
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
    )


# ---- schools, sections, the district -----------------------------------------------------------------------


def section_fields(section: Section) -> Fields:
    return _kept(
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
    periods = [[each.period, each.title, each.start, each.end] for each in school.periods]
    return _kept(
        {
            "id": school.school_id,
            "name": school.name,
            "zone": school.time_zone,
            "students": school.students,
            "grades": dict(school.grades),
            "number": school.number,
            "staff": school.staff,
            "periods": periods,
        }
    )


def school_of(fields: Fields) -> School:
    get = fields.get
    return School(
        fields["id"],
        get("name", ""),
        get("zone", ""),
        get("students", 0),
        get("grades", {}),
        get("number", ""),
        get("staff", 0),
        tuple(Period(*each) for each in get("periods", ())),
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
