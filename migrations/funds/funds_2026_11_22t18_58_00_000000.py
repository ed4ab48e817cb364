"""The ledger alone moves money, whoever writes: what no application code can promise (docs/adr/0066)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from parks.adapters.database import execute_script

ID = "2026-11-22T18:58:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the ledger moves the figures and is never rewritten; sums agree at every commit"

GUARDS = """
-- A budget lies where its organisation lies, also after the tree was rearranged.
ALTER TABLE fund_budget ADD CONSTRAINT fund_budget_lies_with_its_organisation
  FOREIGN KEY (path) REFERENCES organisation (path) ON UPDATE CASCADE;

-- One open line a tranche, whoever makes two batches at once.
CREATE UNIQUE INDEX fund_payment_line_one_open ON fund_payment_line (tranche) WHERE state = 'sent';
CREATE INDEX fund_tranche_queue ON fund_tranche (state, due, id) WHERE state NOT IN ('paid', 'cancelled');
CREATE INDEX fund_use_report_owed ON fund_use_report (due, id) WHERE state IN ('due', 'returned');

-- What each kind does to a budget; parks.funds.states.MOVES is the same table.
CREATE FUNCTION fund_moves(kind text) RETURNS int[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE kind
    WHEN 'founded'     THEN ARRAY[ 1,  0,  0,  0]
    WHEN 'raised'      THEN ARRAY[ 1,  0,  0,  0]
    WHEN 'lowered'     THEN ARRAY[-1,  0,  0,  0]
    WHEN 'committed'   THEN ARRAY[ 0,  1,  0,  0]
    WHEN 'released'    THEN ARRAY[ 0,  0,  1,  0]
    WHEN 'taken_back'  THEN ARRAY[ 0,  0, -1,  0]
    WHEN 'paid'        THEN ARRAY[ 0,  0, -1,  1]
    WHEN 'refused'     THEN ARRAY[ 0,  0, -1,  0]
    WHEN 'reversed'    THEN ARRAY[ 0,  0,  0, -1]
    WHEN 'cancelled'   THEN ARRAY[ 0, -1,  0,  0]
    WHEN 'repaid'      THEN ARRAY[ 0, -1,  0, -1]
    WHEN 'written_off' THEN ARRAY[ 0,  0,  0,  0]
  END
$$;

-- Each line moves its budget and its commitment under the budget's row lock, and notes how the budget stood after it.
CREATE FUNCTION fund_entry_apply() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  m int[] := fund_moves(NEW.kind);
BEGIN
  IF m IS NULL THEN
    RAISE EXCEPTION 'no such kind of entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_entry_kind';
  END IF;
  UPDATE fund_budget b SET
    amount = b.amount + m[1] * NEW.amount,
    committed = b.committed + m[2] * NEW.amount,
    free = b.free + (m[1] - m[2]) * NEW.amount,
    released = b.released + m[3] * NEW.amount,
    paid = b.paid + m[4] * NEW.amount,
    entries = b.entries + 1
  WHERE b.id = NEW.budget
  RETURNING entries, amount, committed, free, released, paid
  INTO NEW.position, NEW.amount_after, NEW.committed_after, NEW.free_after, NEW.released_after, NEW.paid_after;
  IF NEW.commitment_id IS NOT NULL THEN
    UPDATE fund_commitment c SET
      amount = c.amount + m[2] * NEW.amount,
      released = c.released + m[3] * NEW.amount,
      paid = c.paid + m[4] * NEW.amount,
      returned = c.returned + CASE WHEN NEW.kind = 'repaid' THEN NEW.amount ELSE 0 END
    WHERE c.id = NEW.commitment_id AND c.budget = NEW.budget;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the commitment is not of this budget' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'fund_entry_names_its_commitment';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_entry_applied BEFORE INSERT ON fund_entry FOR EACH ROW EXECUTE FUNCTION fund_entry_apply();

CREATE FUNCTION fund_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is never rewritten' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fund_entry_for_ever BEFORE UPDATE OR DELETE ON fund_entry
  FOR EACH ROW EXECUTE FUNCTION fund_refuse();
CREATE TRIGGER fund_payee_account_for_ever BEFORE DELETE ON fund_payee_account
  FOR EACH ROW EXECUTE FUNCTION fund_refuse();
CREATE TRIGGER fund_repayment_for_ever BEFORE UPDATE OR DELETE ON fund_repayment
  FOR EACH ROW EXECUTE FUNCTION fund_refuse();

-- An account stays as it was frozen; keys alone change (the same number, locked anew).
CREATE FUNCTION fund_payee_account_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'account_locked' IS DISTINCT FROM to_jsonb(OLD) - 'account_locked' THEN
    RAISE EXCEPTION 'an account that was frozen never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_payee_account_frozen BEFORE UPDATE ON fund_payee_account
  FOR EACH ROW EXECUTE FUNCTION fund_payee_account_keep();

-- Figures move from within the ledger's trigger alone, and start at nothing.
CREATE FUNCTION fund_budget_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a budget is kept' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF (NEW.amount, NEW.committed, NEW.free, NEW.released, NEW.paid, NEW.entries) <> (0, 0, 0, 0, 0, 0) THEN
      RAISE EXCEPTION 'a budget begins with nothing' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF pg_trigger_depth() < 2 AND (NEW.amount, NEW.committed, NEW.free, NEW.released, NEW.paid, NEW.entries)
    IS DISTINCT FROM (OLD.amount, OLD.committed, OLD.free, OLD.released, OLD.paid, OLD.entries) THEN
    RAISE EXCEPTION 'the ledger alone moves a budget' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_budget_kept BEFORE INSERT OR UPDATE OR DELETE ON fund_budget
  FOR EACH ROW EXECUTE FUNCTION fund_budget_keep();

CREATE FUNCTION fund_commitment_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a commitment is kept' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF (NEW.amount, NEW.released, NEW.paid, NEW.returned) <> (0, 0, 0, 0) THEN
      RAISE EXCEPTION 'a commitment begins with nothing' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF NEW.budget <> OLD.budget OR NEW.company <> OLD.company OR NEW.subject_id <> OLD.subject_id
    OR (pg_trigger_depth() < 2 AND (NEW.amount, NEW.released, NEW.paid, NEW.returned)
      IS DISTINCT FROM (OLD.amount, OLD.released, OLD.paid, OLD.returned)) THEN
    RAISE EXCEPTION 'the ledger alone moves a commitment' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_commitment_kept BEFORE INSERT OR UPDATE OR DELETE ON fund_commitment
  FOR EACH ROW EXECUTE FUNCTION fund_commitment_keep();

-- A tranche's sum and owner never change: what is to be paid differently is cancelled and planned anew.
CREATE FUNCTION fund_tranche_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.amount <> OLD.amount OR NEW.commitment <> OLD.commitment THEN
    RAISE EXCEPTION 'a tranche keeps its sum' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_tranche_kept BEFORE UPDATE OR DELETE ON fund_tranche
  FOR EACH ROW EXECUTE FUNCTION fund_tranche_keep();

-- At every commit a commitment's figures are the sums of its tranches by their states.
CREATE FUNCTION fund_commitment_agrees() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid;
  c fund_commitment%ROWTYPE;
  live numeric; on_its_way numeric; gone numeric;
BEGIN
  IF TG_TABLE_NAME = 'fund_tranche' THEN
    which := NEW.commitment;
  ELSE
    which := NEW.id;
  END IF;
  SELECT * INTO c FROM fund_commitment WHERE id = which;
  SELECT COALESCE(sum(amount) FILTER (WHERE state <> 'cancelled'), 0),
    COALESCE(sum(amount) FILTER (WHERE state IN ('released', 'in_payment')), 0),
    COALESCE(sum(amount) FILTER (WHERE state = 'paid'), 0)
  INTO live, on_its_way, gone FROM fund_tranche WHERE commitment = which;
  IF live <> c.amount + c.returned OR on_its_way <> c.released OR gone <> c.paid + c.returned THEN
    RAISE EXCEPTION 'commitment % and its tranches do not agree', c.number USING
      ERRCODE = 'check_violation', CONSTRAINT = 'fund_commitment_agrees_with_tranches', TABLE = 'fund_commitment';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fund_commitment_agreed AFTER INSERT OR UPDATE ON fund_commitment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fund_commitment_agrees();
CREATE CONSTRAINT TRIGGER fund_tranche_agreed AFTER INSERT OR UPDATE ON fund_tranche
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fund_commitment_agrees();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="funds", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(GUARDS)

    manager.add_raw(run)
    return manager
