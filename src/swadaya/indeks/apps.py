from django.apps import AppConfig


class IndeksConfig(AppConfig):
    name = "swadaya.indeks"
    label = "indeks"
    verbose_name = "Indeks Desa"
