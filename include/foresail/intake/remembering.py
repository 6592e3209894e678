"""Reads a file whose columns nobody has named as they were named for an earlier file with its header."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Engine

from foresail.errors import UnmappedHeader
from foresail.intake.options import ReadingOptions
from foresail.warehouse import known_layouts
from foresail.warehouse.connecting import reading


def check_as_known(
    engine: Engine, options: ReadingOptions, check: Callable[[ReadingOptions], None]
) -> ReadingOptions:
    """Check a file, again with the remembered columns where it is refused without; the options that did.

    Raises the WorkbookRefused of the first check where nothing is remembered.
    """
    try:
        check(options)
    except UnmappedHeader as refused:
        fingerprint = refused.details.get("fingerprint")
        if options.columns or fingerprint is None:
            raise
        with reading(engine) as connection:
            columns = known_layouts.find(connection, fingerprint)
        if not columns:
            raise
        options = replace(options, columns=columns)
        check(options)
    return options
