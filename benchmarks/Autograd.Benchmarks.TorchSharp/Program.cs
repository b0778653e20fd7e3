using Autograd.Benchmarks.Measuring;
using Autograd.Benchmarks.Peer;
using TorchSharp;

// Loaded only when asked for: if libtorch is missing, the answer to the first command says so.
return Worker.Serve(() => new Library(
    $"TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)} (libtorch {torch.__version__})", torch.set_num_threads, TorchSharpRows.All));
