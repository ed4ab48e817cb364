"""Parks (园创): entrepreneurship-park space, the Initiative Support Plan, and everything between."""

import os

# Piccolo finds its engine by this name; whoever imports parks means ours.
os.environ.setdefault("PICCOLO_CONF", "parks.piccolo_conf")
