"""Measured numbers from people's own data: what others only ask, computed, or refused.

Importing this loads nothing heavy; each method loads what it needs when it is used.
"""
