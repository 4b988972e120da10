"""Reading: what a message says, in five mixed languages, offline, with reasons (reading.md).

Here stand the words for it alone. Whoever reads takes `read_message` from `reading.read`: lexicons, patterns and numbers,
which only a reader process needs, and which take longer to load than all that the engine does with a reading.
"""

from tocsin.domain.reading.as_json import from_json, to_json
from tocsin.domain.reading.result import Reading
from tocsin.domain.reading.screen import looks_like_p1

__all__ = ["Reading", "from_json", "looks_like_p1", "to_json"]
