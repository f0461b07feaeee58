from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")
application = get_wsgi_application()
# What is loaded now stays: looking it through for what can be thrown away would hold up a page now and then.
gc.collect()
gc.freeze()
