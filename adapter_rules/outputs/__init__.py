"""The forms in which a config leaves: one file a form, each returns plain data.

The bare config file is ``adapter_rules.model.dump``.
"""
