using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;

namespace Autograd.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autograd-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_type_of_elements_is_read()
    {
        Check(Idx(8, [2], 0, 255), DType.Int32, [0, 255]);
        Check(Idx(9, [2], 0x7f, 0x80), DType.Int32, [127, -128]);
        Check(Idx(0x0b, [1], 0xff, 0xfe), DType.Int32, [-2]);
        Check(Idx(0x0c, [1], 0x80, 0, 0, 1), DType.Int32, [int.MinValue + 1.0]);
        Check(Idx(0x0d, [1], 0x3f, 0xc0, 0, 0), DType.Float32, [1.5]);
        Check(Idx(0x0e, [1], 0xbf, 0xf8, 0, 0, 0, 0, 0, 0), DType.Float64, [-1.5]);
        Check(Idx(8, [], 7), DType.Int32, [7]);
        Check(Idx(8, [3, 0, 2]), DType.Int32, []);

        void Check(byte[] content, DType type, double[] values)
        {
            var x = IdxFile.Read(Write("x", content));
            Assert.Equal(type, x.DType);
            Assert.Equal(values, x.Cast(DType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void Axes_compression_and_types_are_what_was_asked_for()
    {
        var content = Idx(8, [2, 1, 3], 1, 2, 3, 4, 5, 6);
        foreach (var path in (string[])[Write("plain", content), Write("packed", Gzip(content))])
        {
            Assert.Equal(Shape.Create(2, 1, 3), IdxFile.Read(path).Shape);
            foreach (var type in (DType[])[DType.Int32, DType.Int64, DType.Float32, DType.Float64])
                Assert.Equal([1.0, 2, 3, 4, 5, 6], IdxFile.Read(path, type) is var x && x.DType == type ? x.Cast(DType.Float64).ToArray<double>() : []);
        }
    }

    [Theory]
    [InlineData("a b", "", "PATH: this is no IDX file: it has fewer than the four bytes that one starts with.")]
    [InlineData("89 50 4e 47 00", "", "PATH: this is no IDX file: it starts with the bytes 89 50, not with 00 00.")]
    [InlineData("0 0 7 1", "", "PATH: 07 is no type of elements; an IDX file has 08, 09, 0b, 0c, 0d or 0e as its third byte.")]
    [InlineData("0 0 8 2 0 0 0 1", "", "PATH: the file ends within the sizes of its 2 axes.")]
    [InlineData("0 0 8 1 ff 0 0 1", "", "PATH: axis 0 has the size 4278190081; at most 2147483647 is possible.")]
    [InlineData("0 0 8 3 7f 0 0 0 7f 0 0 0 7f 0 0 0", "", "PATH: shape [2130706432, 2130706432, 0] of unsigned bytes needs more than the 2147483591 bytes that can be read.")]
    [InlineData("0 0 8 1 0 0 0 3 1 2", "", "PATH: the file has 10 bytes, but its header says [3] elements of unsigned bytes, which makes 11.")]
    [InlineData("0 0 b 1 0 0 0 1 1 2 3", "", "PATH: the file has 11 bytes, but its header says [1] elements of 16-bit integers, which makes 10.")]
    [InlineData("", "0 0 8 1 0 0 0 3 1 2", "PATH: the elements end after 2 bytes than the header says: [3] of unsigned bytes are 3.")]
    [InlineData("", "0 0 8 1 0 0 0 1 1 2", "PATH: there are more bytes than the header says: [1] of unsigned bytes are 1.")]
    [InlineData("", "0 0 8 2 0 0 40 0 0 0 80 0 1", "PATH: the elements end after 1 bytes than the header says: [16384, 32768] of unsigned bytes are 536870912.")]
    public void What_is_wrong_with_a_file_is_said(string plain, string packed, string message)
    {
        var path = Write("file", plain.Length > 0 ? Bytes(plain) : Gzip(Bytes(packed)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(message.Replace("PATH", path, StringComparison.Ordinal), Assert.Throws<FormatException>(() => IdxFile.Read(path)).Message);
        // What a header claims is not allocated.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        static byte[] Bytes(string text) => [.. text.Split(' ').Select(hex => Convert.ToByte(hex, 16))];
    }

    [Fact]
    public void A_type_that_does_not_hold_the_elements_is_refused()
    {
        var path = Write("x", Idx(0x0e, [1], 0, 0, 0, 0, 0, 0, 0, 0));
        Assert.Equal(
            $"IdxFile.Read: {path} has elements of type double-precision numbers, which cannot be read as Float32; use Float64.",
            Assert.Throws<TypeException>(() => IdxFile.Read(path, DType.Float32)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_damaged_file_is_read_right_or_refused(bool isPacked)
    {
        var good = Idx(8, [5, 4], [.. Enumerable.Range(0, 20).Select(i => (byte)i)]);
        var bytes = isPacked ? Gzip(good) : good;
        var kind = Gen.Select(Gen.Int[0, 3], Gen.Int[0, bytes.Length - 1], Gen.Byte);
        kind.Sample((how, place, value) =>
        {
            byte[] changed = how switch
            {
                0 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
                1 => bytes[..place],
                2 => [.. bytes[..place], value, .. bytes[place..]],
                _ => [.. bytes[..place], .. bytes[(place + 1)..]],
            };
            var path = Write("changed", changed);
            try
            {
                var x = IdxFile.Read(path);
                // Nothing is left out or made up: what was read is what a file of this length holds.
                Assert.Equal(isPacked ? good.Length : changed.Length, 4 + 4 * x.Rank + x.Count * (x.Count == 20 ? 1 : (changed.Length - 4 - 4 * x.Rank) / Math.Max(1, x.Count)));
            }
            catch (FormatException exception)
            {
                Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
            }
        }, iter: 1000, threads: 1);
    }

    [Theory]
    [InlineData("-", "")]
    [InlineData(".", "")]
    [InlineData("-", ".gz")]
    [InlineData(".", ".gz")]
    public void Mnist_is_found_under_its_usual_names(string separator, string extension)
    {
        foreach (var (part, count) in (ReadOnlySpan<(string, byte)>)[("train", 3), ("t10k", 2)])
        {
            Write($"{part}-images{separator}idx3-ubyte{extension}", Pack(Idx(8, [count, 2, 2], [.. Enumerable.Range(0, count * 4).Select(i => (byte)(i * 17))])));
            Write($"{part}-labels{separator}idx1-ubyte{extension}", Pack(Idx(8, [count], [.. Enumerable.Range(0, count).Select(i => (byte)i)])));
        }
        var (train, test) = Mnist.Load(_folder);
        Assert.Equal((3, 2), (train.Count, test.Count));
        Assert.Equal(Shape.Create(3, 1, 2, 2), train.Input.Shape);
        Assert.Equal([0f, 17 / 255f, 34 / 255f, 51 / 255f], test[0].Input.ToArray<float>());
        Assert.Equal([0L, 1, 2], train.Target.ToArray<long>());

        byte[] Pack(byte[] content) => extension.Length > 0 ? Gzip(content) : content;
    }

    [Fact]
    public void A_missing_or_wrong_file_of_Mnist_is_named()
    {
        Assert.Equal($"Mnist.Load: there is no folder {_folder}/none.", Assert.Throws<FileNotFoundException>(() => Mnist.Load(_folder + "/none")).Message);
        Assert.Equal(
            $"Mnist.Load: there is no file train-images-idx3-ubyte in {_folder}, nor train-images.idx3-ubyte or train-images-idx3-ubyte.gz or train-images.idx3-ubyte.gz.",
            Assert.Throws<FileNotFoundException>(() => Mnist.Load(_folder)).Message);
        foreach (var part in (string[])["train", "t10k"])
        {
            Write($"{part}-images-idx3-ubyte", Idx(8, [2, 1, 1], 1, 2));
            Write($"{part}-labels-idx1-ubyte", Idx(8, [1], 1));
        }
        var (images, labels) = (Path.Combine(_folder, "train-images-idx3-ubyte"), Path.Combine(_folder, "train-labels-idx1-ubyte"));
        Assert.Equal(
            $"{labels}: the shape is [1]; the 2 images of {images} need a vector of as many labels.", Assert.Throws<FormatException>(() => Mnist.Load(_folder)).Message);
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static byte[] Idx(byte type, int[] sizes, params byte[] elements)
    {
        var header = new byte[4 + 4 * sizes.Length];
        (header[2], header[3]) = (type, (byte)sizes.Length);
        for (var axis = 0; axis < sizes.Length; axis++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * axis), sizes[axis]);
        return [.. header, .. elements];
    }

    private static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var packer = new GZipStream(target, CompressionLevel.Optimal))
            packer.Write(content);
        return target.ToArray();
    }
}
