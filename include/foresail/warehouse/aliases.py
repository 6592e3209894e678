"""Aliases: which product a name in an upload means, from the answers about new products."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from foresail.clock import now
from foresail.errors import BadRequest, UnknownAlias
from foresail.naming import name_key
from foresail.paging import Page
from foresail.warehouse import locks
from foresail.warehouse.listing import fetch
from foresail.warehouse.tables import alias_uses, aliases, product_decisions, uploads
from foresail.warehouse.uploads import ID_MAX, begin_again

BATCH = 500
CHAIN_MAX = 20


@dataclass(frozen=True)
class Answer:
    """What a product never seen before is: a new one (keep), another (rename to `target`), or none (drop)."""

    name: str
    action: str
    target: str | None = None


def decide(connection: Connection, upload_id: int, answers: Sequence[Answer], who: str, how: str) -> None:
    """Record answers for an upload; remember renames and drops as aliases. Raises BadRequest on a circle."""
    locks.hold(connection, "sales")  # answers wait for each other, and for what is being stored
    moment = now()
    for answer in answers:
        key = name_key(answer.name)
        known = connection.execute(select(aliases).where(aliases.c.key == key)).mappings().first()
        _put_decision(connection, upload_id, key, answer, who, how)
        if answer.action == "keep":
            if known:
                _mark_uses(connection, known["id"])
                connection.execute(delete(alias_uses).where(alias_uses.c.alias_id == known["id"]))
                connection.execute(delete(aliases).where(aliases.c.id == known["id"]))
            continue
        _check_circle(connection, key, answer)
        values = {"name": answer.name, "target": answer.target, "decided_by": who, "decided_at": moment}
        if known:
            if known["target"] != answer.target:
                _mark_uses(connection, known["id"])
            connection.execute(update(aliases).where(aliases.c.id == known["id"]).values(**values))
        else:
            connection.execute(insert(aliases).values(key=key, **values))


def _mark_uses(connection: Connection, alias_id: int) -> list[int]:
    """Mark the uploads whose lines went through an alias to be stored anew; returns their numbers.

    One that was withdrawn has no lines that count: without it the data stay the version they are. One that is
    on its way keeps its run, which has yet to store it.
    """
    used = select(uploads.c.id, uploads.c.data_version, uploads.c.must_restore).join(alias_uses)
    used = used.where(alias_uses.c.alias_id == alias_id, uploads.c.withdrawn_at.is_(None))
    touched = connection.execute(used.order_by(uploads.c.id)).all()
    for upload_id, data_version, must_restore in touched:
        if data_version is not None and not must_restore:
            begin_again(connection, upload_id)
    return [upload_id for upload_id, *_ in touched]


def _put_decision(
    connection: Connection, upload_id: int, key: str, answer: Answer, who: str, how: str
) -> None:
    same = (product_decisions.c.upload_id == upload_id, product_decisions.c.key == key)
    connection.execute(delete(product_decisions).where(*same))
    connection.execute(
        insert(product_decisions).values(
            upload_id=upload_id, key=key, name=answer.name, action=answer.action, target=answer.target,
            decided_by=who, decided_at=now(), how=how,
        )
    )  # fmt: skip


def _check_circle(connection: Connection, key: str, answer: Answer) -> None:
    """Raise BadRequest where following the target leads back."""
    target = answer.target
    for _ in range(CHAIN_MAX):
        if target is None:
            return
        if name_key(target) == key:
            raise BadRequest(
                f"{answer.name[:80]!r} and {(answer.target or '')[:80]!r} would be renamed to each other.",
                "Remove the older answer first: DELETE /aliases/{id}.",
            )
        row = connection.execute(select(aliases.c.target).where(aliases.c.key == name_key(target))).first()
        if row is None:
            return
        target = row.target


def resolve(connection: Connection, names: Iterable[str]) -> dict[str, tuple[str | None, list[int]]]:
    """What each aliased name means (null: its rows are dropped), and the aliases followed."""
    found: dict[str, tuple[str | None, list[int]]] = {}
    waiting = {name: (name, list[int]()) for name in names}
    for _ in range(CHAIN_MAX):
        rows = _by_key(connection, {name_key(at) for at, _ in waiting.values()})
        following = {}
        for name, (at, followed) in waiting.items():
            row = rows.get(name_key(at))
            if row is None:
                continue
            found[name] = (row["target"], [*followed, row["id"]])
            if row["target"] is not None:
                following[name] = (row["target"], [*followed, row["id"]])
        waiting = following
        if not waiting:
            break
    return found


def _by_key(connection: Connection, keys: Iterable[str]) -> dict[str, RowMapping]:
    ordered = sorted(keys)
    found: dict[str, RowMapping] = {}
    for start in range(0, len(ordered), BATCH):
        query = select(aliases).where(aliases.c.key.in_(ordered[start : start + BATCH]))
        found |= {row["key"]: row for row in connection.execute(query).mappings()}
    return found


def record_uses(connection: Connection, upload_id: int, alias_ids: Iterable[int]) -> None:
    """Remember which aliases the stored lines of an upload went through."""
    connection.execute(delete(alias_uses).where(alias_uses.c.upload_id == upload_id))
    rows = [{"alias_id": alias_id, "upload_id": upload_id} for alias_id in sorted(set(alias_ids))]
    if rows:
        connection.execute(insert(alias_uses), rows)


def search(connection: Connection, text: str, page: Page) -> dict[str, Any]:
    """Aliases whose name or target holds a text, by name: total and one page, uploads counted."""
    matching = aliases.c.key.contains(name_key(text), autoescape=True) | aliases.c.target.contains(
        text, autoescape=True
    )
    uses = select(func.count()).where(alias_uses.c.alias_id == aliases.c.id).scalar_subquery()
    query = select(aliases, uses.label("uploads")).where(matching)
    fields = {"decided_at": aliases.c.decided_at, "name": aliases.c.key}
    total, rows = fetch(connection, query, page, fields, "name")
    return {"total": total, "aliases": [dict(row) for row in rows]}


@dataclass(frozen=True)
class TakenBack:
    """An alias that was forgotten, and the uploads whose lines went through it: they are read anew."""

    name: str
    target: str | None
    uploads: list[int]


def take_back(connection: Connection, alias_id: int) -> TakenBack:
    """Forget an alias, and mark the uploads whose lines went through it; raises UnknownAlias."""
    locks.hold(connection, "sales")
    row = None
    if 0 < alias_id <= ID_MAX:
        row = connection.execute(select(aliases).where(aliases.c.id == alias_id)).mappings().first()
    if row is None:
        raise UnknownAlias(f"There is no alias {alias_id}.", "See GET /aliases.")
    touched = _mark_uses(connection, alias_id)
    decided = product_decisions.c.key == row["key"]
    connection.execute(delete(product_decisions).where(decided))
    connection.execute(delete(alias_uses).where(alias_uses.c.alias_id == alias_id))
    connection.execute(delete(aliases).where(aliases.c.id == alias_id))
    return TakenBack(row["name"], row["target"], touched)


def read_decisions(connection: Connection, upload_id: int) -> list[dict[str, Any]]:
    """What was answered for an upload, by product."""
    query = select(product_decisions).where(product_decisions.c.upload_id == upload_id)
    return [dict(row) for row in connection.execute(query.order_by(product_decisions.c.key)).mappings()]


def forget_decisions(connection: Connection, upload_ids: Collection[int]) -> None:
    """Forget what was answered for uploads that are erased; aliases stay, for later uploads go by them."""
    connection.execute(delete(product_decisions).where(product_decisions.c.upload_id.in_(upload_ids)))
