"""One module a page: ``register(app, model)`` returns its routes; no state of its own.

A page never imports another page.
"""
