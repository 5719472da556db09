"""The product's addresses and two for comparison: a page that does nothing, and a list paged by OFFSET."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from .offset import skipping


def nothing(request: HttpRequest) -> HttpResponse:
    """Same middleware, base template and compression, no query."""
    return render(request, "base.html")


urlpatterns = [path("kosong/", nothing), path("loncat/", skipping), path("", include("swadaya.config.urls"))]
