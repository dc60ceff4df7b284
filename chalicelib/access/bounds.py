"""Whom somebody may write to, as ids alone (PERM-07). Pure.

`within.scope_of` makes one for a principal at a moment. A message keeps the one that it was accepted with, so
that the members of its groups are chosen at sending as far as its sender reached (A-82).
"""

from chalicelib.directory.model import STAFF_ROLES, Role, Section, Student, User
from chalicelib.kernel.values import value


@value
class Scope:
    """What one reaches by `role`: an admin the `schools`, a teacher the students of the `sections`, a parent
    the `children`.

    `excluded`: schools whose people are absent for one outside them (PICK-10). `inside`: one works in such a
    school, which is the only one of `schools`, and reaches nobody outside (XSCH-03). `hides_schedules`: what a
    schedule would tell is hidden: a teacher's students, a family's teachers (PICK-11, PICK-12).
    """

    role: Role = Role.STUDENT
    schools: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    inside: bool = False
    hides_schedules: bool = False

    def has_student(self, student: Student) -> bool:
        """Whether one active student is within reach."""
        if not student.active or self._is_absent(student):
            return False
        if self.role is Role.ADMIN:
            return not set(self.schools).isdisjoint(student.schools)
        if self.role is Role.TEACHER:
            return not self.hides_schedules and not set(self.sections).isdisjoint(student.sections)
        return student.student_id in self.children

    def _is_absent(self, student: Student) -> bool:
        return bool(student.schools) and set(student.schools) <= set(self.excluded)

    def has_section(self, section: Section) -> bool:
        """A section of one of an admin's schools, or one that the teacher teaches."""
        if self.role is Role.ADMIN:
            return section.school_id in self.schools
        return not self.hides_schedules and section.section_id in self.sections

    @property
    def hides_staff(self) -> bool:
        """Whether families are shown no staff to write to (PICK-12, A-73)."""
        return self.role not in STAFF_ROLES and self.hides_schedules

    def has_staff(self, user: User) -> bool:
        """Staff of a common school who let others find them (PERM-A07, PICK-09)."""
        return user.searchable and not self.hides_staff and self.meets_staff(user)

    def hides(self, user: User) -> bool:
        """Whether staff are absent however they would be reached: who works for excluded schools only; inside
        one, whoever does not work there (PICK-10, XSCH-02, XSCH-03). Who works for both is there (A-70)."""
        if self.inside:
            return set(self.schools).isdisjoint(user.schools)
        return bool(user.schools) and not user.all_schools and set(user.schools) <= set(self.excluded)

    @property
    def apart(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All that `hides` goes by."""
        return self.schools if self.inside else (), self.excluded

    def meets_staff(self, user: User) -> bool:
        """Enabled staff of a common school, or of the district's office; found by others or not."""
        if not (user.enabled and user.is_staff):
            return False
        return (user.all_schools and not self.inside) or not set(self.schools).isdisjoint(user.schools)
