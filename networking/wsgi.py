from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "networking.settings")
application = get_wsgi_application()
# What is loaded now stays: looking it through for what can be thrown away would hold up a page now and then. A page
# makes some thousands of objects that go by themselves, so that looking them through after each 700 finds nothing.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
