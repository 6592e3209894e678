"""Bodies of aliases."""

from foresail_web.schemas.body import Answer, Moment


class AliasResponse(Answer):
    """What a name stands for; with no target its rows are dropped. `uploads` went through it."""

    id: int
    name: str
    target: str | None
    decided_by: str
    decided_at: Moment
    uploads: int


class AliasCollectionResponse(Answer):
    """One page of aliases."""

    total: int
    aliases: list[AliasResponse]


class TakenBackResponse(Answer):
    """The uploads that are read anew."""

    restored_uploads: list[int]
