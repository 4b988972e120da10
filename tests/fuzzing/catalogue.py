"""All that is fuzzed, by name."""

from tests.fuzzing.doors import DIALECTS
from tests.fuzzing.files import FILES
from tests.fuzzing.handed import HANDED
from tests.fuzzing.target import Target
from tests.fuzzing.texts import TEXTS
from tests.fuzzing.wires import WIRES

TARGETS: dict[str, Target] = {one.name: one for one in (*DIALECTS, *FILES, *TEXTS, *WIRES, *HANDED)}
