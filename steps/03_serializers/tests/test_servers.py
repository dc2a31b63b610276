"""The project as servers start it: runserver, one that speaks WSGI, one with ASGI."""

import importlib
import os
import sys

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.core.servers.basehttp import get_internal_wsgi_application

# A request's start closes old connections to the database.
pytestmark = pytest.mark.django_db


@pytest.fixture
def start(monkeypatch):
    """Import a module as a server does, whose environment names no settings."""
    name = os.environ["DJANGO_SETTINGS_MODULE"]
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")

    def import_application(module):
        monkeypatch.delitem(sys.modules, module, raising=False)
        application = importlib.import_module(module).application
        assert os.environ["DJANGO_SETTINGS_MODULE"] == name
        return application

    return import_application


def wsgi_status(application, request):
    started = []
    application(request.environ, lambda *status: started.append(status))
    return int(started[0][0].split()[0])


@pytest.mark.task("health")
def test_runserver_answers(rf):
    application = get_internal_wsgi_application()

    assert wsgi_status(application, rf.get("/health/")) == 200


@pytest.mark.task("health")
def test_a_wsgi_server_answers(start, rf):
    application = start("config.wsgi")

    assert wsgi_status(application, rf.get("/health/")) == 200


@pytest.mark.task("health")
def test_an_asgi_server_answers(start, async_rf):
    application = start("config.asgi")

    async def status():
        scope = async_rf.get("/health/").scope
        server = ApplicationCommunicator(application, scope)
        await server.send_input({"type": "http.request"})
        started = await server.receive_output()
        await server.wait()
        return started["status"]

    assert async_to_sync(status)() == 200
