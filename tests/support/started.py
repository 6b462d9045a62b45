"""`fedele` as code for `python -c`, which says when it has begun and can be interrupted."""

UP = """
import sys
class Up:
    def find_spec(self, name, path=None, target=None):
        if name == "fedele.cli":
            sys.meta_path.remove(self)
            print("up", flush=True)
sys.meta_path.insert(0, Up())
import fedele.__main__
fedele.__main__.main()
"""
