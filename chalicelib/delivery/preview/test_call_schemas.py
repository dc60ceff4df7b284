"""What a test call takes and gives (docs/api)."""

from pydantic import Field

from chalicelib.access.validation import Id, Schema
from chalicelib.content.compose import Written
from chalicelib.messages.schemas import VoiceIn


class TestCallIn(Schema):
    school_id: Id = Field(description="The school that the caller works for")
    number: str = Field(description="Whom to call, as people write it", max_length=100)
    voice: VoiceIn

    def written(self) -> Written:
        return Written(voice=self.voice.part())


class TestCallPlaced(Schema):
    """The provider took it: the phone rings within seconds."""

    number: str
