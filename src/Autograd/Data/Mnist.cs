namespace Autograd;

/// <summary>
/// The MNIST family of datasets, as four IDX files: handwritten digits (LeCun, Cortes and Burges), Fashion-MNIST (Xiao, Rasul and Vollgraf),
/// KMNIST (Clanuwat et al.) and others with the same names.
/// </summary>
/// <param name="Train">What to learn from: images Float32 [n, 1, height, width] from 0 to 1, labels Int64 [n].</param>
/// <param name="Test">What to judge by, alike.</param>
public sealed record Mnist(TensorDataset Train, TensorDataset Test)
{
    /// <summary>
    /// Reads <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and <c>t10k-labels-idx1-ubyte</c>; a dot
    /// in place of the second hyphen, as in <c>train-images.idx3-ubyte</c>, and <c>.gz</c> at the end will do too.
    /// </summary>
    /// <param name="folder">The folder of the four files.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="FormatException">A file is damaged, or images and labels do not fit each other.</exception>
    public static Mnist Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        // All four are looked for before the first is read.
        string[] files = [Find(folder, "train-images", 3), Find(folder, "train-labels", 1), Find(folder, "t10k-images", 3), Find(folder, "t10k-labels", 1)];
        return new(Load(files[0], files[1]), Load(files[2], files[3]));
    }

    private static TensorDataset Load(string imageFile, string labelFile)
    {
        var images = IdxFile.Read(imageFile, DType.Float32);
        var labels = IdxFile.Read(labelFile, DType.Int64);
        if (images.Rank != 3)
            throw new FormatException($"{imageFile}: the shape is {images.Shape}; images have three axes: image, row and column.");
        if (labels.Rank != 1 || labels.Count != images.Shape[0])
            throw new FormatException($"{labelFile}: the shape is {labels.Shape}; the {images.Shape[0]} images of {imageFile} need a vector of as many labels.");

        // The tensor is not in anybody's hands yet: its bytes become brightness in place.
        var storage = images.Storage.Typed<float>();
        foreach (ref var pixel in storage.Span)
            pixel /= 255;
        GC.KeepAlive(storage);
        return new TensorDataset(images.Unsqueeze(1), labels);
    }

    private static string Find(string folder, string name, int rank)
    {
        string[] names = [$"{name}-idx{rank}-ubyte", $"{name}.idx{rank}-ubyte", $"{name}-idx{rank}-ubyte.gz", $"{name}.idx{rank}-ubyte.gz"];
        return names.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(Directory.Exists(folder)
                ? $"Mnist.Load: there is no file {names[0]} in {folder}, nor {string.Join(" or ", names[1..])}."
                : $"Mnist.Load: there is no folder {folder}.", Path.Combine(folder, names[0]));
    }
}
