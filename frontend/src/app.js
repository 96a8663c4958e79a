// Every page: htmx and our own modules. A page works without any of it, where PRODUCT says so.

import "htmx.org";
