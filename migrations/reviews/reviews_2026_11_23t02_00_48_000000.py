"""What must never change in a draw: what was committed to, what was revealed, who was drawn; one live draw a round."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-23T02:00:48:000000"
VERSION = "1.38.0"
DESCRIPTION = "a draw is committed to before and kept after; no second live draw"

LOCKS = """
CREATE UNIQUE INDEX expert_draw_one_live ON expert_draw (review_round) WHERE state <> 'replaced';

-- committed → witnessed → revealed, each step writing its own columns once; replaced with the reason from anywhere.
CREATE FUNCTION expert_draw_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a draw stays on record'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'expert_draw_stays';
  END IF;
  IF (OLD.state, NEW.state) NOT IN (('committed', 'witnessed'), ('witnessed', 'revealed'), ('committed', 'replaced'),
        ('witnessed', 'replaced'), ('revealed', 'replaced'))
     OR (NEW.id, NEW.review_round, NEW.number, NEW.snapshot, NEW.constraints, NEW.terms, NEW.left_out, NEW.marks,
         NEW.commitment, NEW.locked, NEW.officer, NEW.officer_name, NEW.witness, NEW.witness_name, NEW.committed_at)
        IS DISTINCT FROM
        (OLD.id, OLD.review_round, OLD.number, OLD.snapshot, OLD.constraints, OLD.terms, OLD.left_out, OLD.marks,
         OLD.commitment, OLD.locked, OLD.officer, OLD.officer_name, OLD.witness, OLD.witness_name, OLD.committed_at)
     OR (NEW.state <> 'witnessed'
         AND (NEW.words, NEW.witnessed_at) IS DISTINCT FROM (OLD.words, OLD.witnessed_at))
     OR (NEW.state <> 'revealed'
         AND (NEW.secret, NEW.revealed_at) IS DISTINCT FROM (OLD.secret, OLD.revealed_at)) THEN
    RAISE EXCEPTION 'what a draw was committed to, and what it revealed, never changes'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'expert_draw_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER expert_draw_stays BEFORE UPDATE OR DELETE ON expert_draw
  FOR EACH ROW EXECUTE FUNCTION expert_draw_stays();

-- Who was drawn is written while the draw is being revealed; later one may leave, a backup be called, and an
-- administrator take somebody onto the panel.
CREATE FUNCTION drawn_expert_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_draw text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT state INTO of_draw FROM expert_draw WHERE id = NEW.draw;
    IF NOT ((NEW.state IN ('seated', 'backup') AND of_draw = 'witnessed')
            OR (NEW.state = 'admitted' AND of_draw = 'revealed')) THEN
      RAISE EXCEPTION 'who was drawn is known by the draw alone'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'drawn_expert_stays';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE'
     OR (NEW.id, NEW.draw, NEW.expert, NEW.place) IS DISTINCT FROM (OLD.id, OLD.draw, OLD.expert, OLD.place)
     OR (OLD.state, NEW.state) NOT IN (('seated', 'left'), ('backup', 'seated'))
     OR (NEW.state = 'left'
         AND (NEW.called_turn, NEW.called_at) IS DISTINCT FROM (OLD.called_turn, OLD.called_at))
     OR (NEW.state = 'seated' AND NEW.called_turn IS NULL) THEN
    RAISE EXCEPTION 'who was drawn stays on record'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'drawn_expert_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drawn_expert_stays BEFORE INSERT OR UPDATE OR DELETE ON drawn_expert
  FOR EACH ROW EXECUTE FUNCTION drawn_expert_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(LOCKS)

    manager.add_raw(run)
    return manager
