"""A network in memory: for tests and drills, where no machine may be called."""

from collections.abc import Callable, Iterable

from tocsin.channels.exchange import HttpReply, HttpRequest

Answer = HttpReply | Exception


class ScriptedWire:
    """Answers from a script and keeps what it was asked.

    `answers` is either a function, or replies and errors in order; the last one repeats. Without
    a script every answer is an empty 200.
    """

    def __init__(self, answers: Callable[[HttpRequest], Answer] | Iterable[Answer] = ()) -> None:
        self.requests: list[HttpRequest] = []
        self._answer = answers if callable(answers) else _in_order(list(answers))

    async def exchange(
        self,
        request: HttpRequest,
        *,
        connect_within: float,  # noqa: ARG002 - a script answers at once
        answer_within: float,  # noqa: ARG002
    ) -> HttpReply:
        self.requests.append(request)
        answer = self._answer(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self) -> None:
        self.requests.clear()


def _in_order(answers: list[Answer]) -> Callable[[HttpRequest], Answer]:
    def answer(_: HttpRequest) -> Answer:
        if not answers:
            return HttpReply(200)
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return answer
