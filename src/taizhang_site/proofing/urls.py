"""Addresses of the gates."""

from __future__ import annotations

from django.urls import path

from taizhang_site.proofing import pages

urlpatterns = [
    path("proof", pages.proof, name="proof"),
    path("proof/<str:token>", pages.walk, name="walk"),
    path("proof/<str:token>/marked", pages.download_marked, name="marked"),
]
