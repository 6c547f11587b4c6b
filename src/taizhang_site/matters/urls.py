"""Addresses of matters."""

from __future__ import annotations

from django.urls import path

from taizhang_site.matters import (
    acts,
    choosing,
    editing,
    erasing,
    evidence,
    importing,
    linking,
    lists,
    look_alikes,
    mappings,
    new_ledger,
    pages,
    proving,
    registering,
    sampling,
    saved,
    splitting,
    totalling,
    unmatched_names,
)

urlpatterns = [
    path("mine", lists.mine, name="mine"),
    path("ledgers", lists.ledgers, name="ledgers"),
    path("ledgers/choose", choosing.ledgers_choose, name="ledgers_choose"),
    path("matters", lists.matters, name="matters"),
    path("matters/totals", totalling.list_totals, name="totals"),
    path("matters/views", saved.views, name="views"),
    path("matters/export", lists.export, name="export"),
    path("matters/template/<slug:ledger>", lists.template, name="template"),
    path("matters/new/<slug:ledger>", registering.register, name="register"),
    path("matters/bulk", acts.bulk, name="bulk"),
    path("matters/edit", editing.edit, name="edit"),
    path("matter/<slug:matter>", pages.matter, name="matter"),
    path("matter/<slug:matter>/parts", splitting.split_page, name="split"),
    path("matter/<slug:matter>/step/<int:step>", proving.step_proof, name="step_proof"),
    path("matter/<slug:matter>/<slug:what>", acts.act, name="act"),
    path("sampling", sampling.sampling, name="sampling"),
    path("alike", look_alikes.look_alikes_page, name="look_alikes"),
    path("numbers", linking.numbers, name="numbers"),
    path("evidence/<slug:matter>/<str:digest>", evidence.evidence, name="evidence"),
    path("evidence/<slug:matter>/<str:digest>/thumb", evidence.evidence_thumb, name="evidence_thumb"),
    path("evidence/<slug:matter>/<str:digest>/view", evidence.evidence_page, name="evidence_page"),
    path("evidence/<slug:matter>/<str:digest>/<int:page>", evidence.evidence_sheet, name="evidence_sheet"),
    path("unmatched", unmatched_names.unmatched_page, name="unmatched"),
    path("erasures", erasing.erasures_page, name="erasures"),
    path("import", importing.import_, name="import"),
    path("import/mappings", mappings.mappings_page, name="mappings"),
    path("import/new", new_ledger.new_ledger, name="new_ledger"),
    path("import/new/<str:token>", new_ledger.new_ledger, name="new_ledger_of"),
    path("import/apply", importing.import_apply, name="import_apply"),
]
