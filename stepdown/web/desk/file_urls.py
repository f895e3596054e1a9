"""Addresses of Import & export; part of the desk's."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepdown.web.desk import files

urlpatterns: list[URLPattern] = [
    path("settings/files/", files.files, name="files"),
    path("settings/files/upload/", files.upload, name="upload-file"),
    path("settings/files/<slug:table>/template/", files.template, name="file-template"),
    path("settings/files/<slug:table>/export/", files.export, name="export-table"),
    path("settings/files/runs/<int:run>/", files.import_run, name="import-run"),
    path("settings/files/runs/<int:run>/faults/", files.import_faults, name="import-faults"),
    path("settings/files/runs/<int:run>/write/", files.write, name="write-import"),
    path("settings/files/runs/<int:run>/cancel/", files.cancel, name="cancel-import"),
    path("settings/files/runs/<int:run>/resume/", files.resume, name="resume-import"),
    path("settings/files/runs/<int:run>/check/", files.check, name="check-import"),
    path("settings/files/runs/<int:run>/discard/", files.discard, name="discard-import"),
]
