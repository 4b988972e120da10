"""The first migration's own way: all tables at once, from what they are after its last step."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState


class AllTables(Operation):
    """Make all tables of these steps in one step; nothing else may be among them.

    Step by step, Django builds every model that is linked to a changed one anew after each of them:
    close to a minute of processor for our hundred tables, spent by everybody's first command. Here
    the steps only say what there will be. Each table is then made whole, with its columns,
    indexes and constraints; the foreign keys follow when all of them are there.
    """

    reversible = False
    reduces_to_sql = True

    def __init__(self, steps: Sequence[Operation]) -> None:
        self.steps = steps

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # Built already, it would be built anew at every step.
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - There was nothing.
        to_state: ProjectState,
    ) -> None:
        for step in self.steps:
            if isinstance(step, CreateModel):
                schema_editor.create_model(to_state.apps.get_model(app_label, step.name))

    def describe(self) -> str:
        return "Make all tables"
