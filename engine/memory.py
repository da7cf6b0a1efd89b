"""How a process that judges looks after its memory."""

import gc


def settle() -> None:
    """Tell the collector that what is loaded now stays, and that much comes and goes.

    A group commit makes and drops hundreds of thousands of small values, none of which form
    cycles: at its defaults the collector walks everything again and again in search of some, for a
    third of the time that judging takes. Call it once, when all is loaded.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
