"""What we know about words, names and types: data files, and typed, cached access to them.

The code here and above holds no word of any language; a new language is a new folder under `data/`.
"""
