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
code,name,time_zone,virtual,jurisdiction,address,phone
north,North House,America/Chicago,no,US-IL,"1 Synthetic Street, Springfield",'+1 202 555 0101
video,Video,America/Chicago,yes,US,,
""",
    "programs": """\
site,name,levels,edition,population,treats,part2,hours
north,Day PHP,2.5,asam-4,adult,substance_use|mental_health,yes,Mon 09:00-15:00|Wed 09:00-15:00
north,Evening IOP,2.1|1,asam-3,adolescent,eating_disorder,no,
""",
    "rooms": """\
site,code,name,capacity,virtual,active
north,R1,Garden room,12,no,yes
north,R2,Old room,4,no,no
video,V1,Call 1,20,yes,yes
""",
    "services": """\
code,name,delivery,minutes,credential_types,hue,category,discreet,room_needed,clients_per_staff,active
collection,Specimen collection,individual,10,RN,0,specimen_collection,yes,no,8,yes
garden,Garden group,group,60,LCSW,0,other,no,yes,,no
individual,Individual counselling,individual,50,LCSW,11,individual,no,yes,,yes
process,Process group,group,90,LCSW|LPC,3,process_group,no,yes,,yes
""",
    "closures": """\
site,first_day,last_day,reason
north,2026-11-26,2026-11-27,Thanksgiving
""",
    "licenses": """\
kind,name,issuer,number,valid_from,valid_until,site
accreditation,Behavioral health,Synthetic Commission,,2025-01-01,,
license,Outpatient treatment,Synthetic State,SYN-L-1,2026-01-01,2027-12-31,north
""",
    "staff": """\
name,site,languages,telehealth,max_groups_a_day,max_individual_a_day,max_minutes_a_week,max_run_minutes,caseload_limit
"Alder Brook, MD",north,en,no,,,,,
"Bracken Valley, LPC",north,en,no,,,,,
"Meadow Oxbow, LCSW",north,en|es,yes,3,5,1500,240,18
""",
    "roles": """\
staff,role
"Alder Brook, MD",prescriber
"Meadow Oxbow, LCSW",case_manager
"Meadow Oxbow, LCSW",clinician
""",
    "credentials": """\
staff,type,state,number,valid_from,valid_until,supervision_required
"Alder Brook, MD",MD,US-IL,SYN-1001,2020-01-01,,no
"Meadow Oxbow, LCSW",LCSW,,,2024-01-01,2025-12-31,yes
"Meadow Oxbow, LCSW",LCSW,,,2026-01-01,2027-12-31,no
""",
    "working_hours": """\
staff,hours
"Meadow Oxbow, LCSW",Mon 09:00-13:00|Mon 14:00-21:00|Wed 12:00-24:00
""",
    "time_off": """\
staff,first_day,last_day,reason
"Meadow Oxbow, LCSW",2026-07-06,2026-07-17,
"Meadow Oxbow, LCSW",2026-08-03,2026-08-03,Course
""",
    "on_call": """\
site,starts,ends,rank,staff,reach
north,2026-03-01 17:00,2026-03-02 08:00,1,"Bracken Valley, LPC",'+1 202 555 0102
north,2026-07-06 17:00,2026-07-07 08:00,1,"Alder Brook, MD",'+1 202 555 0103
north,2026-07-06 17:00,2026-07-07 08:00,2,"Meadow Oxbow, LCSW",'+1 202 555 0104
""",
    "tracks": """\
code,name,site,language,levels,any_leader,blocks,population,capacity,ends_on
anybody,Anybody,,,,yes,,,,
autumn,Autumn track,north,en,2.1,yes,,,,2026-01-01
evening,Evening track,north,en,2.1|1,no,Mon 17:30-20:45 break 19:00-19:15|Wed 17:30-24:00,adult,24,2027-06-01
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
    "home_groups": """\
track,group
evening,rp-1
""",
    "topics": """\
group,topics
rp-1,Triggers|Yes \\| no|A plan for Friday
""",
    "run_sheets": """\
service,starts,steps
process,2026-01-05,What is present x 1: One sentence each|Topic x 2|Practice and close x 1
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
client,role,starts,staff,ends
SYN-0001,case_manager,2026-01-05,"Meadow Oxbow, LCSW",2026-02-09
SYN-0001,primary_clinician,2026-01-05,"Meadow Oxbow, LCSW",2026-02-02
SYN-0001,primary_clinician,2026-02-02,"Alder Brook, MD",
""",
    "steps": """\
client,on,number,event,site,program,level,reason,where,when,owner,due,seat_kept_until,text
SYN-0001,2025-03-03,1,admit,north,Day PHP,2.5,,,,,,,
SYN-0001,2025-04-07,1,transfer,north,Evening IOP,2.1,,,,,,,A step down
SYN-0001,2025-06-02,1,discharge,,,,completed,Home,,,,,
SYN-0001,2025-12-29,1,first_contact,north,Evening IOP,2.1,,,,"Meadow Oxbow, LCSW",2025-12-31,,Called at three
SYN-0001,2025-12-29,2,book_assessment,,,,,,2025-12-30 10:00,"Alder Brook, MD",,,
SYN-0001,2025-12-30,1,contact,,,,reached,,,,,,
SYN-0001,2025-12-30,2,accept,north,Evening IOP,2.1,,,,,,,
SYN-0001,2026-01-05,1,admit,north,Evening IOP,2.1,,,,,,,
SYN-0001,2026-01-05,2,clear,,,,medical_review,,,,,,No cough
SYN-0001,2026-01-19,1,hold,,,,hospital,,,"Meadow Oxbow, LCSW",2026-01-24,2026-02-02,
SYN-0001,2026-01-26,1,return,,,,,,,,,,
SYN-0001,2026-02-16,1,withdraw_clearance,,,,,,,,,,
SYN-0002,2026-02-02,1,admit,north,Day PHP,2.5,,,,,,,
SYN-0002,2026-02-23,1,hold,,,,travel,,,,,,
SYN-0003,2026-02-09,1,first_contact,,,,,,,,,,
SYN-0003,2026-02-10,1,refer_on,,,,,Synthetic House,,,,,
SYN-0003,2026-02-12,1,first_contact,,,,,,,,,,
SYN-0003,2026-02-13,1,wait,,,,no_seat,,,,2026-03-09,,
SYN-0003,2026-02-20,1,accept,,,,,,,,,,
""",
    "stays": """\
client,starts,site,program,level,discharged_on,discharge_reason
SYN-0001,2025-03-03,north,Day PHP,2.5,,
SYN-0001,2025-04-07,north,Evening IOP,2.1,2025-06-02,completed
SYN-0001,2026-01-05,north,Evening IOP,2.1,,
SYN-0002,2026-02-02,north,Day PHP,2.5,,
""",
    "holds": """\
client,starts,ends,due_back,reason,seat_kept_until
SYN-0001,2026-01-19,2026-01-26,2026-01-24,hospital,2026-02-02
SYN-0002,2026-02-23,,,travel,
""",
    "admission_data": """\
client,sex,pregnant,race,ethnicity,marital_status,education,employment,not_working,living,income,veteran,source,justice,self_help,opioid_medication,co_occurring,insurance,payment,arrests,prior_episodes,substance_1,route_1,frequency_1,first_use_age_1,substance_2,route_2,frequency_2,first_use_age_2,substance_3,route_3,frequency_3,first_use_age_3
SYN-0001,female,no,,,,,,,,,,individual,,,,,,,0,2,alcohol,oral,none,17,,,,,,,,
SYN-0003,,,,,,,,,,,not_known,,,,,,,,,,,,,,,,,,,,,
""",
    "orders": """\
client,starts,modality,minimum_week_minutes,minimum_day_minutes,ordered_by,ordered_on,lines,below_minimum_reason,ends,ended_reason
SYN-0001,2026-01-05,in_person,540,180,"Alder Brook, MD",2026-01-04,process 3 x 160|individual 1 x 60,Two jobs,2026-02-02,
SYN-0001,2026-02-02,hybrid,540,180,,,process 3 x 180,,,
SYN-0002,2026-02-02,video,1200,240,,,,,2026-02-23,On hold
""",
    "authorizations": """\
client,level,starts,number,payer,ends,next_review,units
SYN-0001,2.1,2026-01-05,SYN-77,Synthetic Health,2026-04-06,2026-03-30,3 day/week|540 minute/week
SYN-0002,2.5,2026-02-02,,,,,
""",
    "review_calls": """\
client,level,starts,number,occurred_at,spoke_with,outcome,reference,told,next_review
SYN-0001,2.1,2026-01-05,SYN-77,2026-02-27 09:15,"Bracken, intake",authorized,SYN-R-1,Three more weeks,2026-03-30
SYN-0002,2.5,2026-02-02,,2026-02-03 10:00,Thistle,authorized,,,
""",
    "contact_restrictions": """\
client,other_client,starts,ends,reason,ended_reason
SYN-0001,SYN-0002,2026-01-05,2026-02-09,"They were a couple; he said ""never"" again",They asked for it
SYN-0002,SYN-0003,2026-01-05,2026-02-02,,
SYN-0002,SYN-0003,2026-04-01,,,
""",
    "track_clients": """\
client,track,starts,ends,kept_until
SYN-0001,evening,2026-01-05,2026-06-01,
SYN-0002,anybody,2026-02-02,,2026-03-16
""",
    "enrollments": """\
client,group,starts,ends,modality,kept_until
SYN-0001,rp-1,2026-01-05,,video,
SYN-0002,open,2026-02-02,,in_person,2026-03-16
""",
    "availability": """\
client,hours
SYN-0001,Mon 08:00-12:00|Mon 17:00-21:00|Wed 17:00-24:00
SYN-0002,Sun 00:00-24:00
""",
    "meetings": """\
group,starts_on,weekday,starts,minutes,site,room,lead,others,ends_on
rp-1,2026-01-05,Mon,18:00,90,north,R1,"Meadow Oxbow, LCSW","Alder Brook, MD as observer",2026-02-02
rp-1,2026-02-02,Mon,17:45,90,,,"Meadow Oxbow, LCSW",,
""",
    "weeks": """\
name,monday,time_zone,days,opens,closes,step_minutes,published
North House,2026-01-12,America/Chicago,5,08:00,21:00,15,yes
North House,2026-01-19,America/Chicago,7,07:00,22:00,15,yes
North House,2026-02-02,America/Chicago,7,07:00,22:00,15,yes
Summer,2026-06-01,America/Chicago,5,08:00,21:00,30,no
""",
    "sessions": """\
site,starts,group,lead,number,minutes,service,room,capacity,modality,state,others,clients,guests,led_by,topic,week,meeting_day,meeting_since,meeting_starts,changed
north,2026-01-12 18:00,rp-1,"Meadow Oxbow, LCSW",1,90,process,R1,12,hybrid,planned,"Alder Brook, MD as observer",SYN-0001|SYN-0002 by video,speaker by video: Thistle Brook,,1,North House,2026-01-12,2026-01-05,18:00,no
north,2026-01-19 18:00,rp-1,"Meadow Oxbow, LCSW",1,90,process,R1,12,in_person,cancelled,,SYN-0001,,,,North House,2026-01-19,2026-01-05,18:00,yes
north,2026-01-20 10:00,,,1,50,individual,,1,in_person,planned,,,,,,North House,,,,no
north,2026-01-20 10:00,,"Meadow Oxbow, LCSW",1,50,individual,R1,2,in_person,planned,,SYN-0001 not present,relative of SYN-0001: Alder Valley|interpreter,"Alder Brook, MD as lead",,North House,,,,no
north,2026-01-20 10:00,,"Meadow Oxbow, LCSW",2,50,individual,R1,1,in_person,cancelled,,SYN-0002 by video,,,,North House,,,,no
north,2026-02-02 17:45,rp-1,"Meadow Oxbow, LCSW",1,90,process,,12,in_person,planned,,SYN-0002,,,2,North House,2026-02-02,2026-02-02,17:45,no
""",
    "visits": """\
client,arrived_at,departed_at,joined,state,address,callback
SYN-0001,2026-01-12 17:55,2026-01-12 18:30,in_person,,,
SYN-0001,2026-01-12 18:40,2026-01-12 19:30:20,in_person,,,
SYN-0002,2026-01-12 18:00,2026-01-12 18:30,video,,,
SYN-0002,2026-02-02 17:45,2026-02-02 19:15,video,IL,"1 Synthetic Street, Springfield",'+1 202 555 0105
""",
    "missed": """\
client,day,reason,told_at
SYN-0001,2026-02-09,hard_day,2026-02-09 12:00
SYN-0002,2026-02-16,needs_ride,2026-02-17 09:30
""",
    "asked_out": """\
client,session,left_at,returned_at,reason
SYN-0001,2026-01-12 18:00,2026-01-12 18:10,2026-01-12 18:20,nurse
SYN-0002,2026-02-02 17:45,2026-02-02 19:00,,prescriber
""",
    "led": """\
site,starts,group,lead,number,staff,ended_at,in_room,guests,clients
north,2026-01-12 18:00,rp-1,"Meadow Oxbow, LCSW",1,"Alder Brook, MD",2026-01-12 19:28:30,1,1,SYN-0001 from 18:05|SYN-0002 from 18:00 to 18:20:15
north,2026-01-20 10:00,,"Meadow Oxbow, LCSW",1,,2026-01-20 10:40,0,0,SYN-0001 not there
north,2026-02-02 17:45,rp-1,"Meadow Oxbow, LCSW",1,"Alder Brook, MD",,,0,
""",
    "settled": """\
client,session,came_at,left_at,settled_at,settled_by,reason
SYN-0001,2026-01-12 18:00,2026-01-12 18:00,2026-01-12 19:25,2026-01-13 09:00,"Bracken Valley, LPC",The nurse saw them
SYN-0002,2026-01-12 18:00,,,2026-01-13 09:05,"Bracken Valley, LPC",The line was open and nobody there
""",
    "calls": """\
client,called_at,contact,kind,value,reason,outcome,called_by,try_again_at
SYN-0001,2026-01-14 09:20,,mobile,'+1 202 555 0100,missing_today,left_message,"Alder Brook, MD",2026-01-14 14:00
SYN-0001,2026-01-14 14:05:30,,,,try_again,reached,front desk,
SYN-0001,2026-01-14 14:10,Alder Valley,email,alder@example.org,no_contact,no_answer,front desk,
SYN-0003,2026-02-12 16:00,,,,asked_for_care,reached,front desk,
""",
    "former_staff": """\
staff,last_day
"Bracken Valley, LPC",2026-02-27
""",
}


def brought_in(table: str, text: str | bytes, *, write: bool = True, at: datetime = AT) -> Run:
    """A file read, tried and, when no fault is found, written: how its run stands then."""
    data = text.encode() if isinstance(text, str) else text
    run = receive(by=BY, at=at, table=table, file=io.BytesIO(data), file_name="synthetic.csv", beside=False)
    see_to(at=at, run=run)
    if write and run_of(BY, run).state == RunState.CHECKED:
        order_writing(by=BY, at=at, run=run, beside=False)
        see_to(at=at, run=run)
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
