"""The web face as a Django application: templates and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "swadaya.web"
    label = "web"
