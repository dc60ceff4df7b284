"""A district with two schools and its staff, for the reports."""

import pytest

from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from tests.builders import people


@pytest.fixture
def town(aws: None) -> None:
    """A district in New York; teachers of Lincoln, principals of either school, a superintendent, a family."""
    directory.put_district(people.district(time_zone="America/New_York"))
    for school_id, name in (("lincoln", "Lincoln High"), ("roosevelt", "Roosevelt Middle")):
        directory.put_school("demo", people.school(school_id, name=name))
    directory.put_users(
        "demo",
        [
            people.user("teacher-1", given_name="Ada", roles=(Role.TEACHER,)),
            people.user("teacher-2", given_name="Bo", roles=(Role.TEACHER,)),
            people.user("far-teacher", given_name="Cy", roles=(Role.TEACHER,), schools=("roosevelt",)),
            people.user("principal", given_name="Dee", profiles=("principal",)),
            people.user(
                "superintendent",
                given_name="Eve",
                profiles=("district-administrator",),
                schools=(),
                all_schools=True,
            ),
            people.user("clerk", given_name="Flo", profiles=("data-clerk",)),
            people.user("parent-1", roles=(Role.PARENT,)),
            people.user("student-1", roles=(Role.STUDENT,)),
        ],
    )
