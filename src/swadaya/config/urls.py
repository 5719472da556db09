"""All addresses: the open interface under ``/api/v1/``, and the pages of the web face."""

from django.urls import include, path

from swadaya.api import api

urlpatterns = [path("api/v1/", api.urls), path("", include("swadaya.web.urls"))]
