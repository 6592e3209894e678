"""Bodies of mappings."""

from foresail_web.schemas.body import Answer, Body, Moment


class MappingBody(Body):
    """Foresail's column names and the headers that a workbook has for them."""

    columns: dict[str, str]


class MappingResponse(Answer):
    """A saved mapping."""

    name: str
    columns: dict[str, str]
    saved_by: str
    saved_at: Moment


class MappingCollectionResponse(Answer):
    """All saved mappings."""

    total: int
    mappings: list[MappingResponse]
