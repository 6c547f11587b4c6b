"""Addresses of jobs."""

from __future__ import annotations

from django.urls import path

from taizhang_site.jobs import pages

urlpatterns = [
    path("jobs", pages.jobs, name="jobs"),
    path("jobs/badge", pages.badge, name="jobs_badge"),
    path("jobs/<str:token>", pages.job, name="job"),
    path("jobs/<str:token>/cancel", pages.cancel, name="job_cancel"),
    path("jobs/<str:token>/result", pages.result, name="job_result"),
]
