namespace Autograd.Samples;

/// <summary>The first page: a line learned from four points.</summary>
public static class FirstSteps
{
    /// <summary>Learns y = 2x + 1 and returns the last loss.</summary>
    public static float Run(TextWriter output)
    {
        Tensor x = Tensor.From([[1f], [2f], [3f], [4f]]);
        Tensor y = x * 2 + 1;

        var weight = new Variable("weight", Tensor.Zeros(1, 1));
        var bias = new Variable("bias", Tensor.Zeros(1));
        var optimizer = new Sgd([weight, bias], learningRate: 0.1);

        Tensor Loss()
        {
            var error = x.MatMul(weight) + bias - y;
            return (error * error).Mean();
        }

        for (var step = 0; step < 500; step++)
            optimizer.Step(Loss);

        var loss = Loss().Item<float>();
        output.WriteLine($"y = {weight.Item<float>():F3}·x + {bias.Item<float>():F3}, loss {loss:E1}");
        return loss;
    }
}
