namespace Autograd.Tests.Data;

public sealed class CharacterDatasetTests
{
    [Fact]
    public void The_target_is_the_input_a_character_later()
    {
        var windows = new CharacterDataset("hello, wörld 🦔!", 4);
        Assert.Equal(11, windows.Count);
        for (var i = 0; i < windows.Count; i++)
        {
            var (x, y) = windows[i];
            Assert.Equal(x.ToArray<long>()[1..], y.ToArray<long>()[..^1]);
        }
        Assert.Equal("🦔!", windows.Vocabulary.Decode(windows[10].Target.Slice(0, 2)));
    }

    [Fact]
    public void Windows_lie_a_stride_apart_and_the_last_has_a_character_after_it()
    {
        string[] Of(string text, int stride)
        {
            var windows = new CharacterDataset(text, 3, stride);
            return [.. Enumerable.Range(0, windows.Count).Select(i => windows.Vocabulary.Decode(windows[i].Input))];
        }
        Assert.Equal(["abc", "bcd", "cde"], Of("abcdef", 1));
        Assert.Equal(["abc"], Of("abcdef", 3));
        Assert.Equal(["abc", "def"], Of("abcdefg", 3));
    }

    [Fact]
    public void A_batch_is_its_windows_side_by_side()
    {
        var windows = new CharacterDataset("abcdefg", 3);
        var (x, y) = windows.ReadBatch([2, 0], default, TestContext.Current.CancellationToken);
        Assert.Equal([2L, 3, 4, 0, 1, 2], x.ToArray<long>());
        Assert.Equal([3L, 4, 5, 1, 2, 3], y.ToArray<long>());
        Assert.Equal(Shape.Create(2, 3), x.Shape);
    }

    [Fact]
    public void Characters_are_numbered_by_code_point()
    {
        var vocabulary = new CharacterVocabulary("banana 🦔ﬀ");
        Assert.Equal(6, vocabulary.Count);
        Assert.Equal([0L, 1, 2, 3, 4, 5], vocabulary.Encode(" abnﬀ🦔").ToArray<long>());
        Assert.Equal("nab", vocabulary.Decode(vocabulary.Encode("nab")));
    }

    public static TheoryData<string> Mistakes => [.. _mistakes.Keys];

    private static readonly Dictionary<string, (Action Make, Type Exception, string Message)> _mistakes = new()
    {
        ["unknown"] = (() => new CharacterVocabulary("ab").Encode("abc"), typeof(ArgumentException),
            "Encode: 'c' (U+0063), character 2 of the text, is not among the 2 of the vocabulary. (Parameter 'text')"),
        ["code"] = (() => new CharacterVocabulary("ab").Decode(Tensor.From([2L])), typeof(ArgumentException),
            "Decode: there is no character 2; the vocabulary has 2, counted from 0. (Parameter 'codes')"),
        ["half"] = (() => _ = new CharacterVocabulary("a\ud83e"), typeof(ArgumentException),
            "CharacterVocabulary: place 1 of the text holds half a surrogate pair; was the text cut within a character? (Parameter 'text')"),
        ["short"] = (() => _ = new CharacterDataset("abc", 3), typeof(ArgumentException),
            "CharacterDataset: a text of 3 characters has no window of 3 and the character after it; choose a shorter length. (Parameter 'length')"),
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_explained(string name) => Mistake.AssertExplained(_mistakes[name]);
}
