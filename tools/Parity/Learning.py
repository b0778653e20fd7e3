"""Writes what PyTorch's optimizers and learning-rate schedules do, for the tests.

They are Python in PyTorch (TorchSharp has written its own), so the oracle is Debian's python3-torch, which has all of them. What came to PyTorch later is
put together here from what it stands for: decoupled decay by shrinking the weights before a step, ascent by turning the loss round. NAdam is
written out as documented: PyTorch 1.13 multiplied by one momentum too many. Settings under which the weights end up trembling about the minimum, where
a rounding error becomes anything in a thousand steps, are of no use here.

    tools/Parity/run.sh optimizers
    tools/Parity/run.sh schedules
"""

import json
import math
import sys
import warnings

import torch
from torch import optim
from torch.optim import lr_scheduler as schedules

warnings.filterwarnings("ignore")
torch.set_default_dtype(torch.float64)

START = [1.5, -2, 0.25, 3, -0.75]
SCALES = torch.tensor([0.1, 0.5, 1, 2, 4])
TARGETS = torch.tensor([-1, 0.5, 0, 1.25, 2])
STEPS = [1, 2, 3, 4, 5, 6, 7, 10, 30, 100, 300, 1000]

# What the tests compute too: Σ scale·(w − target)² + 0.1·(w − target)⁴, and Rosenbrock's valley.


def bowl(w):
    away = w - TARGETS
    return (SCALES * away * away + 0.1 * away * away * away * away).sum()


def valley(w):
    bend = w[1:] - w[:-1] * w[:-1]
    return (100 * bend * bend + (1 - w[:-1]) * (1 - w[:-1])).sum()


class NAdam(optim.Optimizer):
    def __init__(self, params, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, momentum_decay=momentum_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (beta1, beta2), rate = group["betas"], group["lr"]
            for p in group["params"]:
                state = self.state[p]
                t = state["t"] = state.get("t", 0) + 1
                g = p.grad + group["weight_decay"] * p
                m = state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
                v = state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g * g
                now, after = (beta1 * (1 - 0.5 * 0.96 ** (step * group["momentum_decay"])) for step in (t, t + 1))
                product = state["product"] = state.get("product", 1) * now
                ahead = after * m / (1 - product * after) + (1 - now) * g / (1 - product)
                p.sub_(rate * ahead / ((v / (1 - beta2 ** t)).sqrt() + group["eps"]))


OPTIMIZERS = {
    "Sgd": lambda p: optim.SGD(p, lr=0.01),
    "Sgd weightDecay": lambda p: optim.SGD(p, lr=0.01, weight_decay=0.1),
    "Sgd momentum": lambda p: optim.SGD(p, lr=0.01, momentum=0.9),
    "Sgd momentum damping weightDecay": lambda p: optim.SGD(p, lr=0.01, momentum=0.9, dampening=0.3, weight_decay=0.05),
    "Sgd nesterov": lambda p: optim.SGD(p, lr=0.01, momentum=0.8, nesterov=True),
    "Sgd maximize": lambda p: optim.SGD(p, lr=0.01, momentum=0.8, weight_decay=0.1, maximize=True),
    "Adam": lambda p: optim.Adam(p, lr=0.01),
    "Adam betas epsilon weightDecay": lambda p: optim.Adam(p, lr=0.002, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1),
    "Adam amsGrad": lambda p: optim.Adam(p, lr=0.01, betas=(0.9, 0.9), amsgrad=True),
    "Adam maximize": lambda p: optim.Adam(p, lr=0.01, weight_decay=0.1, maximize=True),
    "AdamW": lambda p: optim.AdamW(p, lr=0.01),
    "AdamW weightDecay amsGrad maximize": lambda p: optim.AdamW(p, lr=0.01, betas=(0.8, 0.9), weight_decay=0.3, amsgrad=True, maximize=True),
    "Adagrad": lambda p: optim.Adagrad(p, lr=0.1),
    "Adagrad decay initialSum": lambda p: optim.Adagrad(p, lr=0.1, lr_decay=0.01, weight_decay=0.1, initial_accumulator_value=0.2, eps=1e-3),
    "Adagrad maximize": lambda p: optim.Adagrad(p, lr=0.1, maximize=True),
    "RmsProp": lambda p: optim.RMSprop(p, lr=0.003),
    "RmsProp momentum": lambda p: optim.RMSprop(p, lr=0.001, alpha=0.9, momentum=0.7, eps=1e-1),
    "RmsProp centered": lambda p: optim.RMSprop(p, lr=0.001, alpha=0.9, centered=True, eps=1e-2),
    "RmsProp centered momentum weightDecay": lambda p: optim.RMSprop(p, lr=0.001, centered=True, momentum=0.7, weight_decay=0.1, eps=1e-2),
    "RmsProp maximize": lambda p: optim.RMSprop(p, lr=0.003, maximize=True),
    "Adadelta": lambda p: optim.Adadelta(p),
    "Adadelta rho weightDecay": lambda p: optim.Adadelta(p, lr=0.5, rho=0.8, eps=1e-6, weight_decay=0.1),
    "Adadelta maximize": lambda p: optim.Adadelta(p, maximize=True),
    "Adamax": lambda p: optim.Adamax(p, lr=0.01),
    "Adamax weightDecay": lambda p: optim.Adamax(p, lr=0.01, betas=(0.8, 0.9), eps=1e-1, weight_decay=0.1),
    "Adamax maximize": lambda p: optim.Adamax(p, lr=0.01, maximize=True),
    "NAdam": lambda p: NAdam(p, lr=0.01),
    "NAdam momentumDecay weightDecay": lambda p: NAdam(p, lr=0.01, betas=(0.8, 0.9), eps=1e-1, weight_decay=0.1, momentum_decay=0.01),
    "NAdam decoupled maximize": lambda p: NAdam(p, lr=0.01),
    "RAdam": lambda p: optim.RAdam(p, lr=0.01),
    "RAdam weightDecay": lambda p: optim.RAdam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-1, weight_decay=0.1),
    "RAdam decoupled maximize": lambda p: optim.RAdam(p, lr=0.01),
}
DECOUPLED = {"NAdam decoupled maximize": 0.2, "RAdam decoupled maximize": 0.2}


def trajectory(name):
    weights = torch.tensor(START, requires_grad=True)
    optimizer = OPTIMIZERS[name]([weights])
    places = {}
    for step in range(1, STEPS[-1] + 1):
        optimizer.zero_grad()
        loss = bowl(weights)
        # An ascent of the bowl would run away: the tests maximize its negative.
        if "maximize" in name:
            loss = -loss
        loss.backward()
        if name in DECOUPLED:
            weights.grad.neg_()
            with torch.no_grad():
                weights.mul_(1 - 0.01 * DECOUPLED[name])
        optimizer.step()
        if step in STEPS:
            places[str(step)] = weights.tolist()
    return places


def groups():
    """Two groups whose settings differ, with the learning rate changed on the way."""
    first, second = torch.tensor(START[:2], requires_grad=True), torch.tensor(START[2:], requires_grad=True)
    optimizer = optim.AdamW([{"params": [first], "lr": 0.02, "weight_decay": 0.1}, {"params": [second], "betas": (0.8, 0.99)}], lr=0.005)
    places = {}
    for step in range(1, STEPS[-1] + 1):
        optimizer.zero_grad()
        bowl(torch.cat([first, second])).backward()
        if step == 50:
            optimizer.param_groups[1]["lr"] = 0.001
        torch.nn.utils.clip_grad_norm_([first, second], 1.5)
        optimizer.step()
        if step in STEPS:
            places[str(step)] = first.tolist() + second.tolist()
    return places


LBFGS = {
    "Lbfgs bowl": (bowl, START, 12, lambda p: optim.LBFGS(p, lr=0.1, max_iter=4)),
    "Lbfgs bowl strongWolfe": (bowl, START, 6, lambda p: optim.LBFGS(p, max_iter=4, line_search_fn="strong_wolfe")),
    "Lbfgs valley strongWolfe": (valley, [-1.2, 1, 0.5, -0.3], 12, lambda p: optim.LBFGS(p, max_iter=5, max_eval=9, line_search_fn="strong_wolfe")),
    "Lbfgs valley history": (valley, [-1.2, 1, 0.5, -0.3], 20, lambda p: optim.LBFGS(p, lr=0.5, max_iter=6, history_size=3, line_search_fn="strong_wolfe")),
    "Lbfgs valley long step": (valley, [-1.2, 1, 0.5, -0.3], 4, lambda p: optim.LBFGS(p, lr=300, max_iter=3, max_eval=60, line_search_fn="strong_wolfe")),
    "Lbfgs valley short step": (valley, [-1.2, 1, 0.5, -0.3], 4, lambda p: optim.LBFGS(p, lr=0.02, max_iter=3, max_eval=60, line_search_fn="strong_wolfe")),
    "Lbfgs tolerance": (bowl, START, 3, lambda p: optim.LBFGS(p, max_iter=50, tolerance_grad=1e-2, line_search_fn="strong_wolfe")),
}


def lbfgs(name):
    function, start, calls, create = LBFGS[name]
    weights = torch.tensor(start, requires_grad=True)
    optimizer = create([weights])

    def closure():
        optimizer.zero_grad()
        loss = function(weights)
        loss.backward()
        return loss

    places = []
    for _ in range(calls):
        loss = float(optimizer.step(closure))
        state = optimizer.state[weights]
        places.append({"weights": weights.tolist(), "loss": loss, "iterations": state["n_iter"], "evaluations": state["func_evals"]})
    return places


SCHEDULES = {
    "Step": lambda o: schedules.StepLR(o, 7, 0.5),
    "MultiStep": lambda o: schedules.MultiStepLR(o, [3, 40, 40, 90], 0.3),
    "Constant": lambda o: schedules.ConstantLR(o, 0.25, 9),
    "Linear": lambda o: schedules.LinearLR(o, 0.1, 1.0, 20),
    "Linear down": lambda o: schedules.LinearLR(o, 1.0, 0.05, 30),
    "Exponential": lambda o: schedules.ExponentialLR(o, 0.98),
    "Cosine": lambda o: schedules.CosineAnnealingLR(o, 25, 1e-3),
    "Cosine to zero": lambda o: schedules.CosineAnnealingLR(o, 7),
    "CosineRestarts": lambda o: schedules.CosineAnnealingWarmRestarts(o, 10, 2, 1e-4),
    "CosineRestarts same": lambda o: schedules.CosineAnnealingWarmRestarts(o, 13),
    "Polynomial": lambda o: schedules.PolynomialLR(o, 60, 2.5),
    "Lambda": lambda o: schedules.LambdaLR(o, [lambda t: 1 / (1 + t), lambda t: 0.9 ** t]),
    "Multiplicative": lambda o: schedules.MultiplicativeLR(o, lambda t: 0.95 if t % 3 else 1.1),
    "OneCycle": lambda o: schedules.OneCycleLR(o, 0.8, 301),
    "OneCycle linear three phases": lambda o: schedules.OneCycleLR(
        o, [0.8, 0.3], 301, pct_start=0.4, anneal_strategy="linear", base_momentum=[0.7, 0.8], max_momentum=0.9, div_factor=10, final_div_factor=100,
        three_phase=True),
    "Cyclic": lambda o: schedules.CyclicLR(o, 0.01, 0.2, 15),
    "Cyclic halving": lambda o: schedules.CyclicLR(o, [0.01, 0.02], [0.2, 0.4], 10, 20, mode="triangular2", base_momentum=0.6, max_momentum=[0.9, 0.95]),
    "Cyclic exponential": lambda o: schedules.CyclicLR(o, 0.01, 0.2, 15, mode="exp_range", gamma=0.99, cycle_momentum=False),
    "Chained": lambda o: schedules.ChainedScheduler([schedules.ConstantLR(o, 0.1, 8), schedules.ExponentialLR(o, 0.97), schedules.CosineAnnealingLR(o, 40)]),
    "Sequential": lambda o: schedules.SequentialLR(
        o, [schedules.LinearLR(o, 0.01, 1.0, 10), schedules.CosineAnnealingLR(o, 60), schedules.StepLR(o, 20)], [10, 120]),
    "Sequential restarts": lambda o: schedules.SequentialLR(
        o, [schedules.ConstantLR(o, 0.5, 4), schedules.CosineAnnealingWarmRestarts(o, 5, 2), schedules.ExponentialLR(o, 0.9)], [4, 50]),
    "Plateau": lambda o: schedules.ReduceLROnPlateau(o, factor=0.5, patience=5),
    "Plateau maximize": lambda o: schedules.ReduceLROnPlateau(
        o, mode="max", factor=0.3, patience=2, threshold=0.05, threshold_mode="abs", cooldown=4, min_lr=[1e-3, 1e-5]),
}


def metric(step):
    """Improves, then wavers: what the tests give to schedules that ask for it."""
    return math.exp(-step / 20) + 0.1 * math.sin(step * 1.7)


def sequence(name):
    first, second = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = optim.SGD([{"params": [first]}, {"params": [second], "lr": 0.05}], lr=0.1, momentum=0.5)
    schedule = SCHEDULES[name](optimizer)
    rows = []
    for step in range(301):
        rows.append([number for group in optimizer.param_groups for number in (group["lr"], group["momentum"])])
        optimizer.step()
        if step < 300:
            schedule.step(*([metric(step)] if name.startswith("Plateau") else []))
    return rows


def write(path, content):
    """One entry a line."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in content.items()) + "\n}\n")


def main():
    folder = "tests/Autograd.Tests/Golden/"
    if sys.argv[1] == "optimizers":
        write(folder + "optimizers.json", {
            "bowl": {"start": START, "scales": SCALES.tolist(), "targets": TARGETS.tolist()},
            "valley": {"start": [-1.2, 1, 0.5, -0.3]},
            "groups": groups(),
            **{name: trajectory(name) for name in OPTIMIZERS},
            **{name: lbfgs(name) for name in LBFGS},
        })
    else:
        write(folder + "schedules.json", {name: sequence(name) for name in SCHEDULES})


main()
