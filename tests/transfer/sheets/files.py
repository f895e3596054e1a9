"""One synthetic agency as CSV files: every table with a few rows, in canonical form and in the order of the catalogue."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from stepdown.audit.terms import system
from stepdown.transfer.imports.orders import order_writing
from stepdown.transfer.imports.queries import faults_of, run_of
from stepdown.transfer.imports.reading import receive
from stepdown.transfer.imports.work import see_to
from stepdown.transfer.table_csv import table_text
from stepdown.transfer.terms import FaultRow, Run, RunState

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
BY = system("test")

FILES = {
    "sites": """\
code,name,time_zone,virtual,jurisdiction
north,North House,America/Chicago,no,US-IL
video,Video,America/Chicago,yes,US
""",
    "programs": """\
site,name,levels,edition,population
north,Day PHP,2.5,asam-4,adult
north,Evening IOP,2.1|1,asam-3,adolescent
""",
    "rooms": """\
site,code,name,capacity,virtual
north,R1,Garden room,12,no
video,V1,Call 1,20,yes
""",
    "services": """\
code,name,delivery,minutes,credential_types,hue,category,discreet,room_needed,clients_per_staff
collection,Specimen collection,individual,10,RN,0,specimen_collection,yes,no,8
individual,Individual counselling,individual,50,LCSW,11,individual,no,yes,
process,Process group,group,90,LCSW|LPC,3,process_group,no,yes,
""",
    "staff": """\
name,site,languages,telehealth,max_groups_a_day,max_individual_a_day,max_minutes_a_week,max_run_minutes,caseload_limit
"Alder Brook, MD",north,en,no,,,,,
"Meadow Oxbow, LCSW",north,en|es,yes,3,5,1500,240,18
""",
    "roles": """\
staff,role
"Alder Brook, MD",prescriber
"Meadow Oxbow, LCSW",case_manager
"Meadow Oxbow, LCSW",clinician
""",
    "time_off": """\
staff,first_day,last_day,reason
"Meadow Oxbow, LCSW",2026-07-06,2026-07-17,
"Meadow Oxbow, LCSW",2026-08-03,2026-08-03,Course
""",
    "closures": """\
site,first_day,last_day,reason
north,2026-11-26,2026-11-27,Thanksgiving
""",
    "tracks": """\
code,name,site,language,levels,any_leader,blocks,population,capacity
anybody,Anybody,,,,yes,,,
evening,Evening track,north,en,2.1|1,no,Mon 17:30-20:45 break 19:00-19:15|Wed 17:30-24:00,adult,24
""",
    "track_leaders": """\
staff,track
"Meadow Oxbow, LCSW",evening
""",
    "series": """\
code,name
relapse,Relapse prevention
""",
    "groups": """\
code,name,service,track,language,site,capacity,minimum,levels,closed,series,sequence,options,population,modality,starts_on,ends_on
open,Open group,process,anybody,en,video,20,1,2.1,no,,0,,,video,,
rp-1,Relapse prevention 1,process,evening,en,north,12,3,2.1|1,yes,relapse,1,Mon 18:00|Wed 18:00,adult,in_person,2026-01-05,2026-12-31
""",
    "topics": """\
group,topics
rp-1,Triggers|Cravings|A plan for Friday
""",
    "clients": """\
record_number,site,legal_name,used_name,pronouns,languages,interpreter,date_of_birth,synthetic
SYN-0001,north,Meadow Valley,Mea Valley,they/them,en|es,no,1990-01-31,yes
SYN-0002,north,"Thistle ""Tee"" Oxbow","Tee
Oxbow",,es,yes,,yes
SYN-0003,north,Hyssop Nuñez,'=Hyssop,,en,no,2000-02-29,yes
""",
    "contacts": """\
client,name,relationship,emergency,lives_with
SYN-0001,Alder Valley,sister,yes,no
SYN-0001,Bracken Valley,friend,no,yes
""",
    "ways": """\
client,contact,kind,value,may_use,may_leave_message,may_say_who,best_times
SYN-0001,,address,"1 Synthetic Street
Springfield",yes,no,no,
SYN-0001,,mobile,'+1 202 555 0100,yes,yes,no,after 5 pm
SYN-0001,Alder Valley,email,alder@example.org,no,no,no,
""",
    "emergency": """\
client,kind,what,detail
SYN-0001,allergy,Penicillin,Rash
SYN-0001,no_medications,,
SYN-0002,need,Wheelchair,
""",
    "care_team": """\
client,role,starts,staff
SYN-0001,case_manager,2026-01-05,"Meadow Oxbow, LCSW"
SYN-0001,primary_clinician,2026-01-05,"Meadow Oxbow, LCSW"
SYN-0001,primary_clinician,2026-02-02,"Alder Brook, MD"
""",
    "stays": """\
client,starts,site,program,level,discharged_on,discharge_reason
SYN-0001,2025-03-03,north,Day PHP,2.5,,
SYN-0001,2025-04-07,north,Evening IOP,2.1,2025-06-02,completed
SYN-0001,2026-01-05,north,Evening IOP,2.1,,
SYN-0002,2026-02-02,north,Day PHP,2.5,,
""",
    "holds": """\
client,starts,ends,reason,seat_kept_until
SYN-0001,2026-01-19,2026-01-26,hospital,2026-02-02
SYN-0002,2026-02-23,,travel,
""",
    "orders": """\
client,starts,modality,minimum_week_minutes,minimum_day_minutes,ordered_by,ordered_on,lines
SYN-0001,2026-01-05,in_person,540,180,"Alder Brook, MD",2026-01-04,process 3 x 160|individual 1 x 60
SYN-0001,2026-02-02,hybrid,540,180,,,process 3 x 180
SYN-0002,2026-02-02,video,1200,240,,,
""",
    "authorizations": """\
client,level,starts,number,payer,ends,next_review,units
SYN-0001,2.1,2026-01-05,SYN-77,Synthetic Health,2026-04-06,2026-03-30,3 day/week|540 minute/week
SYN-0002,2.5,2026-02-02,,,,,
""",
    "contact_restrictions": """\
client,other_client,starts,ends,reason
SYN-0001,SYN-0002,2026-01-05,,"They were a couple; he said ""never"" again"
SYN-0002,SYN-0003,2026-01-05,2026-02-02,
""",
    "track_clients": """\
client,track,starts,ends
SYN-0001,evening,2026-01-05,2026-06-01
SYN-0002,anybody,2026-02-02,
""",
    "enrollments": """\
client,group,starts,ends,modality
SYN-0001,rp-1,2026-01-05,,video
""",
    "availability": """\
client,hours
SYN-0001,Mon 08:00-12:00|Mon 17:00-21:00|Wed 17:00-24:00
SYN-0002,Sun 00:00-24:00
""",
}


def brought_in(table: str, text: str | bytes, *, write: bool = True) -> Run:
    """A file read, tried and, when no fault is found, written: how its run stands then."""
    data = text.encode() if isinstance(text, str) else text
    run = receive(by=BY, at=AT, table=table, file=io.BytesIO(data), file_name="synthetic.csv", beside=False)
    see_to(at=AT, run=run)
    if write and run_of(BY, run).state == RunState.CHECKED:
        order_writing(by=BY, at=AT, run=run, beside=False)
        see_to(at=AT, run=run)
    return run_of(BY, run)


def whole_agency(until: str = "") -> None:
    """Every file of FILES up to, not including, the table `until`."""
    for table, text in FILES.items():
        if table == until:
            return
        run = brought_in(table, text)
        assert run.state == RunState.WRITTEN, (table, list(faults_of(run.id)))


def taken_out(table: str) -> str:
    """The table as a file."""
    return "".join(table_text(table))


def told(run: Run) -> list[FaultRow]:
    """Every fault of a run."""
    return list(faults_of(run.id))
