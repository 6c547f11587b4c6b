"""Every address of the site; each app keeps its own list, and each name has a line in ``permissions``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("taizhang_site.accounts.urls")),
    path("", include("taizhang_site.matters.urls")),
    path("", include("taizhang_site.notices.urls")),
    path("", include("taizhang_site.boards.urls")),
    path("", include("taizhang_site.papers.urls")),
    path("", include("taizhang_site.definitions.urls")),
    path("", include("taizhang_site.proofing.urls")),
    path("", include("taizhang_site.finder.urls")),
    path("", include("taizhang_site.tour.urls")),
    path("", include("taizhang_site.jobs.urls")),
]
handler404 = "taizhang_site.rendering.failures.not_there"
handler500 = "taizhang_site.rendering.failures.report_fault"
