"""The process that fits a model: what its engine names, and it alone loads."""

import os

from tocsin.jobs.to_fit import Fitted, ToFit


def stand_back() -> None:
    """Let everything else of this machine go first."""
    os.nice(10)


def fit(work: ToFit) -> Fitted:
    """Return the model of these rows; the same rows and salt give the same weights."""
    # Only the process that fits needs lexicons and numbers. The engine, which asks for it, would load them at its start.
    from tocsin.jobs.fitting import fitted_to  # noqa: PLC0415

    return fitted_to(work)
