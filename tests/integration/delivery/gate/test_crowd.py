"""Two hundred workers ask a gate at the same moment: as many as an emergency to 50,000 gives work at once."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

from chalicelib.content.model import Channel, SmsPart
from chalicelib.delivery.gate import keeper
from chalicelib.delivery.gate.line import Go, Wait
from chalicelib.delivery.gate.rates import FAR_AHEAD
from chalicelib.delivery.refs import ChunkRef
from tests.builders import messages as build
from tests.support.line import Line
from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer

from .test_gate import families_of, limited

WORKERS, PACE = 200, 200


def far_away(_call: Call, work: Work) -> Answer:
    """A table answers after some milliseconds; meanwhile others ask."""
    time.sleep(0.004)
    return work()


def test_each_has_a_time_of_its_own_or_waits(line: Line) -> None:
    """R8, R12: nobody leaves without a pace, and what fits into the next seconds is given out at once."""
    families_of(1)
    limited(texts_per_second=PACE)
    now = line.clock.now()
    message = build.message(
        accepted_at=now, content=build.content(html="", plain="", sms=SmsPart("Stay home", emergency=True))
    )
    ref = ChunkRef("demo", message.message_id, Channel.SMS, 0, 0)

    def ask(at: int) -> Go | Wait:
        return keeper.ask(message, replace(ref, chunk=at), line.clock, 40)

    line.ground.watch(far_away, "dynamodb")
    with ThreadPoolExecutor(WORKERS) as workers:
        answers = list(workers.map(ask, range(WORKERS)))
    leaving = sorted((each for each in answers if isinstance(each, Go)), key=lambda each: each.start)
    assert {(each.count, each.per_second) for each in leaving} == {(50, PACE)}
    assert all(after.start - before.start >= 50 / PACE for before, after in pairwise(leaving))
    assert len(leaving) == FAR_AHEAD * PACE / 50 + 1
    assert leaving[-1].start <= now.timestamp() + FAR_AHEAD
