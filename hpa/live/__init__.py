"""The controller's ports on a real cluster, through its API server.

Objects and answers become what the algorithm sees. When a sync is due, and whether
anything is written, is decided by whoever uses the ports.
"""
