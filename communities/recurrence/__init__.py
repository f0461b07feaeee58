"""Repeating events: which days a rule means (RFC 5545, the part that people need), and how to say it in words."""
