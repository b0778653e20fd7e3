namespace Autograd.Cli;

/// <summary>Which images to learn from.</summary>
internal enum ImageSource
{
    /// <summary>The digits of 8×8 pixels that are built in.</summary>
    Digits,

    /// <summary>The files of MNIST, or of a dataset with the same names.</summary>
    Mnist,
}

/// <summary>Images and their classes, in a part to learn from and one to judge by.</summary>
internal sealed record LabelledImages(Dataset Train, Dataset Test, ImageFormat Format)
{
    /// <summary>How many images are tested at a time.</summary>
    public const int TestBatch = 500;

    private const double TrainShare = 0.8;
    private const int MostClasses = 10_000;

    /// <summary>Reads the images.</summary>
    /// <param name="source">Which.</param>
    /// <param name="folder">The folder of the files of MNIST; null for digits.</param>
    /// <exception cref="CommandException">A folder is missing, or given for images that are built in.</exception>
    /// <exception cref="FormatException">A file is damaged.</exception>
    /// <exception cref="IOException">A file is missing, or cannot be read.</exception>
    public static LabelledImages Load(ImageSource source, string? folder)
    {
        if (source == ImageSource.Digits)
        {
            if (folder is not null)
                throw new CommandException("--data: digits are built in; leave the option out, or train on mnist.");
            var all = Digits.Load();
            // The same fifth for every seed, so that runs can be compared, and what was trained is judged by what it never saw.
            var (train, test) = all.Split(TrainShare, new Generator(0), all.Target);
            return Create(train.ToMemory(), test.ToMemory());
        }
        if (folder is null)
            throw new CommandException("--data is missing: the folder with the four files of MNIST, train-images-idx3-ubyte and so on, as they are or with .gz.");
        var mnist = Mnist.Load(folder);
        return Create(mnist.Train, mnist.Test);
    }

    private static LabelledImages Create(TensorDataset train, TensorDataset test)
    {
        if (train.Count == 0 || test.Count == 0)
            throw new CommandException($"--data: there is no image to {(train.Count == 0 ? "learn from" : "test on")}.");
        long[] labels = [.. train.Target.ToArray<long>(), .. test.Target.ToArray<long>()];
        var (least, greatest) = (labels.Min(), labels.Max());
        if (least < 0 || greatest >= MostClasses)
            throw new CommandException($"--data: there is a label {(least < 0 ? least : greatest)}; labels are classes from 0 on, {MostClasses} at most.");
        if (greatest == 0)
            throw new CommandException("--data: all images are of class 0, so there is nothing to tell apart.");
        var (of, other) = (train.Input.Shape, test.Input.Shape);
        return (of[2], of[3]) == (other[2], other[3])
            ? new(train, test, new ImageFormat(of[2], of[3], (int)greatest + 1))
            : throw new CommandException($"--data: the images to learn from are {of[2]}×{of[3]}, those to judge by {other[2]}×{other[3]}; they must be of one size.");
    }
}
