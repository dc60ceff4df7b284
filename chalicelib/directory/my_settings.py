"""What users set for themselves (SET), and what their district decides instead of them (SET-02). Pure.

    what a user set <- what the district decided for everybody = what holds

What was set is kept beside the user's record (`store/my_settings.py`) and copied into it and into the records
of the students who name the account, so that sending reads nothing more. The district's decision is looked up
when it matters, and is never copied.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace

from chalicelib.kernel.values import value

from .model import STAFF_ROLES, LinkedUser, Role, Student, User
from .preferences import ENFORCEABLE

FOR_STAFF = ("hidden_from_search", "allows_replies")
FOR_ALL = ("push_always", "email_opt_out")


@value
class MySettings:
    """`hidden_from_search`: not found in the staff picker (SET-03). `push_always`: a push for every message
    received (SET-05). `email_opt_out`: no emails about new messages (SET-07). `allows_replies`: a new message
    begins with replies allowed (SET-09)."""

    hidden_from_search: bool = False
    push_always: bool = False
    email_opt_out: bool = False
    allows_replies: bool = False

    def with_values(self, values: Mapping[str, bool]) -> "MySettings":
        return replace(self, **values)

    def values(self) -> dict[str, bool]:
        return asdict(self)


def applying_to(roles: tuple[Role, ...]) -> tuple[str, ...]:
    """The names of the settings that concern somebody: families are in no picker and send no bulk (SET-01)."""
    return (*FOR_ALL, *FOR_STAFF) if STAFF_ROLES.intersection(roles) else FOR_ALL


def decided(settings: Mapping[str, object]) -> dict[str, bool]:
    """What a district decided for everybody, by name; the others each user decides (SET-02)."""
    found = {name: settings.get(f"everybody_{name}") for name in ENFORCEABLE}
    return {name: value == "on" for name, value in found.items() if value in ("on", "off")}


def of_record(user: User) -> MySettings:
    """What a user's record carries."""
    return MySettings(not user.searchable, user.push_always, user.email_opt_out, user.allows_replies)


def with_settings(user: User, own: MySettings | None) -> User:
    """The record with what the user set; as it is when the user never set anything."""
    if own is None:
        return user
    return replace(
        user,
        searchable=not own.hidden_from_search,
        push_always=own.push_always,
        email_opt_out=own.email_opt_out,
        allows_replies=own.allows_replies,
    )


def with_account(student: Student, user_id: str, own: MySettings) -> Student:
    """A student's record in which an account, the student's or a contact's, carries what its owner set."""

    def copied(account: LinkedUser | None) -> LinkedUser | None:
        if account is None or account.user_id != user_id:
            return account
        return replace(account, push_always=own.push_always, email_opt_out=own.email_opt_out)

    contacts = tuple(replace(each, linked_user=copied(each.linked_user)) for each in student.contacts)
    return replace(student, account=copied(student.account), contacts=contacts)
