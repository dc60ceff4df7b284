"""People of a small district, with keyword defaults: `user("pat", roles=(Role.TEACHER,))`."""

from typing import Any

from chalicelib.directory.caller_ids import CallerId
from chalicelib.directory.model import District, Role, School, Section, Student, User


def district(district_id: str = "demo", **changes: Any) -> District:
    return District(
        **{"district_id": district_id, "name": "Riverbend", "time_zone": "America/Denver"} | changes
    )


def school(school_id: str = "lincoln", **changes: Any) -> School:
    usual: dict[str, Any] = {
        "school_id": school_id,
        "name": school_id.title(),
        "students": 2,
        "grades": {"09": 2},
    }
    return School(**usual | changes)


def user(user_id: str = "ann", **changes: Any) -> User:
    """An administrator of Lincoln who signs in with their id."""
    usual: dict[str, Any] = {
        "user_id": user_id,
        "given_name": user_id.title(),
        "family_name": "Miller",
        "roles": (Role.ADMIN,),
        "schools": ("lincoln",),
        "username": user_id,
    }
    return User(**usual | changes)


def student(student_id: str = "sam", **changes: Any) -> Student:
    usual: dict[str, Any] = {
        "student_id": student_id,
        "given_name": student_id.title(),
        "family_name": "Miller",
        "schools": ("lincoln",),
        "grade": "09",
    }
    return Student(**usual | changes)


def section(section_id: str = "algebra", **changes: Any) -> Section:
    return Section(**{"section_id": section_id, "school_id": "lincoln", "title": section_id.title()} | changes)


def caller_id(caller_id: str = "front-office", **changes: Any) -> CallerId:
    """The default of the whole district."""
    usual: dict[str, Any] = {
        "title": "Front office",
        "number": "+13035550142",
        "creator": "",
        "public": True,
        "district_default": True,
    }
    return CallerId(caller_id, **usual | changes)
