from django.db import migrations

from stepdown.audit.policies import Wall

REACHED = """
CREATE FUNCTION wall_reached() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp RETURN CASE WHEN wall_moment() IS NOT NULL THEN ARRAY(
    -- the care team of that day, in whatever time zone their site is
    SELECT client_id FROM people_careteammember
     WHERE staff_id = wall_staff() AND starts <= (wall_moment() + interval '14 hours')::date
       AND (ends IS NULL OR ends > (wall_moment() - interval '12 hours')::date)
    UNION ALL -- a chart opened with a reason, or by breaking the glass
    SELECT client_id FROM people_chartpass WHERE user_id = wall_account() AND ends_at > wall_moment()
    UNION ALL -- the roster of a session they are to lead, led, or took over, that day
    SELECT seat.client_id FROM schedule_participant seat JOIN schedule_sessionstaff led USING (session_id)
     WHERE led.staff_id = wall_staff() AND led.active AND seat.active
       AND led.period && tstzrange(wall_moment() - interval '1 day', wall_moment() + interval '1 day')
    UNION ALL
    SELECT seat.client_id FROM schedule_participant seat JOIN schedule_actualstaff led USING (session_id)
     WHERE led.staff_id = wall_staff() AND seat.active
       AND seat.period && tstzrange(wall_moment() - interval '1 day', wall_moment() + interval '1 day')
    UNION ALL
    SELECT seat.client_id FROM schedule_participant seat JOIN session_leading led USING (session_id)
     WHERE led.staff_id = wall_staff() AND led.undone_at IS NULL AND seat.active
       AND led.period && tstzrange(wall_moment() - interval '1 day', wall_moment() + interval '1 day')
    UNION ALL -- clients of another site who are expected at one of theirs: by video in these weeks, in a building that day
    SELECT seat.client_id FROM schedule_plannedsession session
      JOIN schedule_participant seat ON seat.session_id = session.id AND seat.active
      JOIN people_client client ON client.id = seat.client_id AND client.site_id <> ALL (wall_sites())
      JOIN agency_site place ON place.id = session.site_id
     WHERE place.id = ANY (wall_sites()) AND session.period && CASE WHEN place.virtual
           THEN tstzrange(wall_moment() - interval '35 days', wall_moment() + interval '35 days')
           ELSE tstzrange(wall_moment() - interval '1 day', wall_moment() + interval '1 day') END
    UNION ALL -- who is in a building of theirs, or was that day
    SELECT client_id FROM session_visit
     WHERE site_id = ANY (wall_sites()) AND undone_at IS NULL
       AND (departed_at IS NULL OR arrived_at > wall_moment() - interval '1 day')
    UNION ALL -- whom a client of theirs must not meet
    SELECT rule.second_id FROM safety_contactrestriction rule JOIN people_client ours ON ours.id = rule.first_id
     WHERE ours.site_id = ANY (wall_sites())
    UNION ALL
    SELECT rule.first_id FROM safety_contactrestriction rule JOIN people_client ours ON ours.id = rule.second_id
     WHERE ours.site_id = ANY (wall_sites())
    UNION ALL -- what a record of theirs was before it was merged is part of it, wherever it was made
    SELECT other.id FROM people_client other JOIN people_client kept ON kept.id = other.merged_into_id
     WHERE kept.site_id = ANY (wall_sites())
) END;
CREATE POLICY ties ON people_client USING (id = ANY ((SELECT wall_reached())::bigint[]))
    WITH CHECK (id = ANY ((SELECT wall_reached())::bigint[]));
CREATE POLICY ties ON people_clientevent FOR SELECT USING (id = ANY ((SELECT wall_reached())::bigint[]));
"""
"""What ties a person to a client of another site. Asked as the owner: a policy that asked tables with policies, which
ask this one, would go round for ever.
"""
DOWN = """
DROP POLICY ties ON people_client;
DROP POLICY ties ON people_clientevent;
DROP FUNCTION wall_reached();
"""


class Migration(migrations.Migration):
    """What happened in a session or at the door: with the client, and at that place."""

    dependencies = [("session", "0001_initial"), ("schedule", "0004_wall"), ("safety", "0002_wall")]

    operations = [
        Wall("session.Visit", "client", site="site"),
        Wall("session.VideoJoining", "visit"),
        Wall("session.Segment", "client", site="session__site"),
        Wall("session.Away", "client", site="session__site"),
        Wall("session.Said", "client", site="session__site"),
        Wall("session.Missed", "client", site="site"),
        migrations.RunSQL(REACHED, DOWN),
    ]
