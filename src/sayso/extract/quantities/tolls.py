"""What became of those who are counted: dead, injured, arrested, displaced, missing, or casualties where dead or injured.

Read off the tree: the counted word itself ("nine arrests", "40 wounded"), what it is the patient of ("nine people were
killed", "police arrested nine"), and what is said of it ("nine people killed in a raid", "left nine dead"). Whether it
happened is not asked here: "nine may have died" counts dead, and the event beside it says that it is not sure.
"""

from collections.abc import Iterator

from sayso.core.data import Toll
from sayso.core.parse import Parse
from sayso.core.span import Span
from sayso.lexicon import quantities as lexicon

# Steps up from a counted word through joined and partitive ones.
REACH = 3
HARM: frozenset[Toll] = frozenset({"dead", "injured"})


def toll(parse: Parse, number: Span, counted: Span | None) -> Toll | None:
    """What became of those counted, None where the words around do not say."""
    first, last = parse.range_of(counted or number)
    if first >= last:
        return None
    within = range(first, last)
    root = next((k for k in within if parse.tokens[k].head not in within or parse.tokens[k].head == k), first)
    for at in _telling(parse, root, within, parse.range_of(number)):
        if (found := lexicon.tolls().get(_word(parse, at))) is not None:
            return _joint(parse, at, found)
    return None


def _word(parse: Parse, at: int) -> str:
    return parse.tokens[at].text.lower()


def _telling(parse: Parse, root: int, within: range, number: tuple[int, int]) -> Iterator[int]:
    """The words that may say what became of a counted word, the surest first."""
    tokens = parse.tokens
    below = parse.children(root)
    yield root
    figure = _word(parse, root) in lexicon.words("toll")
    for k in within:
        if tokens[k].head == root and k != root and (tokens[k].deprel == "amod" or figure):
            yield k
    for k in below:
        if tokens[k].deprel == "amod" and k > root and k not in within:  # "left nine people [dead]"
            yield k
        if tokens[k].deprel in ("acl", "acl:relcl") and (
            tokens[k].xpos in ("VBN", "JJ", "VBG") or _patient(parse, k) or _reduced(parse, k)
        ):
            yield k
            yield from (j for j in parse.children(k) if tokens[j].deprel == "xcomp")
    at = root
    for _ in range(REACH):
        head, relation = tokens[at].head, tokens[at].deprel.partition(":")[0]
        if _is_object(parse, at, number):
            relation = "obj"
        if head == at:
            return
        if relation in ("nsubj", "obj") and _suffers(parse, at, head, relation):
            yield head
        if relation in ("nsubj", "obj"):
            said = (j for j in parse.children(head) if tokens[j].deprel == "xcomp")
            yield from (j for j in said if tokens[j].upos == "ADJ" or tokens[j].xpos in ("VBD", "VBN"))
            return
        # "dozens of people", "nine soldiers and 40 others were killed": the words above share what became of them.
        shared = relation in ("conj", "appos") or (relation == "nmod" and number[0] <= head < number[1])
        if relation == "nmod" and tokens[head].upos == "NOUN" and not shared:
            yield head
        if not shared:
            return
        at = head


def _is_object(parse: Parse, at: int, number: tuple[int, int]) -> bool:
    """Whether a number hangs on its verb by its own bound alone, and so is its object: "injured more than 40"."""
    token = parse.tokens[at]
    led = (j for j in parse.children(at) if parse.tokens[j].deprel == "case")
    return token.deprel == "obl" and token.xpos == "CD" and all(number[0] <= j < number[1] for j in led)


def _suffers(parse: Parse, at: int, head: int, relation: str) -> bool:
    """Whether what a verb tells of befalls its subject or object, and is not what the subject does."""
    if relation == "obj":
        return True
    return parse.tokens[head].upos != "VERB" or _patient(parse, head) or _word(parse, head) in lexicon.perishing()


def _patient(parse: Parse, verb: int) -> bool:
    """Whether a verb is passive."""
    return any(parse.tokens[k].deprel in ("nsubj:pass", "aux:pass") for k in parse.children(verb))


def _reduced(parse: Parse, verb: int) -> bool:
    """Whether a form taken for a past tense has nobody who acts and nothing it is done to: "people [killed] in a raid"."""
    own = ("nsubj", "obj", "aux", "mark")
    return parse.tokens[verb].xpos == "VBD" and not any(parse.tokens[k].deprel in own for k in parse.children(verb))


def _joint(parse: Parse, at: int, found: Toll) -> Toll:
    """Casualties where "killed or wounded" joins both under one number."""
    beside = [k for k in parse.children(at) if parse.tokens[k].deprel == "conj"]
    if parse.tokens[at].deprel == "conj":
        beside.append(parse.tokens[at].head)
    for k in beside:
        other = lexicon.tolls().get(_word(parse, k))
        own = ("nummod", "nsubj", "nsubj:pass", "obj")
        below = [parse.tokens[j] for j in parse.children(max(at, k))]
        alone = not any(token.deprel in own or (token.deprel == "obl" and token.xpos == "CD") for token in below)
        if alone and other in HARM and found in HARM and other != found:
            return "casualties"
    return found
