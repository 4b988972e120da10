"""Running a program of this machine that may hang: no shell, no input, and an end to our patience."""

import asyncio
from collections.abc import Sequence

from tocsin.channels.failures import MISCONFIGURED, SendFailed


async def run_tool(command: Sequence[str], *, within: float) -> tuple[int | None, bytes]:
    """Return the exit status and output; None when it did not end in time. Raises SendFailed."""
    try:
        program = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as error:
        raise SendFailed(MISCONFIGURED, "program") from error
    try:
        said, _ = await asyncio.wait_for(program.communicate(), within)
    except TimeoutError:
        return None, b""
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    return program.returncode, said
