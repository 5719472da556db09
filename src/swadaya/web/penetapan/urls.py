"""Addresses of the decrees, below ``/indeks/penetapan/``."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("", views.every, name="penetapan"),
    path("<int:nomor>/", views.one, name="penetapan-satu"),
    path("<int:nomor>/<int:dokumen>.pdf", views.document, name="penetapan-dokumen"),
]
