"""The environment a function runs in, read in one place and when asked (nothing at import).

`template.yaml` sets these variables. A missing one is a deployment fault and says its name, unless whoever
asks has a default for it.
"""

import os


class MissingSetting(RuntimeError):
    """A variable that `template.yaml` should have set is not there."""


def setting(name: str, default: str | None = None) -> str:
    """The variable's value, or the default. Raises MissingSetting when there is neither."""
    value = os.environ.get(name, default)
    if value is None:
        raise MissingSetting(f"The environment variable {name} is not set")
    return value


def table(room: str) -> str:
    """The table of a room: `directory`, `access`, `audience`, `messages`, `deliveries` or `announcements`."""
    return setting(f"{room.upper()}_TABLE")


def lane_queue_url(channel: str, lane: str) -> str:
    """The queue that one channel's deliveries of one lane wait in."""
    return setting(f"QUEUE_{channel.upper()}_{lane.upper()}")


def fan_out_queue_url(*, emergency: bool) -> str:
    """The queue in which messages wait to be planned, and their shards to be worked out."""
    return setting("FAN_OUT_EMERGENCY_QUEUE_URL" if emergency else "FAN_OUT_QUEUE_URL")


def queue_url(arn: str) -> str:
    """The address of the line's queue that an event came from. Raises MissingSetting for any other queue."""
    if variable := _queue(arn):
        return setting(variable)
    raise MissingSetting(f"No environment variable holds the address of {arn.rpartition(':')[2]}")


def is_of_emergencies(arn: str) -> bool:
    """Whether only emergencies wait in the queue that an event came from."""
    return "EMERGENCY" in _queue(arn)


def _queue(arn: str) -> str:
    """The variable that holds a queue's address; empty when it is not the line's."""
    name = arn.rpartition(":")[2]
    ours = (each for each in os.environ if each.startswith(("QUEUE_", "FAN_OUT_")))
    return next((each for each in ours if os.environ[each].rpartition("/")[2] == name), "")
