"""Large journeys at random that look like journeys: several tracks side by side, mostly forward."""

from random import Random

from graph.layout import Block

Ways = list[tuple[str, str, str]]


def a_map(seed: int, stages: int = 100) -> tuple[list[Block], Ways]:
    """Tracks of about 19 stages with ways between them, one exit for twenty stages, ways back."""
    dice = Random(seed)
    exits = max(1, stages // 20)
    inner = stages - exits
    tracks = max(2, inner // 19)
    at = {divmod(number, tracks): f"s{number}" for number in range(inner)}
    ways: Ways = []
    for (column, track), here in at.items():
        ahead = [(column + 1, track)]
        if dice.random() < 0.25:
            ahead.append((column + 1, track + dice.choice([-1, 1])))
        if dice.random() < 0.07:
            ahead.append((column + dice.randint(2, 4), dice.randrange(tracks)))
        ways += [(here, at[place], "ADVANCE") for place in ahead if place in at]
    for number in range(exits):
        near = dice.randrange(inner)
        leaving = sorted({min(inner - 1, near + dice.randrange(12)) for _ in range(3)})
        ways += [(f"s{left}", f"x{number}", "EXIT") for left in leaving]
    for _ in range(inner // 10):
        entered, left = sorted(dice.sample(range(inner), 2))
        if entered // tracks < left // tracks:
            ways.append((f"s{left}", f"s{entered}", "RECYCLE"))
    blocks = [Block(key, 176, 88) for key in at.values()]
    blocks += [Block(f"x{number}", 176, 88, is_exit=True) for number in range(exits)]
    # Nobody lists stages in the order in which they are best drawn.
    listed = sorted(blocks, key=lambda block: (block.is_exit, int(block.key[1:]) // tracks))
    for first in range(0, len(listed) - exits, tracks):
        row = listed[first : min(first + tracks, inner)]
        dice.shuffle(row)
        listed[first : first + len(row)] = row
    return listed, ways
