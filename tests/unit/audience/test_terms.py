"""What a message asks of resolving, from its content and its district."""

from datetime import UTC, datetime

from chalicelib.audience.terms import terms_for
from chalicelib.content.model import Channel, SmsPart
from chalicelib.directory.suppression import NOBODY
from tests.builders import people
from tests.builders.messages import content

EVENING = datetime(2026, 11, 24, 3, tzinfo=UTC)  # the 23rd in Denver


def test_the_day_is_the_districts() -> None:
    """A-83: a contact who ended yesterday there has not ended here."""
    assert terms_for(content(), people.district(), NOBODY, EVENING).today == "2026-11-23"


def test_only_parts_that_are_an_emergency_are() -> None:
    """A-13"""
    terms = terms_for(content(sms=SmsPart("Stay home", emergency=True)), people.district(), NOBODY, EVENING)
    assert terms.emergency == {Channel.SMS}
    assert set(terms.channels) > {Channel.SMS, Channel.EMAIL}


def test_a_text_that_names_the_student_is_one_for_each() -> None:
    """A-18"""
    named = content(sms=SmsPart("{{student.first_name}} is ill"))
    assert terms_for(content(), people.district(), NOBODY, EVENING).once_per_teacher
    assert not terms_for(named, people.district(), NOBODY, EVENING).once_per_teacher


def test_what_the_district_decided_for_everybody_holds() -> None:
    """SET-02"""
    district = people.district(settings={"everybody_email_opt_out": "on"})
    assert terms_for(content(), district, NOBODY, EVENING).decided == {"email_opt_out": True}
