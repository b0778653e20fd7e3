namespace Autograd;

/// <summary>Bytes that are read where they are asked for.</summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>How many bytes there are; a source that cannot know it without reading stops counting at <paramref name="wanted"/>.</summary>
    public abstract long Count(long wanted);

    /// <summary>Fills the target with the bytes from a place on.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public abstract void Read(Span<byte> target, long offset);

    public abstract void Dispose();
}

/// <summary>
/// An open file. It is read, not mapped: the values are copied once either way, but a mapped file that somebody truncates ends the process, and
/// one that is read throws.
/// </summary>
internal sealed class FileBytes(FileStream file) : ByteSource
{
    public override long Count(long wanted) => RandomAccess.GetLength(file.SafeFileHandle);

    public override void Read(Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            var count = RandomAccess.Read(file.SafeFileHandle, target, offset);
            if (count == 0)
                throw new EndOfStreamException("The file was cut off after it had been opened.");
            target = target[count..];
            offset += count;
        }
    }

    public override void Dispose() => file.Dispose();
}

/// <summary>
/// What a stream held from its position on, in memory, in pieces: it grows with what arrives, never with what a header promises.
/// </summary>
internal sealed class StreamBytes(Stream stream) : ByteSource
{
    private const int PieceSize = 1 << 20;
    private const int LeastSize = 1 << 12;

    private readonly List<byte[]> _pieces = [];
    private long _count;

    public override long Count(long wanted)
    {
        while (_count < wanted)
        {
            var (index, place) = ((int)(_count / PieceSize), (int)(_count % PieceSize));
            if (index == _pieces.Count)
                _pieces.Add([]);
            var piece = _pieces[index];
            if (place == piece.Length)
            {
                Array.Resize(ref piece, (int)Math.Min(PieceSize, Math.Max(2 * place, Math.Min(wanted - _count, LeastSize))));
                _pieces[index] = piece;
            }
            var read = stream.Read(piece, place, (int)Math.Min(piece.Length - place, wanted - _count));
            if (read == 0)
                break;
            _count += read;
        }
        return _count;
    }

    public override void Read(Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            var piece = _pieces[(int)(offset / PieceSize)].AsSpan((int)(offset % PieceSize));
            piece = piece[..Math.Min(piece.Length, target.Length)];
            piece.CopyTo(target);
            target = target[piece.Length..];
            offset += piece.Length;
        }
    }

    public override void Dispose() => _pieces.Clear();
}
