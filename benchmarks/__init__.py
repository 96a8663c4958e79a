"""Programs that measure faleme: how fast (speed/), how well (quality/). Never imported by faleme."""
