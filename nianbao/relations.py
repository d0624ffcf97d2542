"""The equations of a form in words, as people who have the printed form before them say them."""

from __future__ import annotations

from .forms import Form
from .forms.equations import Equation, Term

# Terms of an equation that are named before the middle is left out.
_MOST_TERMS = 6


def relation_text(form: Form, equation: Equation) -> str:
    """“一、本年新收” ＋ “二、上年结转” ＝ “三、（七）总计” ＋ “四、结转下年度”."""
    return f"{_side(form, equation, equation.left)} ＝ {_side(form, equation, equation.right)}"


def _side(form: Form, equation: Equation, terms: tuple[Term, ...]) -> str:
    words = [(" － " if term.sign < 0 else " ＋ ") + _term(form, equation, term) for term in terms]
    if len(words) > _MOST_TERMS:
        words = [*words[:2], " ＋ ……", words[-1]]
    return "".join(words).removeprefix(" ＋ ")


def _term(form: Form, equation: Equation, term: Term) -> str:
    cell = form.cells[term.index]
    label = cell.row_place if equation.each == "column" else cell.column_place
    return f"{'上一年' if term.previous else ''}“{label}”"
