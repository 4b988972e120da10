"""Mark when people, ladders, gateways or places change, so that they may be kept in memory meanwhile.

The mark moves in the transaction of the change, so whoever sees the one sees the other. Reversible:
going back drops the triggers, and everything is read anew each time, as before.
"""

from django.db import migrations

SUBJECTS = {
    "people": ("base", "responder", "duty"),
    "ladders": ("ladder", "ladderversion"),
    "places": ("place",),
    "stations": ("radiostation",),
}
MARK = """
create function tocsin_mark() returns trigger language plpgsql as $$
begin
    insert into records_directorymark (subject, mark) values (tg_argv[0], gen_random_uuid())
    on conflict (subject) do update set mark = excluded.mark;
    return null;
end $$;
"""
WATCH = """
create trigger {table}_marks after insert or update or delete or truncate on records_{table}
    for each statement execute function tocsin_mark('{subject}');
"""
# A gateway's health moves all the time; what it is, seldom.
WATCH_GATEWAYS = """
create trigger gateway_marks after insert or delete or truncate
    or update of slug, kind, title, settings, is_enabled, rank, schemes, version on records_gateway
    for each statement execute function tocsin_mark('gateways');
"""
# Whoever may be written to by radio said so (`safe_way`).
WATCH_WAYS = """
create trigger focalpoint_marks after update of safe_way, code on records_focalpoint
    for each statement execute function tocsin_mark('stations');
"""
TABLES = [(subject, table) for subject, tables in SUBJECTS.items() for table in tables]


class Migration(migrations.Migration):
    dependencies = [("records", "0003_a_release_takes_two_people")]

    operations = [
        migrations.RunSQL(MARK, "drop function tocsin_mark();"),
        *(
            migrations.RunSQL(
                WATCH.format(subject=subject, table=table),
                f"drop trigger {table}_marks on records_{table};",
            )
            for subject, table in TABLES
        ),
        migrations.RunSQL(WATCH_GATEWAYS, "drop trigger gateway_marks on records_gateway;"),
        migrations.RunSQL(WATCH_WAYS, "drop trigger focalpoint_marks on records_focalpoint;"),
    ]
