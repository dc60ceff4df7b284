"""From an accepted message to its report, with all five channels."""

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel, VoicePart
from chalicelib.delivery.model import DeliveryStatus, Totals
from tests.builders import families
from tests.builders import messages as build
from tests.support.line import Line, settle_district


def to(*students: str, kind: RecipientType = RecipientType.PRIMARY_CONTACTS) -> Selection:
    return Selection(StudentSelection(kind, students=students))


def test_a_message_reaches_everybody_on_every_channel(line: Line) -> None:
    """SEND-09, CHAN-01, CHAN-02"""
    settle_district(families.student("sam"), families.student("kim"))
    content = build.content(voice=VoicePart("Bring lunch tomorrow"))
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kim"))
    )
    line.run()
    for channel in (Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PORTAL):
        assert line.totals(message, channel) == Totals(total=2, sent=2), channel
    assert {row.status for row in line.rows(message)} == {DeliveryStatus.SENT}
    assert sorted(each.destination for each in line.handed_over(kind="email")) == [
        "kim-mum@home.example",
        "sam-mum@home.example",
    ]
    assert len(line.handed_over()) == 6
    print(line.saboteur.calls, len(line.saboteur.calls))
