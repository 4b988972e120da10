"""Refuse any change or removal of a movement of the airtime ledger or a step of a handset, and number
top-ups. Reversible: going back drops the triggers and the counter.
"""

from django.db import migrations

GUARDED = ("records_airtimemovement", "records_handsetevent")

GUARD = "create sequence topup_number;\n" + "\n".join(
    f"""
create trigger append_only before update or delete on {table}
    for each row execute function tocsin_append_only();
create trigger no_truncate before truncate on {table}
    for each statement execute function tocsin_append_only();
"""
    for table in GUARDED
)
UNGUARD = "drop sequence topup_number;\n" + "\n".join(
    f"drop trigger no_truncate on {table}; drop trigger append_only on {table};"
    for table in GUARDED
)


class Migration(migrations.Migration):
    dependencies = [("records", "0004_marks_of_the_directory")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
