using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;
using TorchModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using TorchTensor = TorchSharp.torch.Tensor;

namespace Autograd.Parity;

/// <summary>
/// Writes how the first steps of training on the digits go in libtorch: the batches that its random permutations make, the weights that it draws after
/// seed 0, and the losses, all in single precision.
/// </summary>
internal static class TrainingGolden
{
    private const int BatchSize = 64, Steps = 100;

    private static readonly Dictionary<string, Func<TorchModule>> _networks = new()
    {
        ["mlp"] = () => nn.Sequential(nn.Flatten(), nn.Linear(64, 512), nn.ReLU(), nn.Linear(512, 10)),
        ["mlp with dropout"] = () => nn.Sequential(nn.Flatten(), nn.Linear(64, 512), nn.ReLU(), nn.Dropout(0.4), nn.Linear(512, 10)),
        ["cnn"] = () => nn.Sequential(
            nn.Conv2d(1, 16, 3, padding: 1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.25), nn.Linear(256, 10)),
    };

    /// <summary>Writes the file.</summary>
    public static void Write(string path)
    {
        var digits = Digits.Load();
        var train = digits.Split(0.8, new Generator(0), digits.Target).First.ToMemory();
        var (images, labels) = (tensor(train.Input.ToArray<float>(), train.Count, 1, 8, 8), tensor(train.Target.ToArray<long>()));
        var batches = Batches(train.Count);
        var text = new StringBuilder($"{{\n\"batches\": [\n{string.Join(",\n", batches.Select(batch => $"[{string.Join(", ", batch)}]"))}\n]");
        foreach (var (name, create) in _networks)
        {
            manual_seed(0);
            var network = create();
            network.train();
            var weights = network.named_parameters().Select(part => Weight(part.name, part.parameter)).ToArray();
            var losses = Train(network, images, labels, batches);
            text.Append(CultureInfo.InvariantCulture,
                $",\n\"{name}\": {{\n\"weights\": {{\n{string.Join(",\n", weights)}\n}},\n\"losses\": [{string.Join(", ", losses.Select(Text))}]\n}}");
        }
        File.WriteAllText(path, text.Append("\n}\n").ToString());
    }

    /// <summary>A random order for each epoch, from one generator; what is left at the end of an epoch is a batch too.</summary>
    private static long[][] Batches(int count)
    {
        manual_seed(0);
        return [.. Enumerable.Range(0, Steps).SelectMany(_ => randperm(count).data<long>().ToArray().Chunk(BatchSize)).Take(Steps)];
    }

    private static List<float> Train(TorchModule network, TorchTensor images, TorchTensor labels, long[][] batches)
    {
        var adam = optim.Adam(network.parameters(), 1e-3);
        var losses = new List<float>();
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            var rows = tensor(batch);
            adam.zero_grad();
            var loss = nn.functional.cross_entropy(network.call(images.index_select(0, rows)), labels.index_select(0, rows));
            loss.backward();
            adam.step();
            losses.Add(loss.item<float>());
        }
        return losses;
    }

    /// <summary>All bits in a hash, and a few numbers to look at.</summary>
    private static string Weight(string name, TorchTensor weight)
    {
        var values = weight.detach().cpu().contiguous().data<float>().ToArray();
        var bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return $"\"{name}\": {{ \"sha256\": \"{Convert.ToHexString(SHA256.HashData(bytes))}\", \"first\": [{string.Join(", ", values.Take(5).Select(Text))}] }}";
    }

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
