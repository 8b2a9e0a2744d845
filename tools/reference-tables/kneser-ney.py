"""An independent reference of interpolated modified Kneser-Ney smoothing (Chen and Goodman 1999), in exact fractions.

    python3 tools/reference-tables/kneser-ney.py            writes packages/models/test/vectors/kneser-ney.json
    python3 tools/reference-tables/kneser-ney.py TEXT       nats per character on the last 10 % of TEXT after
                                                            fitting the first 90 %, orders 1 to 8, in doubles

Written from the formulas, with dictionaries of tuples: it shares nothing with the sorted arrays of the package.
"""

import json
import math
import pathlib
import random
import sys
from collections import Counter
from fractions import Fraction


class KneserNey:
    """p(w | h) of order n: raw counts for n-grams of length n, numbers of distinct left neighbours below that."""

    def __init__(self, tokens, order, number=Fraction):
        self.order = order
        self.number = number
        self.vocabulary = sorted(set(tokens))
        self.base = number(1) / number(len(self.vocabulary) + 1)  # one more for "unknown"
        self.counts = {order: Counter(tuple(tokens[i : i + order]) for i in range(len(tokens) - order + 1))}
        for k in range(order - 1, 0, -1):
            # The text is preceded by one neighbour of its own, None, so that its first k-gram has one too.
            padded = [None, *tokens]
            longer = {tuple(padded[i : i + k + 1]) for i in range(len(padded) - k)}
            self.counts[k] = Counter(gram[1:] for gram in longer)
        self.discounts = {k: self.discount(k) for k in self.counts}
        self.contexts = {}
        for k, counts in self.counts.items():
            for gram, c in counts.items():
                entry = self.contexts.setdefault(gram[:-1], [0, 0, 0, 0])
                entry[0] += c
                entry[min(c, 3)] += 1

    def discount(self, k):
        """[D1, D2, D3+]: Chen and Goodman (1999), equation 17, or one absolute discount for all three."""
        n = Counter(min(c, 5) for c in self.counts[k].values())
        one, two, three, four = (self.number(n[i]) for i in (1, 2, 3, 4))
        y = one / (one + 2 * two) if one and two else self.number(1) / 2
        if not (one and two and three and four):
            return [y, y, y]
        d = [1 - 2 * y * two / one, 2 - 3 * y * three / two, 3 - 4 * y * four / three]
        return d if min(d) > 0 else [y, y, y]

    def probability(self, context, w):
        p = self.base
        for j in range(min(self.order - 1, len(context)) + 1):
            h = tuple(context[len(context) - j :])
            entry = self.contexts.get(h)
            if entry is None:
                break
            d = self.discounts[j + 1]
            c = self.counts[j + 1].get((*h, w), 0)
            own = (c - d[min(c, 3) - 1]) / self.number(entry[0]) if c else self.number(0)
            back = sum(d[i] * entry[i + 1] for i in range(3)) / self.number(entry[0])
            p = own + back * p
        return p


def table(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    cut = int(0.9 * len(text))
    train, test = text[:cut], text[cut:]
    print(f"{len(train)} / {len(test)} characters, {len(set(train))} symbols; uniform {math.log(len(set(train)) + 1):.4f}")
    for order in range(1, 9):
        model = KneserNey(train, order, float)
        total = sum(math.log(model.probability(test[max(0, i - order + 1) : i], w)) for i, w in enumerate(test))
        grams = sum(len(c) for c in model.counts.values())
        print(f"order {order}: {-total / len(test):.4f} nats per character, {grams} n-grams", flush=True)


def vectors():
    random.seed(4)
    corpora = [
        "abracadabra",
        "a",
        "the cat sleeps.\nthe cat jumps.\nthe dog sleeps.\n",
        "".join(random.choices("abcde", weights=[16, 8, 4, 2, 1], k=400)),
        "".join(random.choice(["ab", "ba", "c", "åä", "\U0001f408"]) for _ in range(150)),
    ]
    cases = []
    for corpus in corpora:
        for order in range(1, 6):
            model = KneserNey(corpus, order)
            contexts = {"", "?"} | {corpus[i : i + random.randrange(order)] for i in range(0, len(corpus), 9)}
            contexts |= {"?" + corpus[:2], corpus[-3:], corpus[:2] + "?"}
            rows = []
            for context in sorted(contexts):
                symbols = [*model.vocabulary, "?"]
                p = [model.probability(context, w) for w in symbols]
                assert sum(p) == 1
                rows.append([context, [float(x) for x in p]])
            discounts = [[float(x) for x in model.discounts[k]] for k in range(1, order + 1)]
            cases.append({"corpus": corpus, "order": order, "discounts": discounts, "contexts": rows})
    out = pathlib.Path(__file__).resolve().parents[2] / "packages/models/test/vectors/kneser-ney.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    head = "tools/reference-tables/kneser-ney.py; p over the sorted symbols of the corpus, then the unknown"
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    out.write_text(f'{{"origin": "{head}",\n"cases": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    table(sys.argv[1]) if len(sys.argv) > 1 else vectors()
