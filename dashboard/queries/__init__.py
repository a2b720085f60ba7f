"""What the pages ask of the model: the only callers of ``risks``.

Each page has its own module of frozen records; nothing else of the model leaks.
"""
