"""Deciding: a ladder of rungs, cheapest sound step first, each giving a verdict with its evidence."""
