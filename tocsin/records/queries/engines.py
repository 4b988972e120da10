"""Which engines are alive: those whose advisory lock PostgreSQL still holds (jobs/liveness.py)."""

from tocsin.records.models import Engine

ALIVE = """
select e.* from records_engine e
where exists (
    select 1 from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objid = e.number::oid
      and l.classid = %s and l.database = (select oid from pg_database where datname = current_database())
)
"""
LOCK_CLASS = 0x70C5  # first half of the lock's key; the engine's number is the second


def living_engines() -> list[Engine]:
    """Return the engines that run now, on whatever machine."""
    return list(Engine.objects.raw(ALIVE, [LOCK_CLASS]))
