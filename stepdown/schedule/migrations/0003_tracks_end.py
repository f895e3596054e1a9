"""A track ends on a day, as a group does; nothing said of a group that it is not active."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('schedule', '0002_one_period'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='group',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='group',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='group',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='track',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='track',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='track',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='track',
            name='ends_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='trackevent',
            name='ends_on',
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE schedule_track SET ends_on = CURRENT_DATE WHERE NOT active",
            reverse_sql="UPDATE schedule_track SET active = false WHERE ends_on IS NOT NULL",
        ),
        migrations.RemoveField(
            model_name='group',
            name='active',
        ),
        migrations.RemoveField(
            model_name='groupevent',
            name='active',
        ),
        migrations.RemoveField(
            model_name='track',
            name='active',
        ),
        migrations.RemoveField(
            model_name='trackevent',
            name='active',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='group',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schedule_groupevent" ("capacity", "closed", "code", "ends_on", "id", "language", "levels", "minimum", "modality", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "sequence", "series_id", "service_id", "site_id", "starts_on", "track_id") VALUES (NEW."capacity", NEW."closed", NEW."code", NEW."ends_on", NEW."id", NEW."language", NEW."levels", NEW."minimum", NEW."modality", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."population", NEW."sequence", NEW."series_id", NEW."service_id", NEW."site_id", NEW."starts_on", NEW."track_id"); RETURN NULL;', hash='db9fe47912c4f919e10c344c88eac46427e1b04c', operation='INSERT', pgid='pgtrigger_insert_insert_9da6c', table='schedule_group', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='group',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schedule_groupevent" ("capacity", "closed", "code", "ends_on", "id", "language", "levels", "minimum", "modality", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "sequence", "series_id", "service_id", "site_id", "starts_on", "track_id") VALUES (NEW."capacity", NEW."closed", NEW."code", NEW."ends_on", NEW."id", NEW."language", NEW."levels", NEW."minimum", NEW."modality", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."population", NEW."sequence", NEW."series_id", NEW."service_id", NEW."site_id", NEW."starts_on", NEW."track_id"); RETURN NULL;', hash='7d296de542d08da7bc2a1b89d0843bb1e9a06437', operation='UPDATE', pgid='pgtrigger_update_update_15737', table='schedule_group', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='group',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schedule_groupevent" ("capacity", "closed", "code", "ends_on", "id", "language", "levels", "minimum", "modality", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "sequence", "series_id", "service_id", "site_id", "starts_on", "track_id") VALUES (OLD."capacity", OLD."closed", OLD."code", OLD."ends_on", OLD."id", OLD."language", OLD."levels", OLD."minimum", OLD."modality", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."population", OLD."sequence", OLD."series_id", OLD."service_id", OLD."site_id", OLD."starts_on", OLD."track_id"); RETURN NULL;', hash='d0cf486eefa0beea8a9c4a0c7cc10b2d637a78be', operation='DELETE', pgid='pgtrigger_delete_delete_04c04', table='schedule_group', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='track',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schedule_trackevent" ("any_leader", "capacity", "code", "ends_on", "home_group_id", "id", "language", "levels", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "site_id") VALUES (NEW."any_leader", NEW."capacity", NEW."code", NEW."ends_on", NEW."home_group_id", NEW."id", NEW."language", NEW."levels", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'insert\', NEW."id", NEW."population", NEW."site_id"); RETURN NULL;', hash='e3658ed83902c04a0f440b5d4e6e653cec9489dd', operation='INSERT', pgid='pgtrigger_insert_insert_a8d72', table='schedule_track', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='track',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "schedule_trackevent" ("any_leader", "capacity", "code", "ends_on", "home_group_id", "id", "language", "levels", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "site_id") VALUES (NEW."any_leader", NEW."capacity", NEW."code", NEW."ends_on", NEW."home_group_id", NEW."id", NEW."language", NEW."levels", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'update\', NEW."id", NEW."population", NEW."site_id"); RETURN NULL;', hash='24d1973c9221cca1fd432e66585fa92c7cc15a0b', operation='UPDATE', pgid='pgtrigger_update_update_7149b', table='schedule_track', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='track',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "schedule_trackevent" ("any_leader", "capacity", "code", "ends_on", "home_group_id", "id", "language", "levels", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "site_id") VALUES (OLD."any_leader", OLD."capacity", OLD."code", OLD."ends_on", OLD."home_group_id", OLD."id", OLD."language", OLD."levels", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, clock_timestamp(), \'delete\', OLD."id", OLD."population", OLD."site_id"); RETURN NULL;', hash='9db518b9ba83926d41e1e91eccffe987d5e856ba', operation='DELETE', pgid='pgtrigger_delete_delete_2c99a', table='schedule_track', when='AFTER')),
        ),
    ]
