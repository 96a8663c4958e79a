"""Mentions tied to the world: times to the calendar, toponyms to GeoNames, actors to the registry."""
