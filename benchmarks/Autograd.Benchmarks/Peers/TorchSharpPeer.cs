using System.Runtime.InteropServices;
using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Peers;

/// <summary>Builds the worker for TorchSharp and makes it load.</summary>
internal static class TorchSharpPeer
{
    private const string Project = "benchmarks/Autograd.Benchmarks.TorchSharp";

    /// <summary>Builds the worker; the first time that downloads some 250 MB.</summary>
    /// <exception cref="CommandException">It cannot be built or made to load here.</exception>
    public static WorkerLaunch Prepare()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new CommandException("--peer torchsharp runs on Linux on x64; --self runs everywhere.");
        var root = Repository.Root("--peer torchsharp builds the peer");
        var output = Path.Combine(root, Project, "bin/Release/net10.0/linux-x64");
        Repository.Run("TorchSharp could not be built; without TorchSharp there is --self",
            "dotnet", "build", Path.Combine(root, Project), "--configuration", "Release", "--verbosity", "quiet", "--nologo");
        Repository.Run("TorchSharp could not be made to load; it needs gcc and python3, see tools/Parity/make-torchsharp-load.sh",
            Path.Combine(root, "tools/Parity/make-torchsharp-load.sh"), output);
        return new WorkerLaunch(
            "TorchSharp", [Path.Combine(output, "Autograd.Benchmarks.TorchSharp.dll")], Path.Combine(output, "libinitv.so"),
            "Does tools/Parity/run.sh work here? Without TorchSharp there is --self.");
    }
}
