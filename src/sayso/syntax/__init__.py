"""Syntax: what extractors ask of a parse: who does what, which row of a lexicon fits a word, whether an act took place.

Events, positions and commitments ask the same questions, and extractors do not import extractors; so the answers live here.
"""
