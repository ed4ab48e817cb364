"""The grants of a person's own companies, for themselves: what is bound, paid and reported, accounts as masked."""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own

MINE = "(SELECT company FROM company_member WHERE account_id = $1)"


async def own_data(actor: Actor) -> Own:
    """One statement. Whole account numbers stand nowhere in it; who released what is the office's own record."""
    found: Own = await value(
        f"""
        SELECT jsonb_build_object(
          'grants', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.number, c.subject_label, c.amount::text,
            c.paid::text, c.returned::text, b.currency, c.state, c.made_at FROM fund_commitment c
            JOIN fund_budget b ON b.id = c.budget WHERE c.company IN {MINE} ORDER BY c.made_at, c.number) x),
          'payees', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.number, p.version, p.name, p.uscc, p.bank, p.branch,
            p.account_masked, p.reason, p.at FROM fund_payee_account p JOIN fund_commitment c ON c.id = p.commitment
            WHERE c.company IN {MINE} ORDER BY c.number, p.version) x),
          'tranches', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.number, t.position, t.amount::text, t.condition_zh,
            t.condition_en, t.due, t.state, t.paid_on FROM fund_tranche t JOIN fund_commitment c ON c.id = t.commitment
            WHERE c.company IN {MINE} ORDER BY c.number, t.position) x),
          'use_reports', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.number, r.due, r.state, r.text, r.answer
            FROM fund_use_report r JOIN fund_commitment c ON c.id = r.commitment
            WHERE c.company IN {MINE} ORDER BY c.number, r.due) x),
          'expenses', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.number, r.due, e.spent_on, e.receiver, e.purpose,
            e.amount::text FROM fund_expense e JOIN fund_use_report r ON r.id = e.report
            JOIN fund_commitment c ON c.id = r.commitment WHERE c.company IN {MINE}
            ORDER BY c.number, e.spent_on) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
