"""Fit a model to what people confirmed, in a process of its own: pure computing, without a database."""

import json
from collections.abc import Sequence

from tocsin.domain.learning import Confirmation, from_bytes, hold_back, refit, to_bytes
from tocsin.domain.lexicon import Lexicon
from tocsin.domain.lexicon_version import lexicon_version
from tocsin.domain.reading.shadow import share_right, try_out, weigh_by_rules
from tocsin.domain.trials import Trial
from tocsin.jobs.to_fit import Fitted, ToFit

TRIED_AT_MOST = 2_000  # rows held back that are read again; the newest


def fitted_to(work: ToFit) -> Fitted:
    """Return the model of these rows; the same rows and salt give the same weights."""
    lexicon = Lexicon.load()
    # The same words may have been sent often: only one row of them counts, the last.
    rows = {text: (message, kind) for message, text, kind in work.rows}
    weighed = [
        Confirmation(text, kind, tuple(weigh_by_rules(text, lexicon)))
        for text, (_, kind) in rows.items()
    ]
    to_learn, held = hold_back(weighed)
    version = lexicon_version()
    provenance = {
        "model": work.number,
        "rows": len(to_learn),
        "held_back": len(held),
        "from": work.first,
        "to": work.last,
        "lexicon": version,
    }
    new = refit(to_learn, provenance=json.dumps(provenance), salt=work.salt)
    in_use = from_bytes(work.in_use, salt=work.in_use_salt) if work.in_use else None
    asked = [(row.text, row.kind) for row in held[-TRIED_AT_MOST:]]
    trials = try_out(asked, lexicon=lexicon, new=new, in_use=in_use)
    messages = [rows[text][0] for text, _ in asked]
    return Fitted(
        weights=to_bytes(new),
        lexicon=version,
        n_rows=len(to_learn),
        n_held=len(trials),
        score=_right(trials, "new"),
        score_rules=_right(trials, "rules"),
        score_in_use=_right(trials, "in_use"),
        shadow=tuple(zip(messages, trials, strict=True)),
    )


def _right(trials: Sequence[Trial], who: str) -> float:
    return share_right([(one.said, getattr(one, who)) for one in trials])
