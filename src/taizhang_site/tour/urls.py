"""Addresses of the tour."""

from __future__ import annotations

from django.urls import path

from taizhang_site.tour import pages

urlpatterns = [
    path("tour", pages.tour, name="tour"),
    path("tour/step", pages.step, name="tour_step"),
]
