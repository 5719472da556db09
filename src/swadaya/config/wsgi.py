"""Entry for the WSGI server: joins the database with the rights of the application, then starts Django."""

import os

from django.core.wsgi import get_wsgi_application

from . import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "swadaya.config.settings")
database.connect("app", pool=True)
application = get_wsgi_application()
