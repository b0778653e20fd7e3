using System.Text.Json;
using SkiaSharp;

namespace Autograd.Cli.Tests;

/// <summary><c>autograd convolve</c>: what it computes and what it shows.</summary>
public sealed class ConvolveTests : IDisposable
{
    private const string Image = "3 3 2 1 0; 0 0 1 3 1; 3 1 2 2 3; 2 0 0 2 2; 2 0 0 0 1", Kernel = "0 1 2; 2 2 0; 0 1 2";

    private readonly CommandLine _commandLine = new();

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public void The_known_example_comes_out()
    {
        Assert.Equal("[[12,12,17],[10,17,19],[9,6,14]]", Json("--image", Image, "--kernel", Kernel).GetProperty("output").GetRawText());
        Assert.Equal(
            "[[6,17,3],[8,17,13],[6,4,4]]",
            Json("--image", Image, "--kernel", Kernel, "--padding", "1", "--stride", "2").GetProperty("output").GetRawText());
    }

    [Fact]
    public void The_known_gradients_come_out()
    {
        var result = Json("--image", "1 2 3; 4 5 6; 7 8 9", "--kernel", "1 1; 1 1", "--gradient", "--upstream", "3 1; 2 0");
        Assert.Equal(["output", "imageGradient", "kernelGradient"], result.EnumerateObject().Select(member => member.Name));
        Assert.Equal("[[3,4,1],[5,6,1],[2,2,0]]", result.GetProperty("imageGradient").GetRawText());
        Assert.Equal("[[13,19],[31,37]]", result.GetProperty("kernelGradient").GetRawText());
    }

    [Fact]
    public void Without_arguments_the_example_is_worked_for_both_kernels()
    {
        var (exitCode, output, error) = CommandLine.Run("convolve");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith(
            """
            An example: an image of 6 × 6 with its padding of zeros already around it, under two kernels.

            k1: result [4, 4] = image [6, 6] ⋆ kernel [3, 3]

             0  0  0  0  0  0   ⋆   0  1  1  =   -2   1  -8  -1
             0  1  2  0  1  0       0  1  0       3   0   2   1
             0  0  3  1  2  0      -2  0 -1       4   2  -1   2
             0  2  0  1  0  0                     3   2   1   3
             0  1  1  0  3  0
             0  0  0  0  0  0

            [0, 0]: 0·0 + 0·1 + 0·1 + 0·0 + 1·1 + 2·0 + 0·(-2) + 0·0 + 3·(-1) = -2
            [0, 1]: 0·0 + 0·1 + 0·1 + 1·0 + 2·1 + 0·0 + 0·(-2) + 3·0 + 1·(-1) = 1

            """.ReplaceLineEndings("\n"),
            output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("k2: result [3, 3] = image [6, 6] ⋆ kernel [2, 2], stride 2\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("[2, 2]: 3·1 + 0·0 + 0·2 + 0·1 = 3\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.InRange(output.Split('\n').Length, 40, 60);

        var result = Json();
        Assert.Equal("[[-2,1,-8,-1],[3,0,2,1],[4,2,-1,2],[3,2,1,3]]", result.GetProperty("k1").GetProperty("output").GetRawText());
        Assert.Equal("[[1,4,2],[2,4,2],[0,1,3]]", result.GetProperty("k2").GetProperty("output").GetRawText());
    }

    [Fact]
    public void Steps_are_drawn_with_their_window_and_the_result_filling_up()
    {
        var (_, output, _) = CommandLine.Run("convolve", "--image", "1 2 3; 4 -5 6", "--kernel", "1 -1; 0.5 0", "--steps");
        Assert.Equal(
            """
            result [1, 2] = image [2, 3] ⋆ kernel [2, 2]

            [ 1][ 2]  3   ⋆    1  -1  =  [   1]    ·
            [ 4][-5]  6      0.5   0
            [0, 0]: 1·1 + 2·(-1) + 4·0.5 + (-5)·0 = 1

              1 [ 2][ 3]  ⋆    1  -1  =      1 [-3.5]
              4 [-5][ 6]     0.5   0
            [0, 1]: 2·1 + 3·(-1) + (-5)·0.5 + 6·0 = -3.5

            """.ReplaceLineEndings("\n"),
            output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Gradients_are_worked_like_the_convolution()
    {
        var (_, output, _) = CommandLine.Run("convolve", "--image", "1 2 3", "--kernel", "5 7", "--stride", "2", "--gradient", "--upstream", "4");
        Assert.Equal(
            """
            result [1, 1] = image [1, 3] ⋆ kernel [1, 2], stride 2

             1  2  3   ⋆  5 7  =   19

            ∂L/∂image [1, 3] = ∂L/∂result [1, 1] (1 zero between neighbours, 1 zero left, 2 zeros right) ⋆ kernel [1, 2] turned by 180°

             0  4  0  0   ⋆  7 5  =   20  28   0

            ∂L/∂kernel [1, 2] = image [1, 3] (without the last column) ⋆ ∂L/∂result [1, 1], dilation 2

             1  2   ⋆  4  =   4  8

            """.ReplaceLineEndings("\n"),
            output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Json_tells_every_step_and_no_zero_has_a_sign()
    {
        var result = Json("--image", "1 0", "--kernel", "-2 0.25", "--padding", "0,0,1,0", "--steps", "--gradient");
        Assert.Equal(
            ["output", "steps", "imageGradient", "imageGradientSteps", "kernelGradient", "kernelGradientSteps"],
            result.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            """[{"row":0,"column":0,"window":[[0,1]],"products":[[0,0.25]],"sum":0.25},{"row":0,"column":1,"window":[[1,0]],"products":[[-2,0]],"sum":-2}]""",
            result.GetProperty("steps").GetRawText());
        Assert.Equal("""[{"row":0,"column":0,"window":[[1,1]],"products":[[0.25,-2]],"sum":-1.75},{"row":0,"column":1,"window":[[1,0]],"products":[[0.25,0]],"sum":0.25}]""",
            result.GetProperty("imageGradientSteps").GetRawText());
        Assert.Equal("[[1,1]]", result.GetProperty("kernelGradient").GetRawText());
    }

    [Theory]
    [InlineData("1", "[[0,0,0,0],[0,1,2,0],[0,3,4,0],[0,0,0,0]]")]
    [InlineData("0,1", "[[0,1,2,0],[0,3,4,0]]")]
    [InlineData("1,0,0,2", "[[0,0,0,0],[1,2,0,0],[3,4,0,0]]")]
    [InlineData("SAME", "[[1,2],[3,4]]")]
    [InlineData("same", "[[1,2],[3,4]]")]
    public void Padding_is_one_number_one_for_each_axis_or_one_for_each_side(string padding, string expected) =>
        Assert.Equal(expected, Json("--image", "1 2; 3 4", "--kernel", "1", "--padding", padding).GetProperty("output").GetRawText());

    [Fact]
    public void Stride_dilation_and_flip_do_what_they_say()
    {
        Assert.Equal("[[1,2,3],[7,8,9]]", Json("--image", "1 2 3; 4 5 6; 7 8 9", "--kernel", "1", "--stride", "2,1").GetProperty("output").GetRawText());
        Assert.Equal("[[31],[64],[97]]", Json("--image", "1 2 3; 4 5 6; 7 8 9", "--kernel", "1 10", "--dilation", "1,2").GetProperty("output").GetRawText());
        Assert.Equal("[[13],[46],[79]]", Json("--image", "1 2 3; 4 5 6; 7 8 9", "--kernel", "1 10", "--dilation", "2", "--flip").GetProperty("output").GetRawText());
    }

    [Fact]
    public void Matrices_are_read_from_files()
    {
        var (image, kernel) = (_commandLine.Write("image.csv", "1,2\n3,4\n"), _commandLine.Write("kernel.csv", "10;100\n"));
        var upstream = _commandLine.Write("upstream.csv", "1\n2\n");
        var result = Json("--image", image, "--kernel", kernel, "--gradient", "--upstream", upstream);
        Assert.Equal("[[210],[430]]", result.GetProperty("output").GetRawText());
        Assert.Equal("[[7,10]]", result.GetProperty("kernelGradient").GetRawText());
    }

    [Fact]
    public void A_picture_is_its_grey_values()
    {
        var file = Picture("picture.png", 3, 2, SKEncodedImageFormat.Png, (x, y) => (x, y) switch
        {
            (0, 0) => SKColors.Black,
            (1, 0) => SKColors.White,
            (2, 0) => new SKColor(255, 0, 0),
            (0, 1) => new SKColor(100, 100, 100),
            (1, 1) => SKColors.Transparent,
            _ => new SKColor(0, 0, 0, 51),
        });
        // Red has 0.2126 of the light; what is transparent shows white.
        Assert.Equal("[[0,255,54],[100,255,204]]", Json("--image", file, "--kernel", "1").GetProperty("output").GetRawText());
        Assert.Equal(
            "[[7,7],[7,7]]", Json("--image", Picture("grey.jpg", 2, 2, SKEncodedImageFormat.Jpeg, (_, _) => new SKColor(7, 7, 7)), "--kernel", "1").GetProperty("output").GetRawText());
    }

    [Fact]
    public void Large_images_are_summed_up_and_drawn()
    {
        var file = Picture("edge.png", 900, 700, SKEncodedImageFormat.Png, (x, _) => x < 450 ? SKColors.Black : SKColors.White);
        var (_, output, _) = CommandLine.Run("convolve", "--image", file, "--kernel", "-1 0 1; -2 0 2; -1 0 1");
        Assert.Equal(
            """
            result [698, 898] = image [700, 900] ⋆ kernel [3, 3]
              image: 700 × 900 numbers from 0 to 255, 127.5 on average
              kernel: -1 0 1; -2 0 2; -1 0 1
              result: 698 × 898 numbers from 0 to 1020, 2.27171 on average

            --plot FILE.png draws it, --json prints all numbers.

            """.ReplaceLineEndings("\n"),
            output.ReplaceLineEndings("\n"));
        var plot = _commandLine.PathOf("plot.png");
        CommandLine.Run("convolve", "--image", file, "--kernel", "-1 0 1; -2 0 2; -1 0 1", "--plot", plot);
        using var picture = SKBitmap.Decode(plot);
        // The edge, two pixels wide where the result is largest, in full colour; the rest of the result is white.
        Assert.InRange(Count(picture, new SKColor(0xD5, 0x5E, 0x00)), 2 * 690, 2 * 698 + 2000);
    }

    [Theory]
    [InlineData("png", "89504E47")]
    [InlineData("svg", "3C3F786D")]
    [InlineData("SVG", "3C3F786D")]
    public void The_picture_is_written_in_the_format_of_its_name(string extension, string signature)
    {
        var plot = _commandLine.PathOf($"picture.{extension}");
        var (exitCode, output, _) = CommandLine.Run("convolve", "--image", Image, "--kernel", Kernel, "--gradient", "--plot", plot);
        Assert.Equal(0, exitCode);
        Assert.EndsWith($"Picture: {plot}", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(signature, Convert.ToHexString(File.ReadAllBytes(plot).AsSpan(0, 4)));
        Assert.Equal(plot, Json("--image", Image, "--kernel", Kernel, "--plot", plot).GetProperty("plot").GetString());
        Assert.Equal([$"picture.{extension}"], _commandLine.Files);
    }

    [Fact]
    public void Below_0_is_blue_above_is_orange_and_0_is_white()
    {
        var plot = _commandLine.PathOf("signs.png");
        CommandLine.Run("convolve", "--image", "-5 0 5", "--kernel", "1", "--plot", plot);
        using var picture = SKBitmap.Decode(plot);
        Assert.InRange(Count(picture, new SKColor(0x00, 0x72, 0xB2)), 1000, 10_000);
        Assert.InRange(Count(picture, new SKColor(0xD5, 0x5E, 0x00)), 1000, 10_000);
    }

    [Theory]
    [InlineData(1, 3000)]
    [InlineData(3000, 1)]
    [InlineData(2, 31)]
    public void Long_narrow_images_are_drawn(int rows, int columns)
    {
        var image = string.Join(';', Enumerable.Range(0, rows).Select(row => string.Join(' ', Enumerable.Range(0, columns).Select(column => (row + column) % 7 - 3))));
        var plot = _commandLine.PathOf("narrow.png");
        var (exitCode, _, error) = CommandLine.Run("convolve", "--image", image, "--kernel", "1", "--plot", plot, "--gradient");
        Assert.Equal((0, ""), (exitCode, error));
        using var picture = SKBitmap.Decode(plot);
        Assert.InRange(Math.Max(picture.Width, picture.Height), 400, 5000);
    }

    [Fact]
    public void One_row_of_a_tall_image_is_seen()
    {
        var file = _commandLine.Write("tall.csv", string.Concat(Enumerable.Range(0, 5000).Select(row => string.Join(',', Enumerable.Repeat(row == 2501 ? 9 : 0, 10)) + "\n")));
        var plot = _commandLine.PathOf("tall.png");
        CommandLine.Run("convolve", "--image", file, "--kernel", "1", "--plot", plot);
        using var picture = SKBitmap.Decode(plot);
        // The image's colours lie in a column of 24 pixels at the left margin.
        Assert.InRange(Enumerable.Range(26, 20).Sum(x => Enumerable.Range(100, 1100).Count(y => picture.GetPixel(x, y) == new SKColor(0xD5, 0x5E, 0x00))), 20, 40);
    }

    [Theory]
    [InlineData("--image")]
    [InlineData("--kernel")]
    [InlineData("--upstream")]
    public void A_picture_does_not_replace_what_is_read(string option)
    {
        var file = Picture("same.png", 2, 2, SKEncodedImageFormat.Png, (_, _) => SKColors.White);
        string[] arguments = [.. new[] { "--image", "--kernel", "--upstream" }.SelectMany(each => new[] { each, each == option ? file : "1" })];
        Assert.Equal(
            $"--plot: '{file}' is the file that {option} is read from; it would be overwritten; choose another name.",
            CommandLine.Mistake(["convolve", "--gradient", "--plot", file, .. arguments]));
    }

    [Fact]
    public void Steps_beyond_reason_are_refused()
    {
        var file = Picture("large.png", 2000, 2000, SKEncodedImageFormat.Png, (_, _) => SKColors.White);
        Assert.Equal(
            "--steps: result has 3992004 windows of 9 products, too many to show; there may be 10000000 products; leave --steps out, or give a smaller image.",
            CommandLine.Mistake("convolve", "--image", file, "--kernel", "1 1 1; 1 1 1; 1 1 1", "--steps", "--json"));
    }

    [Theory]
    [InlineData("the kernel [3, 3] spans 3 along axis 0 of the image [2, 2], which has 2 with its padding; a window must fit: give more padding, a smaller kernel or less dilation.",
        "--image", "1 2; 3 4", "--kernel", "1 1 1; 1 1 1; 1 1 1")]
    [InlineData("the kernel [1, 2] spans 4 along axis 1 of the image [2, 2], which has 3 with its padding; a window must fit: give more padding, a smaller kernel or less dilation.",
        "--image", "1 2; 3 4", "--kernel", "1 1", "--dilation", "3", "--padding", "0,0,1,0")]
    [InlineData("--image: row 2 has 1 number, row 1 has 2.", "--image", "1 2; 3", "--kernel", "1")]
    [InlineData("--kernel: row 1, place 2: 'red' is not a number.", "--image", "1", "--kernel", "1 red")]
    [InlineData("--image: there are no numbers; write rows like \"1 2 3; 4 5 6\".", "--image", "", "--kernel", "1")]
    [InlineData("--stride: '0' is not a whole number of at least 1, or two: 2,1 for rows and columns.", "--image", "1", "--kernel", "1", "--stride", "0")]
    [InlineData("--stride: '1,2,3' is not a whole number of at least 1, or two: 2,1 for rows and columns.", "--image", "1", "--kernel", "1", "--stride", "1,2,3")]
    [InlineData("--dilation: '1.5' is not a whole number of at least 1, or two: 2,1 for rows and columns.", "--image", "1", "--kernel", "1", "--dilation", "1.5")]
    [InlineData("--padding: 'full' is not a whole number of at least 0, two (rows,columns), four (above,below,left,right) or same.",
        "--image", "1", "--kernel", "1", "--padding", "full")]
    [InlineData("--padding: '-1' is not a whole number of at least 0, two (rows,columns), four (above,below,left,right) or same.",
        "--image", "1", "--kernel", "1", "--padding", "-1")]
    [InlineData("--padding: an image of 20001 × 20001 with its padding is too large; there may be 100000000 numbers.", "--image", "1", "--kernel", "1", "--padding", "10000")]
    [InlineData("padding same keeps the size only with stride 1, got stride 2; give the padding as numbers.",
        "--image", "1", "--kernel", "1", "--padding", "same", "--stride", "2")]
    [InlineData("--upstream: its shape is [1, 3], the result's [2, 2]; they must be the same.",
        "--image", "1 2; 3 4", "--kernel", "1", "--gradient", "--upstream", "1 2 3")]
    [InlineData("--upstream is what --gradient starts from; give --gradient too.", "--image", "1", "--kernel", "1", "--upstream", "1")]
    [InlineData("--kernel is missing: --image needs one; leave both out for the example.", "--image", "1")]
    [InlineData("--image is missing: --kernel needs one; leave both out for the example.", "--kernel", "1")]
    [InlineData("--stride needs --image and --kernel; without them the example is computed as it is.", "--stride", "2")]
    [InlineData("--upstream needs --image and --kernel; without them the example is computed as it is.", "--gradient", "--upstream", "2")]
    [InlineData("missing.csv: there is no such file.", "--image", "missing.csv", "--kernel", "1")]
    [InlineData("missing/image.png: there is no such file.", "--image", "missing/image.png", "--kernel", "1")]
    [InlineData("missing/kernel.csv: there is no such file.", "--image", "1", "--kernel", "missing/kernel.csv")]
    [InlineData("./: this is a folder; name a file.", "--image", "1", "--kernel", "1", "--gradient", "--upstream", "./")]
    [InlineData("--plot: 'picture.gif' must be a file name that ends in .png or .svg.", "--plot", "picture.gif")]
    [InlineData("result: its numbers are too large for Float64; give smaller ones.", "--image", "1e300", "--kernel", "1e300")]
    public void A_mistake_is_one_line(string expected, params string[] arguments) => Assert.Equal(expected, CommandLine.Mistake(["convolve", .. arguments]));

    [Fact]
    public void A_file_that_is_no_picture_is_named()
    {
        var file = _commandLine.Write("picture.png", "hello");
        Assert.Equal($"{file}: this is not a PNG or JPEG picture.", CommandLine.Mistake("convolve", "--image", file, "--kernel", "1"));
        var whole = Picture("whole.png", 50, 50, SKEncodedImageFormat.Png, (x, y) => new SKColor((byte)(x * y), (byte)(x + y), 3));
        File.WriteAllBytes(file, File.ReadAllBytes(whole)[..200]);
        Assert.Equal($"{file}: this picture is damaged or cut short.", CommandLine.Mistake("convolve", "--image", file, "--kernel", "1"));
    }

    [Fact]
    public void A_number_is_a_number_also_where_a_file_has_its_name()
    {
        _commandLine.Write("1", "5");
        var (exitCode, output, _, _) = _commandLine.RunExecutable("convolve", "--image", "1", "--kernel", "1", "--json");
        Assert.Equal((0, """{"output":[[1]]}"""), (exitCode, output.Trim()));
    }

    private static JsonElement Json(params string[] arguments)
    {
        var (exitCode, output, error) = CommandLine.Run(["convolve", .. arguments, "--json"]);
        Assert.Equal((0, ""), (exitCode, error));
        return JsonDocument.Parse(output).RootElement;
    }

    private string Picture(string name, int width, int height, SKEncodedImageFormat format, Func<int, int, SKColor> color)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Pixels = [.. Enumerable.Range(0, width * height).Select(i => color(i % width, i / width))];
        using var encoded = bitmap.Encode(format, 100);
        File.WriteAllBytes(_commandLine.PathOf(name), encoded.ToArray());
        return _commandLine.PathOf(name);
    }

    private static int Count(SKBitmap picture, SKColor color) => picture.Pixels.Count(pixel => pixel == color);
}
