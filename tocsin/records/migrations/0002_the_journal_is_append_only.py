"""Refuse any change or removal of a journal entry or a seal, and number incidents and alerts.

Reversible: going back drops the triggers and the counters.
"""

from django.db import migrations

GUARD = """
create function tocsin_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only' using errcode = 'raise_exception';
end $$;
create trigger journal_entry_append_only before update or delete on records_journalentry
    for each row execute function tocsin_append_only();
create trigger journal_entry_no_truncate before truncate on records_journalentry
    for each statement execute function tocsin_append_only();
create trigger journal_seal_append_only before update or delete on records_journalseal
    for each row execute function tocsin_append_only();
create trigger journal_seal_no_truncate before truncate on records_journalseal
    for each statement execute function tocsin_append_only();
create sequence incident_number;
create sequence alert_number;
"""

UNGUARD = """
drop sequence alert_number;
drop sequence incident_number;
drop trigger journal_seal_no_truncate on records_journalseal;
drop trigger journal_seal_append_only on records_journalseal;
drop trigger journal_entry_no_truncate on records_journalentry;
drop trigger journal_entry_append_only on records_journalentry;
drop function tocsin_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_the_tables")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
