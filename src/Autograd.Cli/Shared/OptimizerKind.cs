namespace Autograd.Cli;

/// <summary>Which optimizer learns.</summary>
internal enum OptimizerKind
{
    Sgd,
    Adam,
}
