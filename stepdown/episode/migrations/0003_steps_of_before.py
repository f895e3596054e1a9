"""Episodes, stays and holds from before there were steps get the steps that would have made them."""

from django.db import migrations

BY = "system:migration"


def forwards(apps, schema_editor):
    Episode, Step = apps.get_model("episode", "Episode"), apps.get_model("episode", "Step")

    def step(client, event, on, at, **more):
        return Step.objects.create(
            client_id=client, event=event, on=on, recorded_by=BY, recorded_at=at, **more
        )

    for episode in Episode.objects.filter(step=None).select_related("client").order_by("admitted_on"):
        client, at = episode.client_id, episode.client.created_at
        for number, stay in enumerate(episode.stays.order_by("starts")):
            event = "transfer" if number else "admit"
            stay.step = step(client, event, stay.starts, at, program_id=stay.program_id, level=stay.level)
            stay.save(update_fields=["step"])
            if not number:
                episode.step = stay.step
                episode.save(update_fields=["step"])
        for hold in episode.holds.order_by("starts"):
            hold.step = step(client, "hold", hold.starts, at, reason=hold.reason, seat_until=hold.seat_kept_until)
            hold.save(update_fields=["step"])
            if hold.ends is not None and hold.ends != episode.discharged_on:
                step(client, "return", hold.ends, at)
        if episode.discharged_on is not None:
            step(client, "discharge", episode.discharged_on, at, reason=episode.discharge_reason)


class Migration(migrations.Migration):
    dependencies = [("episode", "0002_way_in"), ("people", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
