"""Work in processes of its own: what crashes, hangs or grows without end costs no other work."""

from fedele.workers.messages import out_of_memory, unforeseen
from fedele.workers.pool import Pool, run_locally
from fedele.workers.worker import Work

__all__ = ["Pool", "Work", "out_of_memory", "run_locally", "unforeseen"]
