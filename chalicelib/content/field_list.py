"""The insert fields there are (FLDS): a fixed list. `tokens.py` finds them in texts. Pure."""

from enum import StrEnum

from chalicelib.kernel.values import value


class Group(StrEnum):
    """The groups of the Insert Field window, in its order (FLDS-01)."""

    STUDENT = "student"
    USER = "user"
    PERIOD = "period"


@value
class Field:
    """`name` is what a token holds, `title` what the window shows."""

    name: str
    group: Group
    title: str

    @property
    def token(self) -> str:
        """As it is written in a text."""
        return "{{" + self.name + "}}"


STUDENT_FIELDS = (
    Field("student.first_name", Group.STUDENT, "Student's first name"),
    Field("student.last_name", Group.STUDENT, "Student's last name"),
    Field("student.full_name", Group.STUDENT, "Student's full name"),
    Field("student.grade", Group.STUDENT, "Grade"),
    Field("student.school", Group.STUDENT, "Student's school"),
    Field("student.number", Group.STUDENT, "Student number"),
    Field("students.first_names", Group.STUDENT, "First names of all the children"),
    Field("students.full_names", Group.STUDENT, "Full names of all the children"),
)
USER_FIELDS = (
    Field("recipient.first_name", Group.USER, "Recipient's first name"),
    Field("recipient.full_name", Group.USER, "Recipient's full name"),
    Field("sender.name", Group.USER, "Sender's name"),
    Field("sender.school", Group.USER, "Sender's school"),
)
PERIOD_FIELDS = (
    Field("period.name", Group.PERIOD, "Name of the marking period"),
    Field("period.first_day", Group.PERIOD, "First day of the marking period"),
    Field("period.last_day", Group.PERIOD, "Last day of the marking period"),
)
FIELDS = {field.name: field for field in (*STUDENT_FIELDS, *USER_FIELDS, *PERIOD_FIELDS)}
