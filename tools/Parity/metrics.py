"""Writes what scikit-learn's metrics make of a few hundred random cases, for the tests: tests/Autograd.Training.Tests/Golden/metrics.json.

Among the cases are classes that nobody predicts, classes that do not occur, one class only, and targets that do not vary. The confusion matrix has a
row and a column for each class that there could be. It needs Debian's python3-sklearn:

    apt-get install python3-sklearn
    tools/Parity/run.sh metrics
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn import metrics

warnings.filterwarnings("ignore")
random = np.random.default_rng(20)


def classification(index):
    classes = int(random.integers(2, 8)) if index % 3 else 2
    count = int(random.integers(1, 60))
    # How often each class occurs, and how often it is taken for another: some never do, some always.
    there, said = (random.dirichlet(np.full(classes, 0.4)) for _ in range(2))
    right = random.choice(classes, count, p=there)
    predicted = np.where(random.random(count) < random.random(), right, random.choice(classes, count, p=said))
    case = {"classes": classes, "right": right.tolist(), "predicted": predicted.tolist()}
    case["confusion"] = metrics.confusion_matrix(right, predicted, labels=range(classes)).ravel().tolist()
    case["accuracy"] = metrics.accuracy_score(right, predicted)
    for average in ["macro", "micro", "weighted"] + ["binary"] * (classes == 2):
        values = (score(right, predicted, average=average, zero_division=0) for score in (metrics.precision_score, metrics.recall_score, metrics.f1_score))
        case[average] = list(values)
    return case


def regression(index):
    rows, columns = int(random.integers(1, 40)), int(random.integers(1, 5))
    target = random.normal(random.normal() * 10, 1, (rows, columns))
    output = target + random.normal(0, random.random() * 2, (rows, columns))
    if index % 5 == 0:
        target[:, 0] = 0.5
    if index % 10 == 0:
        output[:, 0] = 0.5
    r2 = metrics.r2_score(target, output)
    return {
        "columns": columns,
        "target": target.ravel().tolist(),
        "output": output.ravel().tolist(),
        "meanAbsoluteError": metrics.mean_absolute_error(target, output),
        "rSquared": None if np.isnan(r2) else r2,
    }


def lines(cases):
    return "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]"


with open("tests/Autograd.Training.Tests/Golden/metrics.json", "w") as file:
    file.write(f'{{"scikitLearn": "{sklearn.__version__}",\n')
    file.write(f'"classification": {lines(classification(i) for i in range(300))},\n')
    file.write(f'"regression": {lines(regression(i) for i in range(60))}}}\n')
