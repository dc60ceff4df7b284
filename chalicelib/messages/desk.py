"""Where a sender sits: the school they work for, the rights that are left there, and what binds (A-27)."""

import sys
from collections.abc import Mapping

from chalicelib.access import modules, scope
from chalicelib.access.model import Principal
from chalicelib.directory import store as directory
from chalicelib.directory.model import District, School
from chalicelib.directory.preferences import effective
from chalicelib.kernel.values import value

from .model import Source, source_at

ANY_NUMBER = sys.maxsize


@value
class Desk:
    """`source` is as whom recipients will see what is sent from here."""

    principal: Principal
    district: District
    school: School
    source: Source
    settings: Mapping[str, str | int | bool]

    @property
    def confirm_over(self) -> int:
        """From how many people on a number has to be confirmed: SEND-02, SEND-03; families are never asked
        (SEND-04)."""
        if not self.principal.is_staff:
            return ANY_NUMBER
        return 0 if self.settings["always_confirm"] else int(self.settings["confirm_over"])


def desk_of(principal: Principal, school_id: str, asked: Source) -> Desk:
    """Raises NotFound for a school out of reach or closed."""
    district = directory.district(principal.district)
    school = scope.session_school(principal, district, school_id)
    source = source_at(school, asked)
    settings = effective(district, None if source is Source.DISTRICT else school)
    at_desk = modules.at_school(principal, school).at(school_id)
    return Desk(at_desk, district, school, source, settings)
