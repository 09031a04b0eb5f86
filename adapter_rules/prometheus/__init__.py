"""The port to Prometheus, and its drivers: a live one, a memory, a process.

What is asked, and what is made of an answer, belongs to the callers.
"""
