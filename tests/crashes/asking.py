"""Somebody at the API, who asks again until there is an answer."""

from collections.abc import Callable

from chalicelib.kernel.errors import Conflict, Forbidden

from .stage import Stage

PATIENCE = 31.0  # seconds until whoever got no answer asks again: the API has 30


def until_answered(
    stage: Stage, say: Callable[[], object], then: Callable[[], None] = lambda: None, tries: int = 40
) -> None:
    """`say` is asked for until it is done or refused, so often at most; then `then`. For what is not
    there yet (NotFound) too."""
    answered: list[bool] = []

    def once() -> None:
        try:
            say()
        except (Conflict, Forbidden) as refused:
            stage.trace.note(f"refused: {refused}")
        answered.append(True)
        then()

    def perhaps_again(left: int) -> None:
        if not answered and left:
            stage.act(once)
            stage.baton.after(PATIENCE, lambda: perhaps_again(left - 1))

    perhaps_again(tries)
