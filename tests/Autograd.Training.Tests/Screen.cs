using System.Globalization;
using System.Text;

namespace Autograd.Training.Tests;

/// <summary>What a terminal shows of the text and the escape sequences written to it: a cursor that moves, and lines that are written over.</summary>
internal sealed class Screen : TextWriter
{
    private readonly Lock _lock = new();
    private readonly List<StringBuilder> _lines = [new()];
    private readonly StringBuilder _sequence = new();
    private int _row, _column;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Whether a bar was on the screen at some time.</summary>
    public bool HasShownBar { get; private set; }

    public bool IsCursorVisible { get; private set; } = true;

    /// <summary>What stands there now.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
                return string.Join('\n', _lines.Select(line => line.ToString().TrimEnd())).TrimEnd();
        }
    }

    public override void Write(char value)
    {
        lock (_lock)
        {
            if (_sequence.Length > 0 || value == '\e')
            {
                _sequence.Append(value);
                if (char.IsAsciiLetter(value))
                    Obey();
            }
            else if (value == '\r')
            {
                _column = 0;
            }
            else if (value == '\n')
            {
                (_row, _column) = (_row + 1, 0);
                if (_row == _lines.Count)
                    _lines.Add(new());
            }
            else
            {
                var line = _lines[_row];
                line.Append(' ', Math.Max(0, _column + 1 - line.Length))[_column++] = value;
                HasShownBar |= value == '━';
            }
        }
    }

    private void Obey()
    {
        var sequence = _sequence.ToString()[2..];
        _sequence.Clear();
        switch (sequence[^1])
        {
            case 'm':
                break;
            case 'A':
                _row -= int.Parse(sequence[..^1], CultureInfo.InvariantCulture);
                break;
            case 'K' when sequence == "2K":
                _lines[_row].Clear();
                break;
            case 'h' or 'l' when sequence[..^1] == "?25":
                IsCursorVisible = sequence[^1] == 'h';
                break;
            default:
                throw new NotSupportedException($"A screen of the tests does not know {sequence}.");
        }
    }
}
