"""Addresses of papers."""

from __future__ import annotations

from django.urls import path

from taizhang_site.papers import deciding, editing, freezing, history, leaving, reading

urlpatterns = [
    path("papers", reading.papers, name="papers"),
    path("papers/<slug:name>/<str:period>", editing.paper, name="paper"),
    path("papers/<slug:name>/<str:period>/save", editing.save, name="paper_save"),
    path("papers/<slug:name>/<str:period>/preview", editing.preview, name="paper_preview"),
    path("papers/<slug:name>/<str:period>/attest", editing.attest, name="paper_attest"),
    path("papers/<slug:name>/<str:period>/number", reading.number, name="paper_number"),
    path("papers/<slug:name>/<str:period>/compare", reading.compare, name="paper_compare"),
    path("papers/<slug:name>/<str:period>/file/<slug:kind>", reading.file, name="paper_file"),
    path("papers/<slug:name>/<str:period>/gates", deciding.gates, name="paper_gates"),
    path("papers/<slug:name>/<str:period>/marked", deciding.download_marked, name="paper_marked"),
    path("papers/<slug:name>/<str:period>/waive", deciding.waive, name="paper_waive"),
    path("papers/<slug:name>/<str:period>/sign", deciding.sign, name="paper_sign"),
    path("papers/<slug:name>/<str:period>/approve", deciding.approve, name="paper_approve"),
    path("papers/<slug:name>/<str:period>/history", history.history, name="paper_history"),
    path("papers/<slug:name>/<str:period>/restore", history.restore, name="paper_restore"),
    path("papers/<slug:name>/<str:period>/release", leaving.release, name="paper_release"),
    path("papers/<slug:name>/<str:period>/editions/<int:version>", freezing.edition, name="edition"),
    path(
        "papers/<slug:name>/<str:period>/editions/<int:version>/<slug:kind>", freezing.edition_file, name="edition_file"
    ),
]
