"""A fictional network to try the product on: the same seed and day give the same life."""

from networking.demo.seeding import Counts, InUse, seed

__all__ = ["Counts", "InUse", "seed"]
