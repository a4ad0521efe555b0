"""Relate: who else says so. Copies, stories and issues over sketches of documents; nothing here knows the store."""
