"""Who reads the whole trail."""

from parks.kernel.actor import Actor, Role


def reads_trail(actor: Actor) -> bool:
    """An auditor of the nation: the trail knows no places, so whoever reads it reads all of it."""
    return any(one.role is Role.AUDITOR and one.path.strip("/").count("/") == 0 for one in actor.held)
