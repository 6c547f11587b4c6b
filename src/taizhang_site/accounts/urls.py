"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from taizhang_site.accounts import people, views

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("language", views.language, name="language"),
    path("first", views.first, name="first"),
    path("login", views.login, name="login"),
    path("login/code", views.token, name="token"),
    path("logout", views.logout, name="logout"),
    path("account", views.account, name="account"),
    path("account/password", views.password, name="password"),
    path("account/code", views.token_setup, name="token_setup"),
    path("account/sessions", views.sessions_end, name="sessions_end"),
    path("people", people.people, name="people"),
    path("people/new", people.person_new, name="person_new"),
    path("people/<int:pk>", people.person, name="person"),
    path("trail", people.trail, name="trail"),
]
