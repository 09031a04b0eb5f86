"""Finding one process of this machine and reading it, with psutil.

Each module knows one matter: which process, its values, its sockets, the node it
runs on. How the values are exposed is the process collector's business.
"""
