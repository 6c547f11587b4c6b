"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from taizhang_site.accounts import changes, machine, own, people, provider, review, trail, views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("language", views.language, name="language"),
    path("first", views.first, name="first"),
    path("login", views.login, name="login"),
    path("login/code", views.token, name="token"),
    path("login/provider", provider.redirect_to_provider, name="to_provider"),
    path("login/provider/back", provider.return_from_provider, name="provider_back"),
    path("login/provider/done", provider.finish_provider_sign_in, name="provider_done"),
    path("login/passkey", views.sign_in_by_passkey, name="passkey_in"),
    path("logout", views.logout, name="logout"),
    path("account", own.account, name="account"),
    path("account/password", own.password, name="password"),
    path("account/code", own.token_setup, name="token_setup"),
    path("account/second", own.second_factor, name="second"),
    path("account/passkeys", own.passkeys_change, name="passkeys"),
    path("account/recovery", own.recovery, name="recovery"),
    path("account/sessions", own.sessions_end, name="sessions_end"),
    path("people", people.people, name="people"),
    path("people/new", people.person_new, name="person_new"),
    path("people/changes", changes.changes, name="changes"),
    path("people/<int:pk>", people.person, name="person"),
    path("trail", trail.trail, name="trail"),
    path("trail/entries", trail.entries, name="trail_entries"),
    path("trail/export", trail.export, name="trail_export"),
    path("trail/review", review.review, name="review"),
    path("machine", machine.machine, name="machine"),
]
