"""The check of what a key says under one problem: its sections in order, their statements, and the sheet's answers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter

from answerkey.context import Context
from answerkey.documents.macros import Macros
from answerkey.documents.outline import Section
from answerkey.documents.pieces import Piece
from answerkey.keys.answering import Graded, Grader, graders_of
from answerkey.keys.conventions import has_other_numbers
from answerkey.keys.expected import chosen_names, known_answers
from answerkey.keys.handing import Handed
from answerkey.keys.judging import Judge, Judged, Said
from answerkey.keys.phrases import is_afterthought
from answerkey.keys.statements import Place, Statement, statements
from answerkey.keys.turned import turned_names
from answerkey.keys.variants import names_turning
from answerkey.problem import Part, Problem
from answerkey.reading.declarations import FUNCTION
from answerkey.reading.names import identifier
from answerkey.reading.sentences import links_of
from answerkey.results import Verdict
from answerkey.shapes import ShapeError
from answerkey.tree import ZERO, Expr

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class CheckedSection:
    """What a key says of a part, line by line, and the answers that it should give."""

    problem: str  # as numbered in the key
    part: str
    line: int
    judged: tuple[Judged, ...]
    answers: tuple[Graded, ...]
    pieces: tuple[Piece, ...]  # of which it is made
    inferred: dict[str, str]  # names that the sheet does not declare or not so, and what they were taken for


def check_problem(problem: Problem | None, sections: Sequence[Section], macros: Macros) -> list[CheckedSection]:
    """The sections of a key about one problem, which is None if no sheet has it."""
    return list(checked_sections(problem, sections, macros))


def checked_sections(
    problem: Problem | None,
    sections: Sequence[Section],
    macros: Macros,
    seed: int = 0,
    trying: Callable[[str, Place, str], None] = lambda key, place, latex: None,
    hopeless: Mapping[str, str] = NOTHING,
    judging: type[Judge] = Judge,
) -> Iterator[CheckedSection]:
    """Those sections one after the other; `trying` is told of each link.

    A `judging` that is no judge but only glances at the key leaves its answers out, too.
    """
    before, count, handed, positive = Context(), 0, Handed(), list[Expr]()
    for section in sections:
        part = part_of(problem, section.part)
        sheet = told_by_sheet(part or problem)
        context = carried(before, sheet) if problem else handed.to(section.part)
        known = list(known_answers(part)) if part and "answers" not in hopeless and judging is Judge else []
        chosen = frozenset(name for each in known for name in chosen_names(each.read.answer))
        told, declared = frozenset(sheet.definitions), frozenset(sheet.names.symbols)
        stated = list(statements(section.answered, macros))
        context = replace(context, names=replace(context.names, random=random_names(context)))
        context = replace(context, names=replace(context.names, turned=turned_names(stated, context)))
        judge = judging(
            context, seed, trying, hopeless, count, chosen=chosen, turning=turning(section), told=told, asked=declared,
            guessed=handed.guessed, stale=unasked(problem, part) if problem else handed.stale(context),
            elsewhere=any(has_other_numbers(text_of(each)) for each in sections if each is section or not each.part),
        )  # fmt: skip
        judge.premises.known += handed.premises
        judge.unheard |= dict.fromkeys(handed.unheard)
        asked = [link for statement in statements(section.asked, macros) for link in judge.judge(supposed(statement))]
        said = all_said(judge, stated)
        count = judge.count
        trying("answers", Place(None, section.line, 1), "")
        links = (*map(taken_for_granted, asked), *(link for each in said for link in each.links))
        bounds = (*judge.premises.bounds, *positive)
        graders = graders_of(known, section.answered, judge.context, bounds, seed)
        positive += said_positive(links)
        yield CheckedSection(
            section.problem,
            section.part,
            section.line,
            links,
            tuple(grades_of(graders, said)),
            (*section.asked, *section.answered),
            judge.inferred | {key.removesuffix("[]"): "its transpose" for key in sorted(context.names.turned)},
        )
        before = judge.context
        handed = handed if problem else handed.after(section.part, judge, judge.premises)


def random_names(context: Context) -> frozenset[str]:
    """The names that have a law, of which an expectation may be over some alone."""
    return frozenset(key.rstrip("[]°") for key in context.laws)


def said_positive(links: Iterable[Judged]) -> Iterator[Expr]:
    """That a name is positive, where a key says it and is not wrong: a later answer need not say it again."""
    for link in links:
        if link.claim is not None and link.standing in ("holds", "follows", "given"):
            for part in links_of(link.claim):
                if part.head == "lt" and part.args[0] == ZERO and part.args[1].head == "name":
                    yield part


def all_said(judge: Judge, found: Iterable[Statement]) -> list[Said]:
    """Every statement with its links; what is open at first is tried again with the names that are defined after it."""
    said: list[Said] = []
    moments: list[tuple] = []
    for statement in found:
        moments.append(judge.moment)
        said.append(Said(statement, tuple(judge.judge(statement))))
        if len(said) > 1 and (statement.is_condition or statement.restricts or is_afterthought(statement.words)):
            said[-2:] = on_condition(judge, said[-2], said[-1], moments[-2])
    end = judge.moment
    for i, (context, *rest) in enumerate(moments):
        larger = carried(judge.context, context)
        if larger.names != context.names and said[i].open:
            judge.moment = (larger, *rest)
            again = Said(said[i].statement, tuple(judge.judge(said[i].statement)))
            said[i] = again if again.open < said[i].open else said[i]
            judge.moment = end
    return said


def on_condition(judge: Judge, before: Said, condition: Said, moment: tuple) -> tuple[Said, Said]:
    """A statement and the condition said after it, `a < b for c > 0`; one that failed is tried again on that."""
    if failures(before) and condition.claim is not None:
        end, judge.moment = judge.moment, moment
        judge.judge(condition.statement)
        again = Said(before.statement, tuple(judge.judge(before.statement)))
        if failures(again) < failures(before):
            return again, condition
        judge.moment = end
    if any(link.standing == "unread" for link in condition.links):
        return Said(before.statement, tuple(map(excused, before.links))), condition
    return before, condition


def excused(link: Judged) -> Judged:
    """A link that failed without the condition that was said after it and not read."""
    if link.standing not in ("wrong", "conditional"):
        return link
    return replace(link, standing="undecided", verdict=Verdict("undecided", "what is said after it was not read"))


def failures(said: Said) -> int:
    """How many links of a statement are wrong, or hold on a condition only."""
    return sum(link.standing in ("wrong", "conditional") for link in said.links)


def grades_of(graders: Sequence[Grader], said: Sequence[Said]) -> Iterator[Graded]:
    """How the answers of a part stand, each beside the others."""
    found: list[Graded] = []
    for grader in graders:
        started = perf_counter()
        graded = grader.graded(said, [other for other in graders if other is not grader])
        if graded.grade == "not found":
            graded = next(
                (
                    grader.implied(each)
                    for other, each in zip(graders, found, strict=False)
                    if each.grade == "right" and grader.follows_from(other)
                ),
                graded,
            )
        found.append(replace(graded, seconds=round(perf_counter() - started, 4)))
    yield from found


def supposed(statement: Statement) -> Statement:
    """A statement of the question, which claims nothing."""
    return replace(statement, role="assumed" if statement.role == "claimed" else statement.role)


def taken_for_granted(judged: Judged) -> Judged:
    """What the question says is given, true or not."""
    if judged.standing not in ("wrong", "conditional", "consequence"):
        return judged
    return replace(judged, standing="given", verdict=Verdict("proved", "said by the question"))


def text_of(section: Section) -> str:
    return " ".join(piece.text for piece in (*section.asked, *section.answered) if piece.kind in ("words", "formula"))


def turning(section: Section) -> bool:
    """Whether T is the name of nothing in a section."""
    return not names_turning([piece.text for piece in (*section.asked, *section.answered) if piece.kind == "formula"])


def told_by_sheet(what: Part | Problem | None) -> Context:
    """What the sheet declares for a part, or before the first, and what it calls things."""
    context = what.context() if what else Context()
    for declaration in what.notation if what else ():
        context = released(declaration, context).declare(declaration)
    return context


def released(declaration: str, context: Context) -> Context:
    """The context in which a model that notation declares anew is free."""
    match = FUNCTION.match(declaration)
    if match is None or context.names.get(base := identifier(match[1])) is None:
        return context
    models = {each: model for each, model in context.models.items() if each != base}
    return replace(context.forget(base).without_symbol(base), models=models)


def unasked(problem: Problem, part: Part | None) -> frozenset[str]:
    """The functions of a problem that no question names, so that a key may have others by these letters."""
    asked = " ".join([problem.statement, *(each.statement for each in problem.parts)])
    models = problem.models.keys() | (part.models.keys() if part else set())
    return frozenset(each for each in models if not re.search(rf"(?<![A-Za-z]){re.escape(each)}(?![A-Za-z])", asked))


def part_of(problem: Problem | None, label: str) -> Part | None:
    return next((part for part in problem.parts if part.label == label), None) if problem else None


def carried(before: Context, own: Context) -> Context:
    """The context of a part, with what the sections before it defined and it does not declare itself."""
    for leaf, meaning in before.definitions.items():
        names = {n.args[0] for n in meaning.walk() if n.head in ("name", "term")}
        known = names <= own.names.symbols.keys() and bool(names or meaning.shape)  # a number is one of its own section
        if own.names.get(leaf.args[0]) is None and known:
            own = replace(own, names=own.names.with_symbol(leaf.args[0], before.names.symbols[leaf.args[0]]))
            larger = own.with_definition(leaf, meaning)
            with suppress(ShapeError, KeyError):  # of names that have other sizes here, or models that are not
                larger.unfold(meaning)
                own = larger
    return own
