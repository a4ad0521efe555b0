"""Mends: slips of the parser that the words around show, put right before a tree is read.

A noun that no preposition leads is no adverbial of a verb that has no object yet; a word that a subject's or an object's label
stands on, with an article or a possessor, is a noun; a verb's subject stands on the verb that it precedes; a verb with a
tense is joined to none without. One rule, one kind of slip. Names, words and sentences stay as they are.
"""

from __future__ import annotations

import msgspec

from sayso.core.parse import Parse, Token
from sayso.lexicon.events import small_words

# Children that only a clause has.
CLAUSAL = frozenset({"nsubj", "obj", "aux", "mark", "ccomp", "xcomp", "expl"})
# What a whole clause hangs on another by.
CLAUSES = frozenset({"root", "ccomp", "conj", "parataxis", "advcl"})
TENSED = ("VBD", "VBZ", "VBP")
NOUNS = ("NOUN", "PROPN")


def mended(parse: Parse, timed: set[int]) -> Parse:
    """The parse without these slips; the same one where it has none. `timed`: the tokens of times."""
    for rule in (
        _labelled_root,
        _relative,
        _due,
        _fronted,
        _apposed,
        _gerund,
        _named,
        _past,
        _behind,
        _participle,
        _led,
        _begun,
        _listed,
        _noun,
        _subject,
        _second,
        _speaker,
        _first,
        _particle,
        _object,
        _joined,
    ):
        changed = dict(rule(parse, timed))
        if changed:
            tokens = tuple(changed.get(k, token) for k, token in enumerate(parse.tokens))
            parse = msgspec.structs.replace(parse, tokens=tokens)
    return parse


def _kids(parse: Parse, i: int, *relations: str) -> list[int]:
    return [k for k in parse.below[i] if parse.relations[k] in relations]


def _verb(token: Token) -> bool:
    return token.upos == "VERB" and token.xpos.startswith("VB")


def _labelled_root(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A root that hangs on a verb behind it which has no subject is its subject: "[Calls] from Oslo for a truce grew"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head = token.head
        if token.deprel != "root" or k >= head or token.upos not in ("VERB", *NOUNS) or not _verb(parse.tokens[head]):
            continue
        inner = _kids(parse, k, *CLAUSAL, "cop") or any(parse.tokens[n].deprel == "obl:agent" for n in parse.below[k])
        if not inner and not _kids(parse, head, "nsubj", "csubj"):
            found[k] = msgspec.structs.replace(token, deprel="nsubj")
    return found


def _named(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """What "to be" says of a noun before it is no clause of that noun ("their aim is the [release] of nine"), a preposition has
    no subject ("she was [against] the ban"), and a verb's "to" is its own ("due [to] meet")."""
    found: dict[int, Token] = {}
    for k, token in enumerate(parse.tokens):
        head = token.head
        above = parse.tokens[head]
        if token.deprel == "cop" and k < head and above.deprel == "acl" and above.upos in NOUNS and above.head < k:
            noun = above.head
            if parse.tokens[noun].upos in NOUNS and not _kids(parse, head, "nsubj", "mark") and noun not in found:
                at = head if parse.tokens[noun].head == noun else parse.tokens[noun].head
                found[head] = msgspec.structs.replace(above, head=at, deprel=parse.relations[noun])
                found[noun] = msgspec.structs.replace(parse.tokens[noun], head=head, deprel="nsubj")
        elif token.deprel == "nsubj" and k < head and above.deprel == "case" and _kids(parse, above.head, "cop"):
            found[k] = msgspec.structs.replace(token, head=above.head)
        elif token.deprel == "fixed" and token.xpos == "TO" and k + 1 < len(parse.tokens) and parse.tokens[k + 1].xpos == "VB":
            found[k] = msgspec.structs.replace(token, head=k + 1, deprel="mark")
    return found


def _fronted(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """What a preposition leads before a verb's subject is no second subject: "Near one [barricade] gunmen shot a farmer"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        if token.deprel not in ("nsubj", "nsubj:pass") or not k < token.head or token.upos not in NOUNS:
            continue
        led = parse.tokens[parse.leftmost[k]].upos == "ADP" and parse.leftmost[k] < k
        if led and any(k < n < token.head for n in _kids(parse, token.head, "nsubj")):
            found[k] = msgspec.structs.replace(token, deprel="obl")
    return found


def _due(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """An adjective with a subject and "to be" governs the infinitive behind it: "she is [due] to meet the king"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head = parse.tokens[token.head]
        hangs = token.upos == "ADJ" and token.deprel == "advcl" and k < token.head and bool(_kids(parse, k, "cop"))
        led = head.xpos == "VB" and any(parse.tokens[n].xpos == "TO" and n > k for n in _kids(parse, token.head, "mark"))
        if hangs and led and _kids(parse, k, "nsubj") and not _kids(parse, token.head, "nsubj"):
            at = k if head.head == token.head else head.head
            found[k] = msgspec.structs.replace(token, head=at, deprel=head.deprel)
            found[token.head] = msgspec.structs.replace(head, head=k, deprel="xcomp")
    return found


def _gerund(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A gerund without an object before a verb that has no other subject is its subject and a noun: "[Fighting] near Oro killed
    nine"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head = parse.tokens[token.head]
        if token.xpos != "VBG" or not k < token.head or not _verb(head) or head.xpos not in TENSED:
            continue
        alone = not _kids(parse, k, *CLAUSAL, "advmod", "punct") and not [
            n for n in _kids(parse, token.head, "nsubj", "csubj") if n != k
        ]
        if alone and parse.relations[k] in ("nsubj", "csubj", "advcl") and parse.tokens[k + 1].upos in ("ADP", "VERB"):
            found[k] = msgspec.structs.replace(token, deprel="nsubj", upos="NOUN", xpos="NN")
    return found


def _apposed(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A noun with its owner between commas that no "and" joins tells who the one before is: "Burundi, Kinshasa's [ally], moved
    troops"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        if token.deprel != "conj" or token.upos != "NOUN" or not token.head < k or parse.tokens[token.head].upos not in NOUNS:
            continue
        first = min([k, *(parse.leftmost[n] for n in parse.below[k] if n < k and parse.relations[n] != "punct")])
        between = parse.tokens[first - 1].text == "," and k + 1 < len(parse.tokens) and parse.tokens[k + 1].text == ","
        alone = (
            not _kids(parse, token.head, "cc")
            and len(_kids(parse, token.head, "conj")) == 1
            and not _kids(parse, k, "cc", "conj")
        )
        if between and alone and any(parse.tokens[n].deprel == "nmod:poss" for n in parse.below[k]):
            found[k] = msgspec.structs.replace(token, deprel="appos")
    return found


def _relative(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A clause before its verb whose subject is the "that" right behind a noun tells of the noun: "after raids that [killed] two,
    deputies met"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        if token.deprel not in ("ccomp", "advcl") or not k < token.head or not _verb(token) or _kids(parse, k, "mark"):
            continue
        for that in _kids(parse, k, "nsubj"):
            noun = that - 1
            lead = 0 < that < k and parse.words[that] in small_words("relative") and parse.tokens[that].upos == "PRON"
            if lead and parse.tokens[noun].upos in NOUNS:
                while parse.tokens[noun].upos == "PROPN" and parse.tokens[noun].head < noun:  # of a name "that" tells nothing
                    noun = parse.tokens[noun].head
                found[k] = msgspec.structs.replace(token, head=noun, deprel="acl:relcl")
    return found


def _participle(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A participle between a noun and the clause whose subject that is belongs to the noun: "soldiers [deployed] in Bissau were
    ordered to leave", "the village [shelled] on Sunday has no water"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head, noun = token.head, k - 1
        if not noun < k < head or token.xpos not in ("VBN", "VBD") or _kids(parse, k, "aux", "cop", "mark"):
            continue
        helps = parse.words[k] in small_words("be") | small_words("have")
        odd = parse.relations[k] in ("nsubj", "csubj", "xcomp") or (parse.relations[k] == "aux" and not helps)
        subject = parse.tokens[noun].upos in NOUNS and parse.relations[noun] == "nsubj" and parse.tokens[noun].head in (k, head)
        passive = any(parse.tokens[n].deprel == "aux:pass" and n > k for n in parse.below[head])
        clause = passive or (parse.relations[k] in ("nsubj", "csubj") and parse.tokens[head].xpos in TENSED)
        if odd and subject and clause and not [n for n in _kids(parse, head, "nsubj", "csubj") if n not in (k, noun)]:
            found[k] = msgspec.structs.replace(token, head=noun, deprel="acl", upos="VERB", xpos="VBN")
            label = "nsubj:pass" if passive else "nsubj"
            found[noun] = msgspec.structs.replace(parse.tokens[noun], head=head, deprel=label)
    return found


def _past(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A base form that ends as a past does and has a subject of its own is one: "fishermen [vowed] to stay"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        word = parse.words[k]
        past = word.endswith("ed") and word == token.lemma and word not in small_words("needs")
        bare = _verb(token) and token.xpos in ("VB", "VBP") and not _kids(parse, k, "aux", "mark")
        if past and bare and _kids(parse, k, "nsubj"):
            found[k] = msgspec.structs.replace(token, xpos="VBD")
    return found


def _behind(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A gerund right behind an object and taken for a second one is the object's: "passed a motion [calling] for talks"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        noun, head = k - 1, token.head
        after = noun > head and parse.relations[k] == parse.relations[noun] == "obj" and parse.tokens[noun].head == head
        gerund = token.upos == "VERB" and parse.words[k].endswith("ing") and not _kids(parse, k, "nsubj", "mark", "det")
        if after and gerund and parse.tokens[noun].upos in NOUNS:
            found[k] = msgspec.structs.replace(token, head=noun, deprel="acl", xpos="VBG")
    return found


def _led(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """No infinitive ends in the "s" of a plural: "invited them to [talks]"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        to = k - 1
        verb = _verb(token) and parse.relations[k] in ("xcomp", "advcl", "ccomp", "acl")
        if not verb or to < 0 or parse.tokens[to].head != k or _kids(parse, k, "obj", "aux"):
            continue
        if parse.words[to] in small_words("to") and parse.words[k] in small_words("meetings"):
            found[k] = msgspec.structs.replace(token, upos="NOUN", xpos="NNS", deprel="obl")
            found[to] = msgspec.structs.replace(parse.tokens[to], upos="ADP", xpos="IN", deprel="case")
    return found


def _listed(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """What stands behind a verb with a subject and an object and is taken for a subject is listed with the object: "invited it,
    [the unions] and two mayors"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head = token.head
        if parse.relations[k] != "nsubj" or k <= head or not _verb(parse.tokens[head]):
            continue
        before = [n for n in _kids(parse, head, "obj") if head < n < k]
        comma = min([k, *(parse.leftmost[n] for n in parse.below[k] if n < k)]) - 1
        if before and parse.tokens[comma].text == "," and any(n < head for n in _kids(parse, head, "nsubj")):
            found[k] = msgspec.structs.replace(token, head=before[-1], deprel="conj")
            for n in _kids(parse, k, "conj"):
                found[n] = msgspec.structs.replace(parse.tokens[n], head=before[-1])
    return found


def _begun(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A gerund right behind a verb that hangs where it hangs is that verb's: "guards have begun [beating] them, they said"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        before, head = k - 1, token.head
        if before < 0 or token.xpos != "VBG" or not _verb(parse.tokens[before]) or _kids(parse, k, "nsubj", "mark", "aux"):
            continue
        same = parse.tokens[before].head == head and {parse.relations[k], parse.relations[before]} == {"ccomp"}
        if same and _kids(parse, before, "nsubj"):
            found[k] = msgspec.structs.replace(token, head=before, deprel="xcomp")
    return found


def _noun(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A subject or object is no verb, nor is what "be" and a preposition stand before: "is under [investigation]"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        if not _verb(token) or token.xpos == "VBG":
            continue
        thing = parse.relations[k] in ("nsubj", "obj", "iobj") and not _kids(parse, k, *CLAUSAL, "cop")
        state = bool(_kids(parse, k, "cop")) and any(parse.tokens[n].upos == "ADP" for n in _kids(parse, k, "case"))
        if thing or (state and not _kids(parse, k, "obj", "aux", "mark")):
            found[k] = msgspec.structs.replace(token, upos="NOUN", xpos="NNS" if token.xpos == "VBZ" else "NN")
    return found


def _subject(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """What stands before a verb is no subject of that verb's own gerund: "[the general] was accused of lying"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        inner = token.head
        outer = parse.tokens[inner].head
        if (
            parse.relations[k] == "nsubj"
            and k < outer < inner
            and parse.tokens[inner].xpos == "VBG"
            and parse.relations[inner] in ("xcomp", "advcl", "ccomp", "acl")
            and _verb(parse.tokens[outer])
            and not _kids(parse, outer, "nsubj", "csubj")
        ):
            passive = any(parse.tokens[n].deprel == "aux:pass" for n in parse.below[outer])
            found[k] = msgspec.structs.replace(token, head=outer, deprel="nsubj:pass" if passive else "nsubj")
    return found


def _second(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A second subject, right behind an active verb, is its object: "sentenced two [rebels] to nine years"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head = token.head
        if token.deprel != "nsubj" or head >= k or not _verb(parse.tokens[head]):
            continue
        whole = _kids(parse, head, "obj", "ccomp", "aux:pass", "cop")
        first = min([k, *(parse.leftmost[n] for n in parse.below[k] if n < k)])
        if first == head + 1 and not whole and any(n < head for n in _kids(parse, head, "nsubj")):
            found[k] = msgspec.structs.replace(token, deprel="obj")
    return found


def _speaker(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """Of two subjects of a verb of saying the first stands on what is said: "[Chad] must pay, the bishop said"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head = token.head
        if parse.relations[k] != "nsubj" or k >= head or not any(n > k for n in _kids(parse, head, "nsubj")):
            continue
        said = [n for n in _kids(parse, head, "ccomp") if k < n < head and not _kids(parse, n, "nsubj")]
        if said and any(k < n < said[0] for n in _kids(parse, said[0], "aux")):
            found[k] = msgspec.structs.replace(token, head=said[0])
    return found


def _first(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A subject before two clauses that are joined stands on the first, and one between them on the second: "[ties] are good, and
    [prospects] are better"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head = token.head
        if parse.relations[k] != "nsubj" or k >= head:
            continue
        for n in range(k + 1, head):
            if parse.relations[n] not in CLAUSES or parse.tokens[head].head not in (n, parse.tokens[n].head):
                continue
            between = [j for i in (head, n) for j in _kids(parse, i, "nsubj") if n < j < head]
            own = any(j < n for j in _kids(parse, n, "nsubj", "nsubj:pass", "csubj", "mark"))
            if len(between) == 1 and not own and _kids(parse, n, "cop", "aux", "aux:pass"):
                found[k] = msgspec.structs.replace(token, head=n)
                found[between[0]] = msgspec.structs.replace(parse.tokens[between[0]], head=head)
                break
    return found


def _particle(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A preposition right before whom a verb tells to do something is no particle: "appealed [to] the rebels to leave"."""
    found: dict[int, Token] = {}
    for k, token in enumerate(parse.tokens):
        inner = token.head
        outer = parse.tokens[inner].head
        if parse.relations[k] != "nsubj" or not outer < k < inner:
            continue
        before = min([k, *(parse.leftmost[n] for n in parse.below[k] if n < k)]) - 1
        if (
            outer < before
            and parse.tokens[inner].xpos == "VB"
            and any(k < n < inner and parse.tokens[n].xpos == "TO" for n in _kids(parse, inner, "mark"))
            and parse.tokens[before].deprel == "compound:prt"
            and parse.tokens[before].xpos == "IN"
            and parse.tokens[before].head == outer
        ):
            found[k] = msgspec.structs.replace(token, head=outer, deprel="obl")
            found[before] = msgspec.structs.replace(parse.tokens[before], head=k, deprel="case")
    return found


def _object(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A noun that nothing leads behind an active verb without an object is its object: "reopened [the crossing]"."""
    found: dict[int, Token] = {}
    taken: set[int] = set()
    for k, token in enumerate(parse.tokens):
        head = token.head
        noun = token.upos in NOUNS or token.xpos.startswith("NN")
        if token.deprel not in ("obl", "xcomp", "root") or not noun or head >= k or not _verb(parse.tokens[head]):
            continue
        if _kids(parse, k, "cop", "nsubj", "mark") or k in timed:
            continue
        first = min([k, *(parse.leftmost[n] for n in parse.below[k] if n < k)])
        before = first - 1 if first - 1 > head and parse.relations[first - 1] != "compound" else first
        led = any(parse.tokens[n].upos in ("ADP", "SCONJ") for n in (first, before))
        if _kids(parse, k, "case") or led:
            continue
        passive = any(parse.tokens[n].deprel in ("aux:pass", "nsubj:pass", "obl:agent") for n in parse.below[head])
        bare = parse.tokens[head].xpos == "VBN" and not _kids(parse, head, "aux")
        if passive or bare or head in taken or _kids(parse, head, "obj", "ccomp"):
            continue
        taken.add(head)
        found[k] = msgspec.structs.replace(token, deprel="obj", upos=token.upos if token.upos in NOUNS else "NOUN")
    return found


def _joined(parse: Parse, timed: set[int]) -> dict[int, Token]:
    """A verb with a tense of its own is joined to none without: "urged them to leave and [threatened] to jail them"."""
    found = {}
    for k, token in enumerate(parse.tokens):
        head = token.head
        if token.deprel != "conj" or token.xpos not in ("VBD", "VBZ") or not _verb(token) or not head < k:
            continue
        led = any(parse.tokens[n].xpos in ("TO", "MD") for n in _kids(parse, head, "mark", "aux"))
        bare = parse.tokens[head].xpos == "VB" and led
        if not bare or _kids(parse, k, "nsubj", "aux", "cop"):
            continue
        above, outer = head, parse.tokens[head].head
        while outer < above and parse.tokens[outer].xpos not in TENSED:
            above, outer = outer, parse.tokens[outer].head
        if outer < above and _verb(parse.tokens[outer]):
            found[k] = msgspec.structs.replace(token, head=outer)
    return found
