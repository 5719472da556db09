"""All addresses are those of the web face."""

from django.urls import include, path

urlpatterns = [path("", include("swadaya.web.urls"))]
