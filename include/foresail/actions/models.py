"""Promotes models: an earlier one, or one that was rejected."""

from foresail.actions.unit import change
from foresail.clock import now
from foresail.warehouse import models, promotions


def promote(model_id: int, who: str) -> None:
    """Make a registered model champion; raises UnknownModel or ModelThinned."""
    with change(who) as made:
        models.get_complete(made.connection, model_id)
        before = promotions.champion(made.connection)
        promotions.promote(made.connection, model_id, now(), who, "Promoted by hand.")
        made.log(
            "promote model",
            str(model_id),
            before=before and {"model_id": before.id},
            after={"model_id": model_id},
        )
