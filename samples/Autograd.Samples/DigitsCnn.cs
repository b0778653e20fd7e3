namespace Autograd.Samples;

/// <summary>A convolutional network that reads hand-written digits, with everything that a real training has: held-out data, variations, a schedule.</summary>
public static class DigitsCnn
{
    /// <summary>Learns from four fifths of the digits and returns the share that it reads right of the others, which it never saw.</summary>
    public static double Run(TextWriter output, int epochs = 30)
    {
        Randomness.Seed(0);
        var digits = Digits.Load();
        var (training, test) = digits.Split(0.8, stratifyBy: digits.Target);

        // A digit that is turned, moved or resized a little is still that digit, so every epoch shows other pictures.
        var varied = training.MapInput(new RandomAffine(degrees: 10, shift: 0.1, leastScale: 0.9, greatestScale: 1.1));

        // A convolution looks for its patterns everywhere in the picture, and pooling keeps the best of each four places: from one picture of 8×8 pixels to
        // 16 of 4×4, each of which shows where one pattern is, and from those to 32 patterns made of them.
        Sequential model =
        [
            new Convolution2d(1, 16, kernel: 3, padding: 1), new BatchNorm2d(16), Activation.Relu, new MaxPool2d(2),
            new Convolution2d(16, 32, kernel: 3, padding: 1), new BatchNorm2d(32), Activation.Relu,
            new Flatten(), new Linear(32 * 4 * 4, 10),
        ];

        // Long steps first, to get far, and shorter and shorter ones, to arrive.
        var optimizer = new Adam(model.Parameters(), learningRate: 0.01);
        var trainer = new Trainer(model, optimizer, (scores, digit) => scores.CrossEntropy(digit))
        {
            Schedule = new CosineSchedule(optimizer, epochs),
            Metrics = [Metric.Accuracy()],
            Observers = [new LineProgress(output)],
        };
        var history = trainer.Fit(new DataLoader(varied, batchSize: 64, shuffle: true), new DataLoader(test, batchSize: 512), epochs);
        var accuracy = history.Epochs[^1].Metrics["accuracy"];
        output.WriteLine($"It reads {accuracy:P1} of {test.Count} digits that it never saw.");
        return accuracy;
    }
}
