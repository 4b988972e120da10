"""Give each log-in a person of its own, number releases, and refuse one that a single person made.

The constraint compares what the release says of its people; the trigger that this is true of the
log-ins, and that nothing of a frozen release moves. Reversible: going back drops both.
"""

from django.db import migrations

GUARD = """
update records_user set person = gen_random_uuid();
create sequence release_number;
create function tocsin_release_guard() returns trigger language plpgsql as $$
begin
    if new.approved_by_id is not null and exists (
        select 1 from records_user approver, records_user author
        where approver.id = new.approved_by_id and author.id = new.drafted_by_id
          and (approver.person = author.person
               or approver.person is distinct from new.approved_person
               or author.person is distinct from new.drafted_person)
          and (tg_op = 'INSERT' or old.approved_by_id is distinct from new.approved_by_id)
    ) then
        raise exception 'a release takes two people' using errcode = 'check_violation';
    end if;
    if tg_op = 'UPDATE' and old.digest <> '' and (
        (new.digest, new.incident_id, new.addressee_id, new.act, new.sequence, new.language,
         new.fields, new.drafted_by_id)
        is distinct from
        (old.digest, old.incident_id, old.addressee_id, old.act, old.sequence, old.language,
         old.fields, old.drafted_by_id)
        or old.approved_by_id is distinct from new.approved_by_id
    ) then
        raise exception 'a frozen release does not change' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger release_guard before insert or update on records_release
    for each row execute function tocsin_release_guard();
"""

UNGUARD = """
drop trigger release_guard on records_release;
drop function tocsin_release_guard();
drop sequence release_number;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0002_the_journal_is_append_only")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
