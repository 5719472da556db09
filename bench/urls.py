"""The product's addresses and a do-nothing page: same middleware, base template and compression, no query."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [path("kosong/", nothing), path("", include("swadaya.config.urls"))]
