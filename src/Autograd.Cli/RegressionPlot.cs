namespace Autograd.Cli;
internal static class RegressionPlot { public static void Save(RegressionResult result, OutputFile file) => _ = (result, file); }
