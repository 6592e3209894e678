"""The options of an upload, and the reading options that follow from them and from earlier uploads."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from foresail.column_mappings import check_columns
from foresail.intake.options import ReadingOptions, check_order
from foresail.warehouse import date_orders, mappings
from foresail.warehouse.aliases import Answer


@dataclass(frozen=True)
class UploadOptions:
    """How to read a file, what it replaces, and what its new products are.

    `mode` and `covers` say what happens where its days are stored already (docs/adr/0022). `columns` maps
    column names to headers, `mapping` names a saved one, `save_mapping_as` saves this one. With a `key`, the
    same call sent again gets the same answer.
    """

    date_order: str | None = None
    mode: str | None = None
    covers: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    mapping: str | None = None
    save_mapping_as: str | None = None
    products: Sequence[Answer] = ()
    key: str | None = None

    def fingerprint(self, sha256: str) -> str:
        """A checksum of the file and all its options."""
        said = [
            sha256,
            self.date_order,
            self.mode,
            self.covers,
            dict(self.columns),
            self.mapping,
            self.save_mapping_as,
        ]
        text = json.dumps([*said, [vars(answer) for answer in self.products]], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def read_options(connection: Connection, options: UploadOptions, who: str) -> ReadingOptions:
    """How a file of this uploader is to be read; raises BadRequest or UnknownMapping."""
    check_order(options.date_order)
    columns = dict(mappings.get(connection, options.mapping).columns) if options.mapping else {}
    columns |= check_columns(options.columns)
    usual = date_orders.usual(connection, who) if options.date_order is None else None
    return ReadingOptions(options.date_order, usual, columns)
