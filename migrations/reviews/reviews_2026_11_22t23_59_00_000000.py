"""What must never change in a review, and the indexes of its hot reads."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T23:59:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "published rubrics, submitted scores and their history stay; the queue's index; Chinese search"

LOCKS = """
CREATE FUNCTION rubric_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'a published rubric never changes'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rubric_stays';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER rubric_stays BEFORE UPDATE OR DELETE ON rubric FOR EACH ROW EXECUTE FUNCTION rubric_stays();

CREATE FUNCTION criterion_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched uuid[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.rubric] WHEN 'DELETE' THEN ARRAY[OLD.rubric]
    ELSE ARRAY[OLD.rubric, NEW.rubric] END;
BEGIN
  IF EXISTS (SELECT FROM rubric WHERE id = ANY(touched) AND published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a published rubric never changes'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'rubric_stays';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER criterion_stays BEFORE INSERT OR UPDATE OR DELETE ON criterion
  FOR EACH ROW EXECUTE FUNCTION criterion_stays();

-- Marks live on a declared seat alone, lie on their scale, and belong to the rubric of the round.
CREATE FUNCTION mark_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  at_seat uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.seat ELSE OLD.seat END;
  seat_state text;
BEGIN
  SELECT state INTO seat_state FROM seat WHERE id = at_seat FOR SHARE;
  IF seat_state IS DISTINCT FROM 'declared' OR (TG_OP = 'UPDATE' AND NEW.seat <> OLD.seat) THEN
    RAISE EXCEPTION 'marks are locked unless the seat is declared'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'mark_stays';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NOT EXISTS (
    SELECT FROM seat s JOIN assessment a ON a.id = s.assessment JOIN review_round r ON r.id = a.review_round
      JOIN criterion c ON c.rubric = r.rubric
    WHERE s.id = NEW.seat AND c.id = NEW.criterion
      AND (NEW.value IS NULL OR (NEW.value <= c.maximum AND NEW.value % c.step = 0))
  ) THEN
    RAISE EXCEPTION 'the mark does not lie on the scale of the round''s rubric'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'mark_on_scale';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mark_stays BEFORE INSERT OR UPDATE OR DELETE ON mark FOR EACH ROW EXECUTE FUNCTION mark_stays();

-- A score is locked on submit; it comes off only when the seat is given back, and a seat that was left never moves.
CREATE FUNCTION seat_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.assessment <> OLD.assessment OR NEW.expert <> OLD.expert
     OR OLD.state IN ('recused', 'replaced')
     OR (OLD.state = 'scored' AND NEW.state <> 'declared'
         AND (NEW.score IS DISTINCT FROM OLD.score OR NEW.scored_at IS DISTINCT FROM OLD.scored_at)) THEN
    RAISE EXCEPTION 'a submitted score, and a seat that was left, never change'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'seat_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER seat_stays BEFORE UPDATE OR DELETE ON seat FOR EACH ROW EXECUTE FUNCTION seat_stays();

CREATE FUNCTION submitted_score_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the history of scores is append-only'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'submitted_score_stays';
END $$;
CREATE TRIGGER submitted_score_stays BEFORE UPDATE OR DELETE ON submitted_score
  FOR EACH ROW EXECUTE FUNCTION submitted_score_stays();
CREATE TRIGGER submitted_score_no_truncate BEFORE TRUNCATE ON submitted_score
  FOR EACH STATEMENT EXECUTE FUNCTION submitted_score_stays();

-- What an assessment was opened with is frozen: its subject, its code and the blind proposal.
CREATE FUNCTION assessment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.review_round, NEW.number, NEW.code, NEW.subject_kind, NEW.subject_id, NEW.subject_label, NEW.field,
      NEW.proposal) IS DISTINCT FROM (OLD.review_round, OLD.number, OLD.code, OLD.subject_kind, OLD.subject_id,
      OLD.subject_label, OLD.field, OLD.proposal) THEN
    RAISE EXCEPTION 'what was put before the panel never changes'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'assessment_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assessment_stays BEFORE UPDATE ON assessment FOR EACH ROW EXECUTE FUNCTION assessment_stays();

-- The desk: an expert's open seats first, and how many are done.
CREATE INDEX seat_of_expert ON seat (expert, state, id);
CREATE INDEX assessment_by_rank ON assessment (review_round, rank, id) WHERE state = 'closed';
CREATE INDEX expert_found_by_name ON expert USING gin (bigrams(name || ' ' || employer || ' ' || title));
CREATE INDEX expert_by_fields ON expert USING gin (fields);
CREATE INDEX assessment_found ON assessment USING gin (bigrams(code || ' ' || subject_label));
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reviews", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(LOCKS)

    manager.add_raw(run)
    return manager
