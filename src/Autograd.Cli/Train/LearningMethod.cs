namespace Autograd.Cli;

/// <summary>An optimizer by name, with the learning rate that it has unless told otherwise.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="LearningRate">The learning rate unless told otherwise.</param>
/// <param name="Create">Makes it for some parameters, with a learning rate.</param>
internal sealed record LearningMethod(string Name, double LearningRate, Func<IEnumerable<Variable>, double, Optimizer> Create)
{
    /// <summary>All of them, the usual one first.</summary>
    public static IReadOnlyList<LearningMethod> All { get; } =
    [
        new("adam", 1e-3, (parameters, rate) => new Adam(parameters, rate)),
        new("adamw", 1e-3, (parameters, rate) => new AdamW(parameters, rate)),
        new("sgd", 0.1, (parameters, rate) => new Sgd(parameters, rate)),
        new("momentum", 0.02, (parameters, rate) => new Sgd(parameters, rate, momentum: 0.9)),
        new("rmsprop", 1e-3, (parameters, rate) => new RmsProp(parameters, rate)),
        new("adagrad", 1e-2, (parameters, rate) => new Adagrad(parameters, rate)),
        new("adadelta", 1, (parameters, rate) => new Adadelta(parameters, rate)),
        new("adamax", 2e-3, (parameters, rate) => new Adamax(parameters, rate)),
        new("nadam", 2e-3, (parameters, rate) => new NAdam(parameters, rate)),
        new("radam", 1e-3, (parameters, rate) => new RAdam(parameters, rate)),
    ];

    /// <summary>The names, for help.</summary>
    public static string Names => string.Join(", ", All.Select(method => method.Name));
}
