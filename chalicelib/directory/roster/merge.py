"""A record of the file and the stored one, made one. Pure.

The file decides what a student system knows. Three things are kept from the stored record: what people set in
Carillon (opt-outs, messaging search, profiles; flags of numbers and addresses by `contact_flags`), which
addresses are unsubscribed, and what belongs to schools that this file does not govern.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chalicelib.directory.model import (
    STAFF_ROLES,
    EmailAddress,
    LinkedUser,
    Phone,
    Role,
    Student,
    StudentContact,
    User,
)
from chalicelib.kernel.values import value


@value
class Reach:
    """What the file decides about. `others`: whether the district has more schools; then `sections` and
    `children` are the ids outside it that stored records name."""

    governed: frozenset[str]
    says_opt_out: bool = False
    others: bool = False
    sections: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()

    def outside(self, schools: Iterable[str]) -> tuple[str, ...]:
        """Those of some schools that the file does not govern."""
        return tuple(each for each in schools if each not in self.governed)


def _email(new: EmailAddress | None, old: Iterable[EmailAddress | None]) -> EmailAddress | None:
    if new is None:
        return None
    gone = {each.address.casefold() for each in old if each and each.unsubscribed}
    return replace(new, unsubscribed=new.address.casefold() in gone)


def _phone(new: Phone | None, old: Iterable[Phone | None]) -> Phone | None:
    if new is None:
        return None
    gone = {each.number for each in old if each and each.unsubscribed}
    return replace(new, unsubscribed=new.number in gone)


def _more(new: tuple[str, ...], kept: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*new, *kept)))


# ---- accounts ----------------------------------------------------------------------------------------------


def user(new: User, old: User | None, reach: Reach) -> User:
    """The account to store."""
    if old is None:
        return new
    left = remaining_user(old, reach)
    return replace(
        new,
        roles=tuple(role for role in Role if role in new.roles or (left and role in left.roles)),
        schools=_reach(new, left),
        all_schools=new.all_schools or bool(left and left.all_schools),
        sections=_more(new.sections, left.sections if left else ()),
        students=_more(new.students, left.students if left else ()),
        profiles=old.profiles or new.profiles,
        email=_email(new.email, (old.email,)),
        phone=_phone(new.phone, (old.phone,)),
        email_opt_out=old.email_opt_out,
        searchable=old.searchable,
        push_always=old.push_always,
        allows_replies=old.allows_replies,
    )


def _reach(new: User, left: User | None) -> tuple[str, ...]:
    """The schools of both; but staff reach where they work only, not where their children learn."""
    if left is None or left.is_staff == new.is_staff:
        return _more(new.schools, left.schools if left else ())
    return left.schools if left.is_staff else new.schools


def remaining_user(old: User, reach: Reach) -> User | None:
    """What is left of an account without the schools that the file governs; None when that is nothing."""
    schools = reach.outside(old.schools)
    children = tuple(each for each in old.students if each in reach.children)
    office = old.all_schools and "" not in reach.governed
    works = old.is_staff and (bool(schools) or office)
    kept = {
        Role.PARENT: bool(children),
        Role.STUDENT: bool(schools) and not old.is_staff,
        **dict.fromkeys(STAFF_ROLES, works),
    }
    roles = tuple(role for role in old.roles if kept[role])
    if not roles:
        return None
    sections = tuple(each for each in old.sections if each in reach.sections)
    return replace(old, roles=roles, schools=schools, students=children, sections=sections, all_schools=office)


# ---- students ----------------------------------------------------------------------------------------------


def student(new: Student, old: Student | None, users: Mapping[str, User], reach: Reach) -> Student:
    """The student to store; `users` are the stored accounts of the student and the contacts."""
    before = {each.contact_id: each for each in old.contacts} if old else {}
    merged = replace(
        new,
        contacts=tuple([_contact(each, before.get(each.contact_id), users, reach) for each in new.contacts]),
        account=_linked(new.account, users),
    )
    if old is None:
        return merged
    return replace(
        merged,
        schools=_more(new.schools, reach.outside(old.schools)),
        sections=_more(new.sections, (each for each in old.sections if each in reach.sections)),
        primary_email=_email(new.primary_email, (old.primary_email, old.personal_email)),
        personal_email=_email(new.personal_email, (old.primary_email, old.personal_email)),
        phone=_phone(new.phone, (old.phone,)),
    )


def remaining_student(old: Student, reach: Reach) -> Student | None:
    """The student without the schools that the file governs; None when there is no other."""
    schools = reach.outside(old.schools)
    if not schools:
        return None
    return replace(
        old, schools=schools, sections=tuple(each for each in old.sections if each in reach.sections)
    )


def _contact(
    new: StudentContact, old: StudentContact | None, users: Mapping[str, User], reach: Reach
) -> StudentContact:
    merged = replace(new, linked_user=_linked(new.linked_user, users))
    if old is None:
        return merged
    return replace(
        merged,
        emails=tuple([kept for each in new.emails if (kept := _email(each, old.emails))]),
        phones=tuple([same for each in new.phones if (same := _phone(each, old.phones))]),
        email_opt_out=new.email_opt_out if reach.says_opt_out else old.email_opt_out,
    )


def _linked(new: LinkedUser | None, users: Mapping[str, User]) -> LinkedUser | None:
    """The account as it is stored: profiles, opt-outs and unsubscribed addresses are copied from there."""
    stored = users.get(new.user_id) if new else None
    if new is None or stored is None:
        return new
    return replace(
        new,
        email=_email(new.email, (stored.email,)),
        phone=_phone(new.phone, (stored.phone,)),
        profiles=stored.profiles,
        email_opt_out=stored.email_opt_out,
        push_always=stored.push_always,
    )
