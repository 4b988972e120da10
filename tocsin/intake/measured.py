"""uvicorn's own way with browsers, kept from waiting for ever and from keeping without end."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from tocsin.intake.crowd import Connections
from tocsin.intake.limits import Length, TooLong


class Measured(HttpToolsProtocol):
    """An address, a header or a body may neither be endless nor come drop by drop."""

    def __init__(
        self, *given: Any, places: Connections, address: str, patience: float, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self._length = Length(patience=patience)
        self._places = places
        self._address = address

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._timer.cancel()
        self._places.leave(self._address, self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        try:
            self._length.add(len(data))
        except TooLong:
            self.transport.close()
            return
        super().data_received(data)

    def on_message_begin(self) -> None:
        self._length.begin(self.loop.time())
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._length.is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._length.end()
        super().on_message_complete()

    def is_waiting(self) -> bool:
        at_work: Any = (
            self.cycle
        )  # None until a first request has come, whatever uvicorn's types say
        return self._length.is_half_read or at_work is None or at_work.response_complete

    def let_go(self) -> None:
        self.transport.abort()

    def _look(self) -> None:
        if self._length.left(self.loop.time()) <= 0:
            self.transport.abort()
            return
        self._timer = self.loop.call_later(self._length.patience / 3, self._look)
