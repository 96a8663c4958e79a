"""From a parse to codings: which anchors stand, who did it to whom, whether it happened, who says so, how many."""
