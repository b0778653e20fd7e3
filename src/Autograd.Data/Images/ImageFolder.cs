namespace Autograd;

/// <summary>
/// Images in a folder for each class: the input is the image, Float32 [channels, height, width] from 0 to 1, the target the class, Int64. The images
/// are read when they are asked for. PyTorch's <c>ImageFolder</c>.
/// </summary>
public sealed class ImageFolder : Dataset
{
    private static readonly string[] _extensions = [".png", ".jpg", ".jpeg"];

    private readonly int _height;
    private readonly int _width;
    private readonly ImageColor _color;
    private readonly (string Path, long Class)[] _images;

    /// <summary>Looks for images: the files of each sub-folder, and of the folders in it, that end in .png, .jpg or .jpeg.</summary>
    /// <param name="folder">The folder, with a sub-folder for each class.</param>
    /// <param name="height">The height that images are resized to.</param>
    /// <param name="width">The width that images are resized to.</param>
    /// <param name="color">The channels.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FormatException">There are no sub-folders, or one is without images.</exception>
    public ImageFolder(string folder, int height, int width, ImageColor color = ImageColor.Rgb)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"ImageFolder: there is no folder {folder}.");
        (_height, _width, _color) = (height, width, color);
        // File systems list in any order; the classes and the samples have one.
        Classes = [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (Classes.Count == 0)
            throw new FormatException($"{folder}: there are no sub-folders; the images of each class lie in one, named like the class.");
        _images = [.. Classes.SelectMany((name, index) => Images(Path.Combine(folder, name)).Select(path => (path, (long)index)))];
    }

    /// <summary>The names of the classes: those of the sub-folders, by their characters' codes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The class of each image, for example to divide them by <see cref="Dataset.Split(double, Generator?, Tensor?)"/>.</summary>
    public Tensor Targets => Tensor.From(_images.Select(image => image.Class).ToArray());

    /// <inheritdoc/>
    public override int Count => _images.Length;

    /// <summary>The file of an image.</summary>
    public string PathOf(int index) => _images[index].Path;

    /// <inheritdoc/>
    /// <exception cref="FormatException">The image cannot be read; the message names the file.</exception>
    public override Sample Read(int index, Generator generator)
    {
        var (path, target) = _images[index];
        return (ImageFile.Read(path, _color, _height, _width), Tensor.From(target));
    }

    private static string[] Images(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => _extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToArray() is { Length: > 0 } images
            ? images
            : throw new FormatException($"{folder}: there are no images; files that end in {string.Join(", ", _extensions)} are read.");
}
