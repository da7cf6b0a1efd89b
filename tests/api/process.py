"""`python -m tests.api.process`: a server with a worker, as the environment says."""

import os

from api.app import create_app
from api.serving import serve
from api.settings import settings_from

if __name__ == "__main__":
    settings = settings_from(os.environ)
    serve(create_app(settings, with_worker=True), settings)
