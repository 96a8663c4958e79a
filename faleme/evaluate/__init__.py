"""`faleme evaluate`: predictions for gold sets of the whole road (`gold`), scores of the core's own heads (`heads`)."""

from faleme.evaluate.gold import SetResult, evaluate

__all__ = ["SetResult", "evaluate"]
