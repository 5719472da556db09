"""Addresses of the decrees, below ``/indeks/penetapan/``."""

from __future__ import annotations

from django.urls import path

from . import decree_views

urlpatterns = [
    path("", decree_views.every, name="penetapan"),
    path("<int:nomor>/", decree_views.one, name="penetapan-satu"),
    path("<int:nomor>/<int:dokumen>.pdf", decree_views.document, name="penetapan-dokumen"),
]
