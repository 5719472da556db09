"""Django's entry to the room."""

from django.apps import AppConfig


class WilayahConfig(AppConfig):
    name = "swadaya.wilayah"
    label = "wilayah"
    verbose_name = "Wilayah"
