"""The companies whose record a person keeps, for themselves; numbers as they are masked everywhere."""

from parks.adapters.database import value
from parks.kernel.actor import Actor
from parks.kernel.records import Own

MINE = "(SELECT company FROM company_member WHERE account_id = $1)"


async def own_data(actor: Actor) -> Own:
    """Companies, and what is on record of the person in any; of colleagues what was entered. One statement."""
    found: Own = await value(
        f"""
        SELECT jsonb_build_object(
          'companies', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT uscc, name_zh, name_en, registered_on,
            registered_capital::text, paid_in_capital::text, region, industry, address, headcount, at
            FROM company WHERE id IN {MINE} ORDER BY name_zh) x),
          'people', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT c.name_zh AS company, p.name, p.latin, p.document_kind,
            p.number_masked, p.birth_year, p.position, p.returned_on, p.overseas_years::text
            FROM company_person p JOIN company c ON c.id = p.company
            WHERE p.account_id = $1 OR p.company IN {MINE} ORDER BY c.name_zh, p.name) x),
          'certificates', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT p.name, d.level, d.country, d.institution,
            d.field, d.awarded_on, d.cscse FROM company_certificate d JOIN company_person p ON p.id = d.person
            WHERE p.account_id = $1 OR d.company IN {MINE} ORDER BY d.awarded_on) x),
          'rights', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT kind, number, title, filed_on, granted_on, owner
            FROM company_ip_asset WHERE company IN {MINE} ORDER BY number) x),
          'bank_accounts', (SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT bank, branch, account_masked
            FROM company_bank_account WHERE company IN {MINE}) x))
        """,
        actor.id,
    )
    return {name: rows or [] for name, rows in found.items()}
