"""The types that flow through the program. All are frozen, and none has room for a password.

This package imports nothing of ours, and none of its modules does anything but hold values.
"""
