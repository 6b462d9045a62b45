"""The reviewer's desk: a local page that keeps decisions and follows the text as it is edited."""

from fedele.desk.session import Desk, Material
from fedele.desk.watch import Watch
from fedele.desk.work import desk_at_work, show_page

__all__ = ["Desk", "Material", "Watch", "desk_at_work", "show_page"]
