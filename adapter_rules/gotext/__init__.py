"""Go's ``text/template`` language: lexer, parser, evaluation, functions, printing.

Nothing here knows rules or PromQL: ``adapter_rules.template`` is the one module
that uses it. Left out of the language: complex numbers, and calling methods or
functions that are values, since the adapter hands over none.
"""
